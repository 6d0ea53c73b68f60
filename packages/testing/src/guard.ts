import { type ChildProcess, spawn } from 'node:child_process';

/**
 * A small process that outlives us on purpose: it stops the server `pid` when its owner is gone, even by
 * kill -9, and then removes `rubbish`, if any is named.
 */
export const guard = (owner: number, pid: number, rubbish: string): ChildProcess => {
  const script = `
    while kill -0 "$1" 2>/dev/null && kill -0 "$2" 2>/dev/null; do sleep 1; done
    kill -INT "$2" 2>/dev/null
    [ -n "$3" ] || exit 0
    while kill -0 "$2" 2>/dev/null; do sleep 1; done
    rm -rf "$3"`;
  const child = spawn('/bin/sh', ['-c', script, 'guard', String(owner), String(pid), rubbish], {
    detached: true,
    stdio: 'ignore',
  });
  child.unref();
  return child;
};
