/** What to do about a server that an earlier run left behind on our folder. */
import { readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperationalError } from '@ventanilla/errors';
import { isAlive, sendSignal } from './processes.ts';
import { waitFor } from './wait-for.ts';

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

export interface Postmaster {
  readonly pid: number;
  readonly ready: boolean;
}

/** Postgres' own account of who runs on `cluster`: line 1 is the process, line 8 its state. */
export const readPostmaster = (cluster: string): Postmaster | undefined => {
  const lines = readText(join(cluster, 'postmaster.pid'))?.split('\n');
  const pid = Number(lines?.[0]);
  return pid > 0 ? { pid, ready: lines?.[7]?.trim() === 'ready' } : undefined;
};

/** False when the id belongs to some other program by now: ids are used again, above all in containers. */
const runsOn = (cluster: string, pid: number): boolean => {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
  } catch {
    return false;
  }
};

/** Asks politely, then less so; resolves when the process is gone. */
export const stopProcess = async (pid: number, first: NodeJS.Signals): Promise<void> => {
  const steps: [NodeJS.Signals, number][] = [
    [first, 30_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ];
  for (const [signal, timeoutMs] of steps) {
    sendSignal(pid, signal);
    const gone = await waitFor(() => !isAlive(pid), { timeoutMs }).catch(() => false);
    if (gone) return;
  }
  throw new OperationalError('postgres-stuck', `process ${pid} does not end`, { retryable: true });
};

/** Names us as the owner of `home`; fails when another live process is. */
export const claimOwnership = (home: string, owner: number): void => {
  const path = join(home, 'owner');
  const earlier = Number(readText(path));
  if (earlier > 0 && earlier !== owner && isAlive(earlier)) {
    throw new OperationalError(
      'postgres-in-use',
      `process ${earlier} already runs a database on ${home}; stop it first`,
      { retryable: false },
    );
  }
  writeFileSync(path, String(owner));
};

/** Stops a server left behind by an owner that died, and removes a lock file that means nothing. */
export const clearLeftovers = async (cluster: string): Promise<void> => {
  const left = readPostmaster(cluster);
  if (!left) return;
  if (runsOn(cluster, left.pid)) await stopProcess(left.pid, 'SIGINT');
  else rmSync(join(cluster, 'postmaster.pid'), { force: true });
};
