/** One platform a folder: the lock names its owner, so that a lock left by a killed one is no lock. */
import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { CommandFailure } from '../failure.ts';
import type { Home } from './home.ts';
import { identityOf, isRunning, type ProcessIdentity } from './process-identity.ts';

interface LockContent {
  readonly owner: ProcessIdentity;
  /** Processes the owner started, to be ended if it was killed before it could. */
  readonly children: readonly ProcessIdentity[];
}

export interface Lock {
  readonly recordChildren: (children: readonly ProcessIdentity[]) => void;
  readonly release: () => void;
}

const read = (path: string): LockContent | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockContent;
  } catch {
    return undefined; // absent, or torn by a kill in mid-write: nobody's
  }
};

/**
 * Takes the folder for this process. Throws CommandFailure while another one holds it; of one that
 * was killed, `orphans` are the processes it left running.
 */
export function takeLock(home: Home): { readonly lock: Lock; readonly orphans: ProcessIdentity[] } {
  const former = read(home.lock);
  if (former && isRunning(former.owner) && former.owner.pid !== process.pid) {
    throw new CommandFailure(`A platform already runs in ${home.root} (pid ${former.owner.pid}).`, {
      hint: 'Stop it with Ctrl-C in its window, or give this one its own folder: --data DIR',
    });
  }
  const owner = identityOf(process.pid);
  rmSync(home.lock, { force: true });
  try {
    // Of two that start at once, one makes the file and the other stops here.
    const descriptor = openSync(home.lock, 'wx');
    writeSync(descriptor, JSON.stringify({ owner, children: [] } satisfies LockContent));
    closeSync(descriptor);
  } catch (cause) {
    throw new CommandFailure(`Another platform is starting in ${home.root}.`, { cause });
  }
  return {
    orphans: (former?.children ?? []).filter(isRunning),
    lock: {
      recordChildren(children) {
        const draft = `${home.lock}.${process.pid}`;
        writeFileSync(draft, JSON.stringify({ owner, children } satisfies LockContent));
        renameSync(draft, home.lock);
      },
      release: () => rmSync(home.lock, { force: true }),
    },
  };
}
