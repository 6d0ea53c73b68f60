import { mkdir, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { checkKey, checkRange, conflict, type ObjectStore, tooShort } from '@ventanilla/objects';
import { createFile, isMissing, readRange, replaceFile, translated } from './files.ts';

/** Inside the root, so that a finished file can be linked into place; no key starts with a dot. */
const TEMPORARY = '.tmp';
const ABANDONED_AFTER_MS = 24 * 3_600_000;

async function readWhole(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Removes what writers that died left behind long ago. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > ABANDONED_AFTER_MS) await unlink(path);
  }
}

async function* walk(root: string, folder: string, prefix: string): AsyncIterable<string> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error) => {
    if (isMissing(error)) return [];
    throw error;
  });
  const names = entries
    .filter(({ name }) => !name.startsWith('.'))
    // Folders sort with their slash: in the order of whole keys `b-c` comes before `b/c`.
    .map((entry) => (entry.isDirectory() ? `${folder}${entry.name}/` : `${folder}${entry.name}`))
    .sort();
  for (const name of names) {
    if (!name.endsWith('/')) {
      if (name.startsWith(prefix)) yield name;
    } else if (name.startsWith(prefix) || prefix.startsWith(name)) {
      yield* walk(root, name, prefix);
    }
  }
}

async function* list(root: string, prefix: string): AsyncIterable<string> {
  const keys = walk(root, '', prefix)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await translated(() => keys.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await keys.return?.();
  }
}

/**
 * Objects as files under `dir`, a key being a relative path. What was put is read-only (0440) and is
 * neither overwritten nor deleted by anything here; what `replace` wrote has mode 0640.
 */
export async function createFsObjects(options: { readonly dir: string }): Promise<ObjectStore> {
  const { dir } = options;
  const temporary = join(dir, TEMPORARY);
  await translated(async () => {
    await mkdir(temporary, { recursive: true, mode: 0o750 });
    await sweep(temporary);
  });
  const pathOf = (key: string): string => {
    checkKey(key);
    return join(dir, key);
  };

  /** An unmounted disk must not look like an empty store. */
  const mounted = async (): Promise<undefined> => {
    await stat(temporary);
    return undefined;
  };

  return {
    put: async (key, bytes) => {
      const path = pathOf(key);
      return translated(async () => {
        if (await createFile(temporary, path, bytes)) return 'stored';
        const known = await readWhole(path);
        if (known === undefined || !Buffer.from(bytes).equals(known)) throw conflict(key);
        return 'already-stored';
      });
    },
    replace: async (key, bytes) => {
      const path = pathOf(key);
      await translated(async () => {
        const known = await stat(path).catch(() => undefined);
        // The owner's write bit tells a pointer from an object that was put.
        if (known && (known.mode & 0o200) === 0) throw conflict(key);
        await replaceFile(temporary, path, bytes);
      });
    },
    get: async (key) => {
      const path = pathOf(key);
      return translated(async () => (await readWhole(path)) ?? mounted());
    },
    getRange: async (key, offset, length) => {
      const path = pathOf(key);
      checkRange(offset, length);
      const bytes = await translated(
        async () => (await readRange(path, offset, length)) ?? mounted(),
      );
      if (bytes && bytes.length < length) throw tooShort(key, offset, length);
      return bytes;
    },
    list: async function* (prefix) {
      await translated(mounted);
      yield* list(dir, prefix);
    },
    close: async () => {},
  };
}
