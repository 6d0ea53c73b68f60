/** The hot store as Aurora hands it over: an owner who is no superuser, and an empty database. */
import { randomBytes } from 'node:crypto';
import { openDatabase, seedRegistry, statement } from '../../../packages/database/src/index.ts';
import { demoMandates, demoTaxpayers } from '../../../packages/samples/src/index.ts';
import { DATABASE_NAME } from '../stacks/data.ts';
import type { HotStore } from './runner.ts';

export interface OwnedStore {
  /** Of the owner, as Secrets Manager holds them. */
  readonly secret: Readonly<Record<string, string>>;
  /** Taxpayers and mandates of the demonstration; after the migration. */
  readonly seed: () => Promise<void>;
}

export async function ownStore({ host, adminUrl }: HotStore): Promise<OwnedStore> {
  const password = randomBytes(24).toString('hex');
  const admin = openDatabase(adminUrl, { poolMax: 1, applicationName: 'run-local' });
  try {
    await admin.query(
      statement(`CREATE ROLE owner LOGIN CREATEROLE CREATEDB PASSWORD '${password}'`),
    );
    await admin.query(statement(`CREATE DATABASE ${DATABASE_NAME} OWNER owner`));
  } finally {
    await admin.close();
  }
  const url = new URL(adminUrl);
  url.username = 'owner';
  url.password = password;
  url.pathname = `/${DATABASE_NAME}`;
  return {
    secret: { host, username: 'owner', password },
    seed: async () => {
      const database = openDatabase(url.href, { poolMax: 1, applicationName: 'run-local' });
      try {
        await seedRegistry(database, demoTaxpayers(), demoMandates());
      } finally {
        await database.close();
      }
    },
  };
}
