/** Runs `ventanilla` as its users do: a process, its output, its exit code. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../bin/ventanilla.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** Resolves when this text has appeared on stderr; rejects when the process ends without it. */
  readonly says: (text: string) => Promise<void>;
  readonly finished: Promise<Finished>;
  /** What it has written until now. */
  readonly out: () => string;
  readonly err: () => string;
}

export const start = (...args: readonly string[]): Running => startWith({}, ...args);

/** With these variables besides those that are there. */
export function startWith(
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Running {
  const child = spawn(process.execPath, [BIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
    child.emit('said');
  });
  const finished = once(child, 'close').then(([code]) => ({ code, out, err }));
  const says = async (text: string) => {
    while (!err.includes(text)) {
      const ended = await Promise.race([once(child, 'said'), finished]);
      if ('code' in ended && !err.includes(text)) throw new Error(`never said "${text}":\n${err}`);
    }
  };
  return { child, says, finished, out: () => out, err: () => err };
}

/** Runs a command to its end; one that was not expected to fail shows why it did. */
export async function run(...args: readonly string[]): Promise<Finished> {
  const finished = await start(...args).finished;
  if (finished.code !== 0) process.stderr.write(`${args.join(' ')}:\n${finished.err}\n`);
  return finished;
}
