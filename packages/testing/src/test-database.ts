/** Databases for tests: one disposable server a test run, one fresh database a call. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { startPostgres } from './postgres.ts';
import { waitFor } from './wait-for.ts';

export interface TestDatabase {
  readonly name: string;
  /** Of the superuser. */
  readonly url: string;
  /** Ends every connection to it and removes it. */
  readonly drop: () => Promise<void>;
}

export interface TestDatabaseOptions {
  /** Prepared once a run; later calls with the same name copy the prepared database. */
  readonly template?: {
    readonly name: string;
    readonly prepare: (url: string) => Promise<void>;
  };
}

/** Jest may run a file in a child of its own: the run is the parent then, and outlives each child. */
const runId = (): number =>
  process.argv[1]?.includes('processChild') ? process.ppid : process.pid;

const startShared = async (folder: string): Promise<void> => {
  const server = await startPostgres({
    dataDir: folder,
    durable: false,
    disposable: true,
    owner: runId(),
    settings: { max_connections: '200' },
  });
  writeFileSync(join(folder, 'url.draft'), server.url, { mode: 0o600 });
  renameSync(join(folder, 'url.draft'), join(folder, 'url'));
};

/** Whoever makes the folder starts the server; the others wait for its address. */
const findShared = async (): Promise<string> => {
  const folder = join(tmpdir(), `ventanilla-test-run-${runId()}`);
  const path = join(folder, 'url');
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    await waitFor(() => existsSync(path), { what: 'the test database server', timeoutMs: 60_000 });
    return readFileSync(path, 'utf8');
  }
  await startShared(folder).catch((error) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  return readFileSync(path, 'utf8');
};

let shared: Promise<string> | undefined;

/** Superuser's address of the run's disposable server, started by the first call of the run. */
export const testServer = (): Promise<string> => {
  shared ??= findShared();
  return shared;
};

const withName = (url: string, name: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
};

const administer = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const TEMPLATE_LOCK = 7_236_001;

const ensureTemplate = (
  server: string,
  { name, prepare }: NonNullable<TestDatabaseOptions['template']>,
): Promise<string> =>
  administer(server, async (client) => {
    const final = `template_${name}`;
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const found = await client.query('select 1 from pg_database where datname = $1', [final]);
    if (found.rowCount === 0) {
      const draft = `draft_${randomBytes(6).toString('hex')}`;
      await client.query(`create database "${draft}"`);
      await prepare(withName(server, draft));
      await client.query(`alter database "${draft}" rename to "${final}"`);
    }
    return final;
  });

/** A fresh, empty (or templated) database on the run's server. */
export const testDatabase = async (options: TestDatabaseOptions = {}): Promise<TestDatabase> => {
  const server = await testServer();
  const template = options.template ? await ensureTemplate(server, options.template) : 'template1';
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(server, async (client) => {
    // One at a time: a template cannot be copied by two at once when it is template1.
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    await client.query(`create database "${name}" template "${template}"`);
  });
  return {
    name,
    url: withName(server, name),
    drop: () =>
      administer(server, async (client) => {
        await client.query(`drop database if exists "${name}" with (force)`);
      }),
  };
};
