import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkKey, type UploadDoor, type UploadTerms } from '@ventanilla/objects';
import { createFile, isMissing, translated } from './files.ts';

/** The one of `createFsObjects`: it sweeps what was cut off in the middle. */
const TEMPORARY = '.tmp';

/** What came is not what was said to come. */
class Differs extends Error {}

/** Passes the bytes on while they meet the terms. */
async function* heldTo(
  source: AsyncIterable<Uint8Array>,
  { sha256, bytes }: Pick<UploadTerms, 'sha256' | 'bytes'>,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > bytes) throw new Differs();
    hash.update(chunk);
    yield chunk;
  }
  if (size !== bytes || hash.digest('hex') !== sha256) throw new Differs();
}

/** The way into a folder of `createFsObjects`, for bodies of any length. */
export function createFsUploadDoor({ dir }: { readonly dir: string }): UploadDoor {
  return {
    kind: 'received',
    receive: async (key, source, terms) => {
      checkKey(key);
      try {
        return await translated(async () => {
          const temporary = join(dir, TEMPORARY);
          await mkdir(temporary, { recursive: true, mode: 0o750 });
          const isNew = await createFile(temporary, join(dir, key), heldTo(source, terms));
          return isNew ? 'stored' : 'already-stored';
        });
      } catch (error) {
        if (error instanceof Differs) return 'differs';
        throw error;
      }
    },
    sweep: (prefix, beforeMs) =>
      translated(async () => {
        const folder = join(dir, prefix);
        const names = await readdir(folder).catch((error: unknown) => {
          if (isMissing(error)) return [];
          throw error;
        });
        for (const name of names) {
          const path = join(folder, name);
          // Another process may have swept it meanwhile.
          const found = await stat(path).catch(() => undefined);
          if (found && found.mtimeMs < beforeMs) await rm(path, { recursive: true, force: true });
        }
      }),
  };
}
