/** Brings the database to what the services expect: schema, roles, demonstration registry, topics. */
import {
  migrate,
  openDatabase,
  provisionRoles,
  provisionStreamRole,
  STREAM_ROLE,
  seedRegistry,
  serviceRoles,
} from '@ventanilla/database';
import { demoMandates, demoTaxpayers } from '@ventanilla/samples';
import { Client } from 'pg';
import type { StreamAddress } from './local-stream.ts';
import type { Secrets } from './secrets.ts';

export interface Preparation {
  /** Of the superuser, on the server's own first database. */
  readonly adminUrl: string;
  readonly secretsFor: (roles: readonly string[]) => Promise<Secrets>;
  /** Makes the topics, as the owner of the stream. */
  readonly ensureTopics: (ownStream: StreamAddress) => Promise<void>;
  /** Without it the registry of taxpayers is left as it is. */
  readonly withDemonstration: boolean;
  /** Where the stream is, when it is not in the database itself; leases may be all the same. */
  readonly broker?: StreamAddress | undefined;
  readonly log: (line: string) => void;
}

export interface Prepared {
  readonly adminUrl: string;
  readonly secrets: Secrets;
  readonly databaseUrl: (role: string) => string;
  /** As the services see it. */
  readonly stream: StreamAddress;
  /** As its owner sees it. */
  readonly ownStream: StreamAddress;
}

const DATABASE = 'ventanilla';
const DUPLICATE_DATABASE = '42P04';

/** Makes our database on the server, unless it is there already. */
async function createDatabase(adminUrl: string): Promise<string> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${DATABASE}`);
  } catch (error) {
    if ((error as { code?: string }).code !== DUPLICATE_DATABASE) throw error;
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.pathname = `/${DATABASE}`;
  return url.href;
}

async function seed(databaseUrl: string): Promise<void> {
  const database = openDatabase(databaseUrl, { poolMax: 1, applicationName: 'seed' });
  try {
    await seedRegistry(database, demoTaxpayers(), demoMandates());
  } finally {
    await database.close();
  }
}

/** Safe to run again on every start; what is there already stays. */
export async function prepareDatabase(preparation: Preparation): Promise<Prepared> {
  const { log, secretsFor } = preparation;
  const secrets = await secretsFor([...serviceRoles, STREAM_ROLE]);
  const { [STREAM_ROLE]: streamPassword = '', ...passwords } = secrets.rolePasswords;
  const adminUrl = await createDatabase(preparation.adminUrl);
  const applied = await migrate(adminUrl);
  if (applied.length > 0) log(`schema brought to version ${applied.at(-1)}`);
  await provisionRoles(adminUrl, passwords);
  await provisionStreamRole(adminUrl, streamPassword);
  if (preparation.withDemonstration) await seed(adminUrl);
  const { broker = { STREAM_KIND: 'postgres' } } = preparation;
  const ownStream = { ...broker, STREAM_URL: adminUrl };
  await preparation.ensureTopics(ownStream);
  const urlAs = (role: string) => {
    const url = new URL(adminUrl);
    url.username = role;
    url.password = secrets.rolePasswords[role] ?? '';
    return url.href;
  };
  const stream = { ...broker, STREAM_URL: urlAs(STREAM_ROLE) };
  return { adminUrl, secrets, stream, ownStream, databaseUrl: urlAs };
}
