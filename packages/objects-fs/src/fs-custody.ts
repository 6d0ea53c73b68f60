import { mkdir, rm, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkKey, locked, type ObjectCustody } from '@ventanilla/objects';
import { isMissing, syncFolder, translated } from './files.ts';

/** Markers of held objects, out of reach of any key. */
const HOLDS = '.holds';
const DAY_MS = 86_400_000;

/**
 * Custody of a folder of objects. What was put stays for `lockDays` from then; a hold is a marker beside
 * the tree. The operating system is asked for nothing more: who may write the folder may go round this.
 */
export function createFsCustody(options: {
  readonly dir: string;
  readonly lockDays: number;
  readonly now: () => number;
}): ObjectCustody {
  const { dir, lockDays, now } = options;
  const paths = (key: string) => {
    checkKey(key);
    return { file: join(dir, key), marker: join(dir, HOLDS, key) };
  };
  const found = (path: string) =>
    stat(path).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
  const lockOf: ObjectCustody['lockOf'] = (key) =>
    translated(async () => {
      const { file, marker } = paths(key);
      const object = await found(file);
      if (object === undefined) return undefined;
      const held = (await found(marker)) !== undefined;
      const until = object.mtimeMs + lockDays * DAY_MS;
      return until > now() ? { held, retainUntil: new Date(until).toISOString() } : { held };
    });
  return {
    lockOf,
    setHold: (key, held) =>
      translated(async () => {
        const { marker } = paths(key);
        if (!held) return rm(marker, { force: true });
        await mkdir(dirname(marker), { recursive: true, mode: 0o750 });
        await writeFile(marker, '', { mode: 0o640, flush: true });
        await syncFolder(dirname(marker));
      }),
    remove: async (key) => {
      const lock = await lockOf(key);
      if (lock === undefined) return 'absent';
      if (lock.held) throw locked(key, 'a legal hold');
      if (lock.retainUntil !== undefined) throw locked(key, `locked until ${lock.retainUntil}`);
      await translated(async () => {
        const { file } = paths(key);
        await unlink(file);
        await syncFolder(dirname(file));
      });
      return 'removed';
    },
    close: async () => {},
  };
}
