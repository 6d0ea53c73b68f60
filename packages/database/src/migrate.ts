/** Brings the schema `ventanilla` to the newest version, under a lock, each file in a transaction. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { OperationalError } from '@ventanilla/errors';
import pg from 'pg';
import { translateDatabaseError } from './errors.ts';
import { createRolesSql, grantsSql } from './roles.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  readonly hash: string;
}

const FOLDER = new URL('../migrations/', import.meta.url);
const FILE = /^(\d{4})-([a-z0-9-]+)\.sql$/;
/** Any number that no other user of the database locks. */
const LOCK = 7_283_645_001;

/** Files of the migrations folder in order of version. */
export async function readMigrations(folder: URL = FOLDER): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => FILE.test(name)).sort();
  return Promise.all(
    names.map(async (file) => {
      const [, version = '', name = ''] = FILE.exec(file) ?? [];
      const sql = await readFile(new URL(file, folder), 'utf8');
      const hash = createHash('sha256').update(sql).digest('hex');
      return { version: Number(version), name, sql, hash };
    }),
  );
}

/**
 * Applies what is missing and sets the rights of the service roles; returns the versions it applied.
 * Safe to run again and from several processes at once. Throws OperationalError `migration-altered`
 * when an applied file was changed since.
 */
export async function migrate(
  adminUrl: string,
  migrations?: readonly Migration[],
): Promise<readonly number[]> {
  const files = migrations ?? (await readMigrations());
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'migrate' });
  try {
    await client.connect();
    await client.query('SELECT pg_advisory_lock($1)', [LOCK]);
    await client.query(createRolesSql());
    await client.query('CREATE SCHEMA IF NOT EXISTS ventanilla');
    await client.query(`CREATE TABLE IF NOT EXISTS ventanilla.migrations (
      version integer PRIMARY KEY, name text NOT NULL, hash text NOT NULL,
      applied_at timestamptz(3) NOT NULL DEFAULT now())`);
    const missing = await missingMigrations(client, files);
    for (const migration of missing) await apply(client, migration);
    await inTransaction(client, () => client.query(grantsSql()));
    return missing.map(({ version }) => version);
  } catch (error) {
    throw translateDatabaseError(error);
  } finally {
    // Ends the session, and with it the lock.
    await client.end();
  }
}

async function missingMigrations(
  client: pg.Client,
  files: readonly Migration[],
): Promise<readonly Migration[]> {
  const applied = await client.query('SELECT version, hash FROM ventanilla.migrations');
  const hashes = new Map(applied.rows.map(({ version, hash }) => [version, hash]));
  return files.filter(({ version, name, hash }) => {
    const before = hashes.get(version);
    if (before === undefined || before === hash) return before === undefined;
    throw new OperationalError(
      'migration-altered',
      `Migration ${version}-${name} was changed after it was applied.`,
      { retryable: false },
    );
  });
}

const apply = (client: pg.Client, { version, name, sql, hash }: Migration) =>
  inTransaction(client, async () => {
    await client.query(sql);
    await client.query(
      'INSERT INTO ventanilla.migrations (version, name, hash) VALUES ($1, $2, $3)',
      [version, name, hash],
    );
  });

async function inTransaction(client: pg.Client, work: () => Promise<unknown>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
