import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { OperationalError } from '@ventanilla/errors';
import { type Account, claimHome, postgresAccount } from './account.ts';
import { type Binaries, prepareBinaries } from './binaries.ts';
import { freePort } from './free-port.ts';
import { guard } from './guard.ts';
import { sendSignal } from './processes.ts';
import { claimOwnership, clearLeftovers, readPostmaster, stopProcess } from './takeover.ts';
import { waitFor } from './wait-for.ts';

export interface PostgresOptions {
  /** Kept between starts. When we are root and it lies where `nobody` cannot go, a stand-in is used. */
  readonly dataDir: string;
  readonly port?: number;
  /** One line for each step that takes time. */
  readonly log?: (line: string) => void;
  /** False trades safety for speed: a crash of the machine loses everything. Tests only. */
  readonly durable?: boolean;
  /** More server settings; they win over ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The server is stopped soon after this process ends, however it ends. Default: ours. */
  readonly owner?: number;
  /** Removes the folder when the owner ends. Tests only. */
  readonly disposable?: boolean;
}

export interface PostgresServer {
  /** Of the superuser, on 127.0.0.1, with its password. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Where the data really are. */
  readonly dataDir: string;
  /** Resolves when the process is gone. `immediate` is a crash that needs recovery. */
  readonly stop: (mode?: 'fast' | 'immediate') => Promise<void>;
  /** kill -9, for tests of recovery. */
  readonly kill: () => void;
}

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  max_connections: '100',
  shared_buffers: '256MB',
  fsync: 'on',
  synchronous_commit: 'on',
  wal_compression: 'on',
  min_wal_size: '512MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  // Our statements are short and prepared: compiling them costs more than it saves.
  jit: 'off',
};
const NOT_DURABLE = { fsync: 'off', full_page_writes: 'off', shared_buffers: '64MB' };
const READY_MS = 120_000;
const LOG_BYTES_MAX = 10_000_000;

interface Place {
  readonly home: string;
  readonly cluster: string;
  readonly account: Account | undefined;
  readonly programs: Binaries;
}

const spawnAs = ({ account, home }: Place, program: string, args: string[]): ChildProcess => {
  const logPath = join(home, 'postgres.log');
  const log = openSync(logPath, 'a', 0o600);
  try {
    return spawn(program, args, {
      // Nothing of our environment: no secrets for it to hold, no locale to surprise it.
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
      cwd: home,
      // Ctrl-C on a terminal reaches a whole group; the database must outlive those that use it.
      detached: true,
      stdio: ['ignore', log, log],
      ...account,
    });
  } finally {
    closeSync(log);
  }
};

const logTail = (home: string): string =>
  readFileSync(join(home, 'postgres.log'), 'utf8').trimEnd().split('\n').slice(-8).join('\n');

const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });

const writeOwned = (path: string, text: string, account: Account | undefined): void => {
  writeFileSync(path, text, { mode: 0o600 });
  if (account) chownSync(path, account.uid, account.gid);
};

/** Makes the cluster beside its place and renames it, so that a half-made one is never started. */
const initialise = async (place: Place, durable: boolean): Promise<void> => {
  const draft = `${place.cluster}.draft`;
  rmSync(draft, { recursive: true, force: true });
  const passwordPath = join(place.home, 'password');
  writeOwned(passwordPath, randomBytes(24).toString('hex'), place.account);
  const child = spawnAs(place, place.programs.initdb, [
    `--pgdata=${draft}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordPath}`,
    '--encoding=UTF8',
    '--locale=C',
    // Sorts by code point as C does, and knows that Ñ is the capital of ñ.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? ['--data-checksums'] : ['--no-sync']),
  ]);
  const code = await ended(child);
  if (code !== 0) {
    throw new OperationalError('postgres-init', `initdb failed:\n${logTail(place.home)}`, {
      retryable: false,
    });
  }
  renameSync(draft, place.cluster);
};

const run = async (place: Place, port: number, settings: Record<string, string>) => {
  const flags = Object.entries({ ...settings, port: String(port) }).map(([k, v]) => `--${k}=${v}`);
  const child = spawnAs(place, place.programs.postgres, ['-D', place.cluster, ...flags]);
  child.unref();
  const exit = ended(child).then((code) => {
    throw new OperationalError(
      'postgres-start',
      `postgres ended (${code}):\n${logTail(place.home)}`,
      {
        retryable: true,
      },
    );
  });
  const ready = waitFor(
    () => {
      const postmaster = readPostmaster(place.cluster);
      return postmaster?.pid === child.pid && postmaster?.ready;
    },
    { what: 'postgres to be ready', timeoutMs: READY_MS, everyMs: 10 },
  );
  exit.catch(() => {}); // after the start its end is told by failing connections
  await Promise.race([ready, exit]);
  return child.pid as number;
};

/** A crashed server's last children may hold its memory for a moment: a few more tries are due. */
const runPatiently = async (
  place: Place,
  port: number | undefined,
  settings: Record<string, string>,
): Promise<{ pid: number; port: number }> => {
  for (let attempt = 1; ; attempt++) {
    const chosen = port ?? (await freePort());
    try {
      return { pid: await run(place, chosen, settings), port: chosen };
    } catch (error) {
      if (attempt >= 6) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
      await clearLeftovers(place.cluster);
    }
  }
};

const prepare = (options: PostgresOptions, owner: number): Place => {
  const account = postgresAccount();
  const programs = prepareBinaries(account);
  const home = claimHome(options.dataDir, account);
  claimOwnership(home, owner);
  const logPath = join(home, 'postgres.log');
  if (!existsSync(logPath) || readFileSync(logPath).length > LOG_BYTES_MAX) {
    writeOwned(logPath, '', account);
  }
  chmodSync(home, 0o700);
  return { home, cluster: join(home, 'cluster'), account, programs };
};

/**
 * Starts the embedded Postgres on `dataDir`, made on first use. Takes over from an owner that was killed;
 * throws OperationalError `postgres-in-use` while another live process owns the folder.
 */
export const startPostgres = async (options: PostgresOptions): Promise<PostgresServer> => {
  const { port: wanted, log = () => {}, durable = true, owner = process.pid } = options;
  const place = prepare(options, owner);
  await clearLeftovers(place.cluster);
  if (!existsSync(place.cluster)) {
    log('creating the database');
    await initialise(place, durable);
  }
  const settings = { ...SETTINGS, ...(durable ? {} : NOT_DURABLE), ...options.settings };
  const { pid, port } = await runPatiently(place, wanted, settings);
  log(`database ready on port ${port}`);
  const watch = guard(owner, pid, options.disposable ? place.home : '');
  const password = readFileSync(join(place.home, 'password'), 'utf8');
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    port,
    pid,
    dataDir: place.home,
    stop: async (mode = 'fast') => {
      if (!options.disposable) watch.kill();
      await stopProcess(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
      rmSync(join(place.home, 'owner'), { force: true });
    },
    kill: () => sendSignal(pid, 'SIGKILL'),
  };
};
