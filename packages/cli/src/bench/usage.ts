/** What processes cost, as the kernel counts it. Linux only: elsewhere there is no /proc to ask. */
import { readFileSync } from 'node:fs';
import { processTree } from '@ventanilla/testing';
import { procStat } from '../platform/process-identity.ts';

/** Positions in /proc/<pid>/stat after the command: user and system time, own and of dead children. */
const UTIME = 11;
const STIME = 12;
const CUTIME = 13;
const CSTIME = 14;
/** The kernel tells times in hundredths of a second, whatever it counts in. */
const MICROS_PER_TICK = 10_000;

const ticks = (stat: readonly string[], ...fields: number[]): number =>
  fields.reduce((sum, field) => sum + Number(stat[field]), 0);

/** CPU time of this process since it started, in microseconds. */
export function ownCpuMicros(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

/** CPU time of one process since it started, in microseconds; 0 when it is gone. */
export function cpuMicros(pid: number): number {
  const stat = procStat(pid);
  return stat === undefined ? 0 : ticks(stat, UTIME, STIME) * MICROS_PER_TICK;
}

/** CPU time of a process, all that descend from it, and those of them that ended. */
export function treeCpuMicros(pid: number): number {
  let micros = 0;
  for (const member of processTree(pid)) {
    const stat = procStat(member);
    if (stat) micros += ticks(stat, UTIME, STIME, CUTIME, CSTIME) * MICROS_PER_TICK;
  }
  return micros;
}

const memoryLine = (pid: number, name: string): number | undefined => {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
};

/** Most memory that one process ever held, in MB; 0 when it is gone. */
export const peakRssMb = (pid: number): number => memoryLine(pid, 'VmHWM') ?? 0;

/** Memory a process holds now, in MB. */
export const rssMb = (pid: number): number => memoryLine(pid, 'VmRSS') ?? 0;

/** The largest peak among a process and its descendants, in MB. */
export const treePeakRssMb = (pid: number): number =>
  Math.max(...processTree(pid).map((member) => peakRssMb(member)));
