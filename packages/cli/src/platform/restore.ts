/** Runs the restore task of persistence, and holds its result against the ledger it should equal. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compareLedgers, type LedgerComparison, openDatabase } from '@ventanilla/database';
import { Client } from 'pg';
import { CommandFailure } from '../failure.ts';
import type { Home } from './home.ts';
import { secretFiles } from './secrets.ts';

const TASK = fileURLToPath(
  new URL('../../../../services/persistence/src/restore/main.ts', import.meta.url),
);
const COMPARE_TIMEOUT_MS = 3_600_000;

export interface RestoreSummary {
  readonly entries: number;
  readonly originals: number;
  readonly pending: readonly string[];
  readonly purged: readonly {
    readonly object: string;
    readonly documents: number;
    readonly purgedAt: string;
  }[];
  readonly unarchived: { readonly count: number; readonly first: readonly string[] };
  readonly seconds: Readonly<Record<'log' | 'archive' | 'ledger', number>>;
}

/** Where a platform of this machine keeps its archive and keys. */
const settingsOf = (home: Home, keyName: string) => ({
  PROFILE: 'embedded',
  OBJECTS_KIND: 'fs',
  OBJECTS_DIR: home.objects,
  ENCRYPTION_KIND: 'local',
  ENCRYPTION_KEY_FILE: secretFiles(home).encryptionKeyFile,
  SIGNING_KIND: 'local',
  SIGNING_KEY_FILE: secretFiles(home).signingKeyFile,
  SIGNING_KEY_NAME: keyName,
});

/**
 * Rebuilds the ledger in the database at `into`. The archive is the platform's of `home`, or that of the
 * settings in the environment where OBJECTS_KIND is set.
 */
export async function restoreInto(options: {
  readonly home: Home;
  readonly keyName: string;
  readonly into: string;
  readonly quiet: boolean;
}): Promise<RestoreSummary> {
  const { home, keyName, into, quiet } = options;
  const own = process.env.OBJECTS_KIND === undefined ? settingsOf(home, keyName) : {};
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', TASK], {
    env: { TZ: 'UTC', ...process.env, ...own, DATABASE_URL: into },
    stdio: ['ignore', 'pipe', quiet ? 'pipe' : 'inherit'],
  });
  let [out, said] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-2_000);
  });
  const [code] = await once(child, 'close');
  if (code === 0) return JSON.parse(out) as RestoreSummary;
  throw new CommandFailure(`The ledger was not restored. ${said.trim()}`.trim(), {
    hint: 'What is done stays: mend what is named and run the same command again.',
  });
}

/** Compares row by row; both must stand still meanwhile. */
export async function compareDatabases(first: string, second: string): Promise<LedgerComparison> {
  const [one, other] = [first, second].map((url) =>
    openDatabase(url, {
      poolMax: 1,
      applicationName: 'ventanilla archive',
      statementTimeoutMs: COMPARE_TIMEOUT_MS,
    }),
  ) as [ReturnType<typeof openDatabase>, ReturnType<typeof openDatabase>];
  try {
    return await compareLedgers(one, other);
  } finally {
    await one.close();
    await other.close();
  }
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

const DRILL = 'ventanilla_drill';

/** Lends an empty database beside the one at `url`, and drops it afterwards. */
export async function withDrillDatabase<T>(
  url: string,
  work: (drillUrl: string) => Promise<T>,
): Promise<T> {
  const drillUrl = new URL(url);
  drillUrl.pathname = `/${DRILL}`;
  await execute(url, `DROP DATABASE IF EXISTS ${DRILL} WITH (FORCE)`);
  await execute(url, `CREATE DATABASE ${DRILL}`);
  try {
    return await work(drillUrl.href);
  } finally {
    await execute(url, `DROP DATABASE IF EXISTS ${DRILL} WITH (FORCE)`);
  }
}
