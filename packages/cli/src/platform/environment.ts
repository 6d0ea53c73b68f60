/** The settings with which each service is started locally: what it needs, and nothing more. */
import { join } from 'node:path';
import type { Home } from './home.ts';
import type { LocalKeys } from './local-keys.ts';
import type { StreamAddress } from './local-stream.ts';
import type { Ports } from './ports.ts';
import type { Secrets } from './secrets.ts';

type Environment = Readonly<Record<string, string>>;

export interface Surroundings {
  readonly home: Home;
  readonly ports: Ports;
  readonly secrets: Secrets;
  /** In place of the files among the secrets, where keys are in a service. */
  readonly keys: Pick<LocalKeys, 'encryption' | 'signing'>;
  /** The database as a role sees it. */
  readonly databaseUrl: (role: string) => string;
  readonly stream: StreamAddress;
  readonly streamPartitions: number;
  readonly logLevel: string;
}

export const urlsOf = ({ api, query, identity }: Ports) => ({
  api: `http://127.0.0.1:${api}`,
  query: `http://127.0.0.1:${query}`,
  identity: `http://127.0.0.1:${identity}`,
});

const stream = ({ home, stream: address, streamPartitions }: Surroundings): Environment => ({
  ...address,
  STREAM_CLAIMS_KIND: 'fs',
  STREAM_CLAIMS_DIR: home.claims,
  STREAM_PARTITIONS: String(streamPartitions),
  STREAM_LANES: String(streamPartitions),
});
const objects = ({ home }: Surroundings): Environment => ({
  OBJECTS_KIND: 'fs',
  OBJECTS_DIR: home.objects,
});
const encryption = ({ secrets, keys }: Surroundings): Environment => ({
  ENCRYPTION_KIND: 'local',
  ENCRYPTION_KEY_FILE: secrets.encryptionKeyFile,
  ...keys.encryption,
});
const signing = ({ secrets, keys }: Surroundings): Environment => ({
  SIGNING_KIND: 'local',
  SIGNING_KEY_FILE: secrets.signingKeyFile,
  ...keys.signing,
});
const auth = ({ ports }: Surroundings): Environment => {
  const issuer = urlsOf(ports).identity;
  const profile = { kind: 'embedded', issuer, jwksUri: `${issuer}/jwks` };
  return { AUTH_ISSUERS: JSON.stringify([profile]) };
};
const database =
  (role: string) =>
  ({ databaseUrl }: Surroundings): Environment => ({ DATABASE_URL: databaseUrl(role) });
const http =
  (port: keyof Ports) =>
  ({ ports }: Surroundings): Environment => ({
    HTTP_HOST: '127.0.0.1',
    HTTP_PORT: String(ports[port]),
  });

/** Who tries the platform should see within a moment what becomes of a note without its invoice. */
const ORIGIN_WAIT_SECONDS = 5;

/** What each service is given, in the order in which they are started. */
const NEEDS: Readonly<Record<string, readonly ((it: Surroundings) => Environment)[]>> = {
  identity: [
    http('identity'),
    ({ ports, secrets }) => ({
      PUBLIC_URL: urlsOf(ports).identity,
      CLIENTS_FILE: secrets.clientsFile,
      IDENTITY_KEY_FILE: secrets.identityKeyFile,
    }),
  ],
  persistence: [
    database('ventanilla_persistence'),
    stream,
    objects,
    encryption,
    signing,
    () => ({ ORIGIN_WAIT_SECONDS: String(ORIGIN_WAIT_SECONDS) }),
  ],
  archive: [database('ventanilla_archive'), stream, objects, encryption],
  validation: [database('ventanilla_validation'), stream, encryption],
  transformation: [database('ventanilla_transformation'), stream, encryption],
  query: [
    http('query'),
    database('ventanilla_query'),
    stream,
    objects,
    encryption,
    signing,
    auth,
    // Reception stands in front and says who asks.
    () => ({ TRUST_PROXY_HOPS: '1' }),
    // The demonstration's taxpayers are invented.
    () => ({ LOG_ENTRIES_PUBLIC: 'true' }),
  ],
  reception: [
    http('api'),
    stream,
    objects,
    encryption,
    signing,
    auth,
    ({ home }) => ({ UPLOADS_KIND: 'fs', UPLOADS_DIR: home.uploads }),
    ({ ports }) => ({ PUBLIC_URL: urlsOf(ports).api, QUERY_URL: urlsOf(ports).query }),
  ],
};

export const SERVICE_NAMES: readonly string[] = Object.keys(NEEDS);

/** The whole environment of one service process. */
export function environmentOf(service: string, surroundings: Surroundings): Environment {
  const { home, logLevel } = surroundings;
  const own = (NEEDS[service] ?? []).map((need) => need(surroundings));
  return Object.assign(
    {
      PROFILE: 'embedded',
      LOG_LEVEL: logLevel,
      HEALTH_PORT: '0',
      MEMBER_ID: '1',
      // Compiled code kept between starts: a second start takes a third of the time.
      NODE_COMPILE_CACHE: home.compileCache,
      NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
      // glibc's arenas of many threads held a third of the resident memory.
      MALLOC_ARENA_MAX: '2',
      TZ: 'UTC',
    },
    ...own,
  );
}

export const logFileOf = (home: Home, service: string): string => join(home.logs, `${service}.log`);
