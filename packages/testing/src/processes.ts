import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** True while a process of this id exists, whoever owns it. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Sends `signal`; a process that is gone already is no error. */
export const sendSignal = (pid: number, signal: NodeJS.Signals): void => {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
};

const parentsFromProc = (): [number, number][] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
        // The command, in parentheses, may hold spaces: count the fields from its end.
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return [[Number(name), Number(fields[1])] as [number, number]];
      } catch {
        return []; // ended between the listing and the read
      }
    });

const parentsFromPs = (): [number, number][] =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'latin1' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);

/** The ids of a process and of all that descend from it, parents first. */
export const processTree = (root: number): readonly number[] => {
  const pairs = process.platform === 'linux' ? parentsFromProc() : parentsFromPs();
  const tree = [root];
  // `tree` grows while it is walked: each member's children join its end.
  for (const parent of tree) {
    for (const [pid, ppid] of pairs) if (ppid === parent && !tree.includes(pid)) tree.push(pid);
  }
  return tree;
};

/** Signals a process and all its descendants. */
export const killTree = (pid: number, signal: NodeJS.Signals = 'SIGKILL'): void => {
  for (const member of processTree(pid)) sendSignal(member, signal);
};
