/** One platform a folder: the lock names its owner, so that a lock left by a killed one is no lock. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { CommandFailure } from '../failure.ts';
import type { Home } from './home.ts';
import { identityOf, isRunning, type ProcessIdentity } from './process-identity.ts';

interface LockContent {
  readonly owner: ProcessIdentity;
  /** Processes the owner started, to be ended if it was killed before it could. */
  readonly children: readonly ProcessIdentity[];
  /** The owner has been told to stop: worth waiting for. */
  readonly stopping?: boolean;
}

export interface Lock {
  readonly recordChildren: (children: readonly ProcessIdentity[]) => void;
  readonly markStopping: () => void;
  readonly release: () => void;
}

const read = (path: string): LockContent | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as LockContent;
  } catch {
    return undefined; // absent, or torn by a kill in mid-write: nobody's
  }
};

const write = (path: string, content: LockContent): void => {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(content));
  renameSync(draft, path);
};

const STOPPING_MS = 30_000;
const POLL_MS = 50;

/** What is written there, once no other process owns it; waits only for one that is stopping. */
async function whenFree(home: Home): Promise<LockContent | undefined> {
  const deadline = Date.now() + STOPPING_MS;
  for (;;) {
    const former = read(home.lock);
    if (!former || former.owner.pid === process.pid || !isRunning(former.owner)) return former;
    if (!former.stopping || Date.now() > deadline) {
      throw new CommandFailure(
        `A platform already runs in ${home.root} (pid ${former.owner.pid}).`,
        {
          hint: 'Stop it with Ctrl-C in its window, or give this one its own folder: --data DIR',
        },
      );
    }
    await delay(POLL_MS);
  }
}

/**
 * Takes the folder for this process. Throws CommandFailure while another one holds it; of one that
 * was killed, `orphans` are the processes it left running.
 */
export async function takeLock(
  home: Home,
): Promise<{ readonly lock: Lock; readonly orphans: readonly ProcessIdentity[] }> {
  const former = await whenFree(home);
  const owner = identityOf(process.pid);
  rmSync(home.lock, { force: true });
  try {
    // Of two that start at once, one makes the file and the other stops here.
    writeFileSync(home.lock, JSON.stringify({ owner, children: [] }), { flag: 'wx' });
  } catch (cause) {
    throw new CommandFailure(`Another platform is starting in ${home.root}.`, { cause });
  }
  let content: LockContent = { owner, children: [] };
  const change = (changes: Partial<LockContent>) => {
    content = { ...content, ...changes };
    write(home.lock, content);
  };
  return {
    orphans: (former?.children ?? []).filter(isRunning),
    lock: {
      recordChildren: (children) => change({ children }),
      markStopping: () => change({ stopping: true }),
      release: () => rmSync(home.lock, { force: true }),
    },
  };
}
