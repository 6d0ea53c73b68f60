/** Brings the database to what the services expect: schema, roles, demonstration registry, topics. */
import {
  migrate,
  openDatabase,
  provisionRoles,
  seedRegistry,
  serviceRoles,
} from '@ventanilla/database';
import { TOPICS } from '@ventanilla/messages';
import { demoMandates, demoTaxpayers } from '@ventanilla/samples';
import { Client } from 'pg';
import { openLocalStream } from './local-stream.ts';
import type { Secrets } from './secrets.ts';

export interface Preparation {
  /** Of the superuser, on the server's own first database. */
  readonly adminUrl: string;
  readonly secretsFor: (roles: readonly string[]) => Promise<Secrets>;
  readonly streamPartitions: number;
  readonly log: (line: string) => void;
}

export interface Prepared {
  readonly adminUrl: string;
  readonly secrets: Secrets;
  readonly databaseUrl: (role: string) => string;
  readonly streamUrl: string;
}

const DATABASE = 'ventanilla';
const DUPLICATE_DATABASE = '42P04';

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

async function ensureTopics(streamUrl: string, partitions: number) {
  const stream = await openLocalStream(streamUrl, partitions);
  try {
    await stream.ensure(Object.values(TOPICS).map((name) => ({ name, partitions })));
  } finally {
    await stream.close();
  }
}

/** Safe to run again on every start; what is there already stays. */
export async function prepareDatabase(preparation: Preparation): Promise<Prepared> {
  const { log, secretsFor, streamPartitions } = preparation;
  const secrets = await secretsFor(serviceRoles);
  const adminUrl = await createDatabase(preparation.adminUrl);
  const applied = await migrate(adminUrl);
  if (applied.length > 0) log(`schema brought to version ${applied.at(-1)}`);
  await provisionRoles(adminUrl, secrets.rolePasswords);
  await seed(adminUrl);
  await ensureTopics(adminUrl, streamPartitions);
  return {
    adminUrl,
    secrets,
    streamUrl: adminUrl,
    databaseUrl: (role) => {
      const url = new URL(adminUrl);
      url.username = role;
      url.password = secrets.rolePasswords[role] ?? '';
      return url.href;
    },
  };
}
