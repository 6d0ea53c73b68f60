/** Tells a process apart from a later one that was given the same id. */
import { readFileSync } from 'node:fs';

export interface ProcessIdentity {
  readonly pid: number;
  /** Start time by the kernel's clock; absent where /proc is not. */
  readonly startedAt?: string;
}

/** Fields of /proc/<pid>/stat from the third on, undefined when there is no such process. */
export function procStat(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command, in parentheses, may hold spaces: count the fields from its end.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

const STATE = 0;
const START_TIME = 19;

export function identityOf(pid: number): ProcessIdentity {
  const startedAt = procStat(pid)?.[START_TIME];
  return startedAt === undefined ? { pid } : { pid, startedAt };
}

/** True while that very process runs; a zombie does not. */
export function isRunning(identity: ProcessIdentity): boolean {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const stat = procStat(identity.pid);
  if (stat === undefined) return identity.startedAt === undefined;
  if (stat[STATE] === 'Z') return false;
  return identity.startedAt === undefined || stat[START_TIME] === identity.startedAt;
}

/** Sends `signal` if that very process still runs. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isRunning(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
