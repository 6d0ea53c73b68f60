/** The same tasks as plain processes, for a machine without a Docker engine. Linux, for its addresses. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startPostgres } from '../../../packages/testing/src/index.ts';
import { succeeded } from './command.ts';
import type { ReadyTask, Runner } from './runner.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const READY_MS = 120_000;
const POLL_MS = 200;
const LOG_CHARACTERS_MAX = 4_000;

interface Running {
  readonly child: ChildProcess;
  log: string;
}

export async function startProcesses(log: (line: string) => void): Promise<Runner> {
  const scratch = await mkdtemp(join(tmpdir(), 'run-local-'));
  // An address for each, so that every port can be the one of the task definition.
  const network = `127.${randomInt(1, 255)}.${randomInt(0, 255)}`;
  const addresses = new Map<string, string>();
  const running = new Map<string, Running>();
  let store: Awaited<ReturnType<typeof startPostgres>> | undefined;
  const addressOf = (name: string): string => {
    const known = addresses.get(name) ?? `${network}.${addresses.size + 10}`;
    addresses.set(name, known);
    return known;
  };
  const environmentOf = (task: ReadyTask) => ({
    PATH: process.env.PATH ?? '',
    TZ: 'UTC',
    ...task.told,
    ...moved(task, addressOf),
  });

  return {
    kind: 'processes',
    host: `${network}.1`,
    notProved: [
      'user, read-only root, memory and CPU of the task definitions',
      'the image itself, and its health checks',
      'TLS to the hot store',
      'HTTP_HOST, HEALTH_HOST and QUERY_URL: each process has an address of its own instead of a name',
    ],
    startStore: async (port) => {
      const host = addressOf('store');
      store = await startPostgres({
        dataDir: join(scratch, 'postgres'),
        port,
        durable: false,
        disposable: true,
        settings: { listen_addresses: host },
      });
      return { host, adminUrl: store.url.replace('@127.0.0.1:', `@${host}:`) };
    },
    runOnce: (task) =>
      succeeded(process.execPath, ['--no-warnings', ...task.command], {
        cwd: ROOT,
        environment: environmentOf(task),
      }),
    start: async (task) => {
      const child = spawn(process.execPath, ['--no-warnings', ...task.command], {
        cwd: ROOT,
        env: environmentOf(task),
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const it: Running = { child, log: '' };
      running.set(task.name, it);
      for (const output of [child.stdout, child.stderr]) {
        output.on('data', (chunk: Buffer) => {
          it.log = `${it.log}${chunk.toString('utf8')}`.slice(-LOG_CHARACTERS_MAX);
        });
      }
      await untilReady(task, it, addressOf(task.name));
      log(`${task.name} is ready`);
    },
    addressOf,
    peaks: async () => ({}),
    stop: async () => {
      await Promise.all([...running.values()].map(({ child }) => stopped(child)));
      await store?.stop('immediate');
      await rm(scratch, { recursive: true, force: true });
      return Object.fromEntries([...running].map(([name, it]) => [name, it.log]));
    },
  };
}

/** What cannot be as on Fargate when all share one machine. */
function moved(
  { told, name }: ReadyTask,
  addressOf: (name: string) => string,
): Readonly<Record<string, string>> {
  const host = addressOf(name);
  const withoutTls = (url: string) => url.replace(/\?sslmode=.*$/, '');
  return {
    ...(told.HTTP_HOST !== undefined && { HTTP_HOST: host }),
    ...(told.HEALTH_HOST !== undefined && { HEALTH_HOST: host }),
    ...(told.QUERY_URL !== undefined && {
      QUERY_URL: `http://${addressOf('query')}:${new URL(told.QUERY_URL).port}`,
    }),
    ...(told.DATABASE_URL !== undefined && { DATABASE_URL: withoutTls(told.DATABASE_URL) }),
    ...(told.STREAM_URL !== undefined && { STREAM_URL: withoutTls(told.STREAM_URL) }),
    ...(told.OWNER_HOST !== undefined && { OWNER_SSLMODE: 'disable', OWNER_SSLROOTCERT: '' }),
  };
}

async function untilReady(task: ReadyTask, it: Running, host: string): Promise<void> {
  const deadline = performance.now() + READY_MS;
  const url = `http://${host}:${task.told.HEALTH_PORT}/readyz`;
  for (;;) {
    if (it.child.exitCode !== null) throw new Error(`${task.name} ended:\n${it.log}`);
    const answer = await fetch(url).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    if (performance.now() > deadline) throw new Error(`${task.name} is not ready:\n${it.log}`);
    await delay(POLL_MS);
  }
}

function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const killer = setTimeout(() => child.kill('SIGKILL'), 30_000);
    child.once('exit', () => {
      clearTimeout(killer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
