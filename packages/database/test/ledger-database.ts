/** A migrated database whose service roles can log in. */
import { type TestDatabase, testDatabase } from '@ventanilla/testing';
import {
  type Database,
  migrate,
  openDatabase,
  provisionRoles,
  type ServiceRole,
} from '../src/index.ts';

const PASSWORD = 'test-only';

export interface LedgerDatabase {
  readonly admin: Database;
  readonly adminUrl: string;
  /** A pool that logs in as the role. */
  readonly as: (role: ServiceRole) => Database;
  readonly close: () => Promise<void>;
}

/** Roles belong to the server, so every test gives them the same password. */
export async function ledgerDatabase(): Promise<LedgerDatabase> {
  const database: TestDatabase = await testDatabase();
  await migrate(database.url);
  const pools = [openDatabase(database.url, { poolMax: 2, applicationName: 'admin' })];
  const as = (role: ServiceRole) => {
    const url = new URL(database.url);
    url.username = role;
    url.password = PASSWORD;
    const pool = openDatabase(url.href, { poolMax: 4, applicationName: role });
    pools.push(pool);
    return pool;
  };
  await provisionRoles(database.url, {
    ventanilla_validation: PASSWORD,
    ventanilla_transformation: PASSWORD,
    ventanilla_persistence: PASSWORD,
    ventanilla_archive: PASSWORD,
    ventanilla_query: PASSWORD,
    ventanilla_operator: PASSWORD,
    ventanilla_lake: PASSWORD,
    ventanilla_custody: PASSWORD,
  });
  return {
    admin: pools[0] as Database,
    adminUrl: database.url,
    as,
    close: async () => {
      await Promise.all(pools.map((pool) => pool.close()));
      await database.drop();
    },
  };
}
