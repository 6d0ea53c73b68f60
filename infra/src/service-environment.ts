/**
 * What each service is told by its task definition. Plain values and tokens in, plain names out: a
 * test compares them with each service's own settings schema, so that a renamed setting breaks the
 * build and not the deployment.
 */
import type { ServiceName } from './settings/schema.ts';

export interface Facts {
  readonly environmentName: string;
  readonly region: string;
  readonly objectsBucket: string;
  /** Of values too large for the stream. */
  readonly claimsBucket: string;
  /** In which clients put bodies too large for the API. */
  readonly uploadsBucket: string;
  readonly documentsKeyArn: string;
  readonly signing:
    | { readonly kind: 'wrapped' }
    | { readonly kind: 'kms'; readonly keyArn: string; readonly validFrom: string };
  readonly streamPrefix: string;
  readonly fanOut: boolean;
  /** The services' own defaults when absent. */
  readonly lingerMs: {
    readonly reception?: number | undefined;
    readonly stores?: number | undefined;
  };
  readonly originWaitSeconds: number;
  readonly timeZone: string;
  /** Share of the documents that are traced; absent: none. */
  readonly tracedShare?: number;
  readonly publicUrl: string;
  /** Where reception reaches query. */
  readonly queryUrl: string;
  readonly issuer: string;
  /** App clients of the user pool that are ours, with the taxpayer each acts for. */
  readonly clients: Readonly<
    Record<string, { readonly taxpayerId?: string; readonly roles?: readonly string[] }>
  >;
}

export const HEALTH_PORT = 9_464;
/** Where the collector of a task takes its traces. */
export const OTLP_PORT = 4_318;
export const HTTP_PORTS: Partial<Record<ServiceName, number>> = { reception: 8_080, query: 8_081 };

type Environment = Readonly<Record<string, string>>;
type Part = (facts: Facts, service: ServiceName) => Environment;

const common: Part = ({ environmentName }) => ({
  PROFILE: environmentName === 'dev' ? 'sandbox' : 'production',
  LOG_LEVEL: 'info',
  HEALTH_HOST: '0.0.0.0',
  HEALTH_PORT: String(HEALTH_PORT),
});
const http: Part = (_facts, service) => ({
  HTTP_HOST: '0.0.0.0',
  HTTP_PORT: String(HTTP_PORTS[service]),
});
const stream: Part = ({ region, streamPrefix, claimsBucket, fanOut, lingerMs }, service) => ({
  STREAM_KIND: 'kinesis',
  STREAM_KINESIS_REGION: region,
  STREAM_KINESIS_PREFIX: `${streamPrefix}.`,
  ...(fanOut && { STREAM_KINESIS_FAN_OUT: 'true' }),
  ...linger(lingerMs, service),
  STREAM_CLAIMS_KIND: 's3',
  STREAM_CLAIMS_S3_BUCKET: claimsBucket,
  STREAM_CLAIMS_S3_REGION: region,
});
/** Only who stores objects saves by waiting: validation and transformation pass on at once. */
function linger({ reception, stores }: Facts['lingerMs'], service: ServiceName): Environment {
  if (service === 'reception' && reception !== undefined) {
    return { APPEND_LINGER_MS: String(reception) };
  }
  const isStore = service === 'persistence' || service === 'archive';
  return isStore && stores !== undefined ? { STREAM_LINGER_MS: String(stores) } : {};
}
const objects: Part = ({ region, objectsBucket }) => ({
  OBJECTS_KIND: 's3',
  OBJECTS_S3_BUCKET: objectsBucket,
  OBJECTS_S3_REGION: region,
});
const uploads: Part = ({ region, uploadsBucket }) => ({
  UPLOADS_KIND: 's3',
  UPLOADS_S3_BUCKET: uploadsBucket,
  UPLOADS_S3_REGION: region,
});
const encryption: Part = ({ documentsKeyArn, region }) => ({
  ENCRYPTION_KIND: 'kms',
  ENCRYPTION_KMS_KEY_ID: documentsKeyArn,
  KMS_REGION: region,
});
const signing: Part = ({ signing, environmentName }) => ({
  SIGNING_KIND: signing.kind,
  ...(signing.kind === 'kms' && {
    SIGNING_KMS_KEY_ID: signing.keyArn,
    SIGNING_KEY_VALID_FROM: signing.validFrom,
  }),
  SIGNING_KEY_NAME: `ventanilla.${environmentName}/log`,
});
const ledger: Part = ({ originWaitSeconds, timeZone }) => ({
  ORIGIN_WAIT_SECONDS: String(originWaitSeconds),
  TIME_ZONE: timeZone,
});
const auth: Part = ({ issuer, clients }) => ({
  AUTH_ISSUERS: JSON.stringify([
    { kind: 'cognito', issuer, jwksUri: `${issuer}/.well-known/jwks.json`, clients },
  ]),
});
const links: Part = ({ publicUrl, queryUrl }) => ({ PUBLIC_URL: publicUrl, QUERY_URL: queryUrl });
const traces: Part = ({ tracedShare, environmentName }) => ({
  ...(tracedShare !== undefined && {
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${OTLP_PORT}`,
    OTEL_RESOURCE_ATTRIBUTES: `deployment.environment.name=${environmentName}`,
    OTEL_TRACES_SAMPLER_ARG: String(tracedShare),
  }),
});
/** The load balancer; for what reception forwards, reception too. */
const proxies =
  (hops: Environment): Part =>
  () =>
    hops;

const PARTS: Readonly<Record<ServiceName, readonly Part[]>> = {
  reception: [
    http,
    stream,
    encryption,
    objects,
    signing,
    auth,
    links,
    uploads,
    traces,
    proxies({ TRUST_PROXY: 'true' }),
  ],
  validation: [stream, encryption, traces],
  transformation: [stream, encryption, traces],
  persistence: [stream, objects, encryption, signing, ledger, traces],
  archive: [stream, objects, encryption, traces],
  query: [http, stream, objects, encryption, signing, auth, proxies({ TRUST_PROXY_HOPS: '1' })],
};

/** Services with a role in the hot store; their address comes as a secret. */
export const DATABASE_ROLES: Partial<Record<ServiceName, string>> = {
  validation: 'ventanilla_validation',
  transformation: 'ventanilla_transformation',
  persistence: 'ventanilla_persistence',
  archive: 'ventanilla_archive',
  query: 'ventanilla_query',
};

export const environmentFor = (service: ServiceName, facts: Facts): Environment =>
  Object.assign({}, ...[common, ...PARTS[service]].map((part) => part(facts, service)));

/** Settings that come from Secrets Manager. */
export const secretsFor = (service: ServiceName): readonly string[] => [
  ...(DATABASE_ROLES[service] ? ['DATABASE_URL'] : []),
  // Kinesis consumers keep their leases in Postgres.
  'STREAM_URL',
];
