/**
 * Keeps child processes running: each one's output in its own log, started again when it dies.
 *
 *   starting ──ready──► running ──dies──► waiting (back-off) ──► starting
 *       └──────────────── stop() ────────────────► stopped
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { CommandFailure } from '../failure.ts';
import { identityOf, type ProcessIdentity } from './process-identity.ts';

export interface ServiceSpec {
  readonly name: string;
  readonly entry: string;
  readonly args?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
}

export interface SupervisedService {
  readonly name: string;
  /** The process running now, undefined between two lives. */
  readonly identity: () => ProcessIdentity | undefined;
  readonly restarts: () => number;
  readonly isReady: () => Promise<boolean>;
  /** What the process running now says at `/readyz` or `/metrics`; undefined when it says nothing. */
  readonly ask: (
    path: '/readyz' | '/metrics',
  ) => Promise<{ readonly ok: boolean; readonly text: string } | undefined>;
  /** SIGTERM, then SIGKILL after `graceMs`; resolves when it is gone and will not come back. */
  readonly stop: (graceMs: number) => Promise<void>;
}

export interface SupervisorEvents {
  readonly onStart: () => void;
  readonly onDeath: (name: string, how: string) => void;
  /** What the process says beside being ready; `reply` reaches the life that said it, if it lasts. */
  readonly onMessage?: (message: unknown, reply: (message: object) => void) => void;
}

const BACK_OFF_FIRST_MS = 100;
const BACK_OFF_MAX_MS = 5_000;
/** A process that lived this long starts its back-off anew. */
const HEALTHY_MS = 10_000;
const LOG_BYTES_MAX = 20 * 1024 * 1024;

/** How long to wait before the next start, by the lives in a row that ended early. */
export const backOffMs = (earlyDeaths: number): number =>
  Math.min(BACK_OFF_MAX_MS, BACK_OFF_FIRST_MS * 2 ** Math.max(0, earlyDeaths - 1));

interface Life {
  readonly child: ChildProcess;
  readonly identity: ProcessIdentity | undefined;
  readonly ended: Promise<string>;
  healthPort: number | undefined;
}

function openLog(path: string): number {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_BYTES_MAX) renameSync(path, `${path}.1`);
  return openSync(path, 'a');
}

/**
 * Most of a service's memory is buffers that die young, which V8 counts as growth of a small heap: by
 * default it marked the whole heap twice a second, a sixth of all CPU. Let it grow three-fold first.
 */
const NODE_FLAGS = ['--heap-growing-percent=200', '--max-semi-space-size=32'];

function startLife(spec: ServiceSpec, { onMessage }: SupervisorEvents): Life {
  const log = openLog(spec.logFile);
  const child = spawn(process.execPath, [...NODE_FLAGS, spec.entry, ...(spec.args ?? [])], {
    env: spec.environment,
    // Its own group: Ctrl-C in the terminal must reach the supervisor alone, which stops in order.
    detached: true,
    // The channel closes when the supervisor dies, even by SIGKILL, and the service then stops.
    stdio: ['ignore', log, log, 'ipc'],
  });
  closeSync(log);
  const life: Life = {
    child,
    identity: child.pid === undefined ? undefined : identityOf(child.pid),
    healthPort: undefined,
    ended: new Promise((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    }),
  };
  child.on('message', (message: { type?: string; healthPort?: number }) => {
    if (message.type === 'running') life.healthPort = message.healthPort;
    else onMessage?.(message, (reply) => child.connected && child.send(reply, () => {}));
  });
  return life;
}

/** Starts the service and keeps it alive until `stop`. */
export function supervise(spec: ServiceSpec, events: SupervisorEvents): SupervisedService {
  const stopping = new AbortController();
  let life: Life | undefined;
  let lives = 0;

  const keepAlive = async () => {
    let earlyDeaths = 0;
    while (!stopping.signal.aborted) {
      const startedAt = Date.now();
      life = startLife(spec, events);
      lives += 1;
      events.onStart();
      const how = await life.ended;
      life = undefined;
      if (stopping.signal.aborted) return;
      events.onDeath(spec.name, how);
      earlyDeaths = Date.now() - startedAt > HEALTHY_MS ? 1 : earlyDeaths + 1;
      await delay(backOffMs(earlyDeaths), undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const kept = keepAlive();

  const ask: SupervisedService['ask'] = async (path) => {
    const port = life?.healthPort;
    if (port === undefined) return undefined;
    try {
      const signal = AbortSignal.timeout(2_000);
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { signal });
      return { ok: answer.ok, text: await answer.text() };
    } catch {
      return undefined;
    }
  };
  return {
    name: spec.name,
    identity: () => life?.identity,
    restarts: () => lives - 1,
    isReady: async () => (await ask('/readyz'))?.ok ?? false,
    ask,
    stop: async (graceMs) => {
      stopping.abort();
      const { child } = life ?? {};
      child?.kill('SIGTERM');
      const timer = setTimeout(() => child?.kill('SIGKILL'), graceMs);
      await kept;
      clearTimeout(timer);
    },
  };
}

const READY_POLL_MS = 40;
/** A service that dies this often before it is ever ready has a lasting fault. */
const STILLBIRTHS_MAX = 5;

/** Resolves when every service is ready; throws CommandFailure with the end of the log of one that is not. */
export async function untilReady(
  services: readonly { service: SupervisedService; logFile: string }[],
  timeoutMs: number,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  const restartsMax = services.map(({ service }) => service.restarts() + STILLBIRTHS_MAX);
  for (const [i, { service, logFile }] of services.entries()) {
    while (!(await service.isReady())) {
      if (Date.now() > deadline || service.restarts() >= (restartsMax[i] ?? 0)) {
        const process = service.identity()?.pid ?? 'none';
        throw new CommandFailure(`The ${service.name} service does not become ready.`, {
          hint: `Process ${process}, ${service.restarts()} restarts. The end of ${logFile}:\n${lastLines(logFile, 15)}`,
        });
      }
      await delay(READY_POLL_MS);
    }
  }
}

/** The last lines of a text file, for showing why something failed; empty when there is none. */
export function lastLines(path: string, count: number): string {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return '';
  }
}
