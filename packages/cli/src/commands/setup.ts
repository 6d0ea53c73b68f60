/** `ventanilla setup`: what must be there before the services start, made once and safely made again. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { createHome, type Home, homeAt } from '../platform/home.ts';
import type { Prepared } from '../platform/prepare.ts';
import { terminalOutput } from '../terminal/output.ts';
import { DEFAULT_DATA } from './options.ts';

interface SetupOptions {
  readonly data: string;
  readonly demo?: boolean;
  readonly realm?: string;
}

export function addSetup(program: Command): void {
  program
    .command('setup')
    .description('Prepare database, roles, topics and secrets for services that run elsewhere')
    .option('--data <dir>', 'folder for the secrets it makes', DEFAULT_DATA)
    .option('--demo', 'also the demonstration registry of taxpayers')
    .option('--realm <file>', 'write the demonstration clients there, as a realm for Keycloak')
    .addHelpText(
      'after',
      `
Settings, as variables or as files named by X_FILE:
  ADMIN_DATABASE_URL  Postgres as a role that may create databases and roles
  STREAM_*            the stream, as for the services; with STREAM_KIND=postgres STREAM_URL is not needed

Each service then gets DATABASE_URL_FILE=DIR/secrets/urls/ROLE, and the keys in DIR/secrets unless they are
in KMS or an HSM. Run it again after every update: it brings the schema up to date.`,
    )
    .action(async (options: SetupOptions) => {
      const home = homeAt(options.data);
      createHome(home);
      const prepared = await prepare(home, options.demo ?? false);
      writeUrls(home, prepared);
      if (options.realm) await writeRealm(options.realm, prepared.secrets.clientsFile);
      terminalOutput.err('ready for the services');
    });
}

async function prepare(home: Home, withDemonstration: boolean): Promise<Prepared> {
  const { streamSettings } = await import('@ventanilla/backends');
  const { readSettings } = await import('@ventanilla/runtime');
  const { z } = await import('zod');
  const { STREAM_ROLE } = await import('@ventanilla/database');
  const { prepareDatabase } = await import('../platform/prepare.ts');
  const { ensureTopics, localStream } = await import('../platform/stream-admin.ts');
  const { loadSecrets } = await import('../platform/secrets.ts');
  const { ADMIN_DATABASE_URL, ...stream } = readSettings(
    { ...streamSettings, ADMIN_DATABASE_URL: z.url() },
    process.env,
  );
  return prepareDatabase({
    adminUrl: ADMIN_DATABASE_URL,
    secretsFor: (roles) => loadSecrets(home, roles, new Date()),
    ensureTopics: async (inDatabase) => {
      const own =
        stream.STREAM_KIND === 'postgres'
          ? localStream(inDatabase, stream.STREAM_PARTITIONS)
          : stream;
      const { names } = await ensureTopics(own, [STREAM_ROLE]);
      terminalOutput.err(`topics on ${stream.STREAM_KIND}: ${names.join(' ')}`);
    },
    withDemonstration,
    log: terminalOutput.err,
  });
}

/** One file a role, so that a service can be given its own and no other. */
function writeUrls(home: Home, { secrets, databaseUrl }: Prepared): void {
  const folder = join(home.secrets, 'urls');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const role of Object.keys(secrets.rolePasswords)) {
    writeFileSync(join(folder, role), `${databaseUrl(role)}\n`, { mode: 0o600 });
  }
}

/** Into a volume of its own: the one who reads it there is another user. */
async function writeRealm(file: string, clientsFile: string): Promise<void> {
  const { embeddedClientsFile } = await import('@ventanilla/auth');
  const { keycloakRealm } = await import('../platform/keycloak-realm.ts');
  const clients = embeddedClientsFile.parse(JSON.parse(readFileSync(clientsFile, 'utf8')));
  writeFileSync(file, `${JSON.stringify(keycloakRealm(clients), undefined, 2)}\n`, { mode: 0o644 });
}
