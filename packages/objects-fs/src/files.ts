/** Durable file writes: nothing is visible before it is whole, nothing visible is lost by a power cut. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, link, mkdir, open, rename, rm, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { OperationalError } from '@ventanilla/errors';

const errno = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
export const isMissing = (error: unknown): boolean =>
  errno(error) === 'ENOENT' || errno(error) === 'ENOTDIR';

const isErrno = (error: unknown): error is NodeJS.ErrnoException =>
  typeof (error as NodeJS.ErrnoException | undefined)?.errno === 'number';

/** A file system that fails (full, read-only, unmounted) is mended by the operator: worth waiting for. */
export async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isErrno(error)) throw error;
    const message = `The object folder failed: ${error.code}`;
    throw new OperationalError('object-store-unavailable', message, {
      retryable: true,
      cause: error,
    });
  }
}

async function withFile<T>(
  path: string,
  flags: string,
  mode: number,
  work: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  const handle = await open(path, flags, mode);
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

export const syncFolder = (path: string): Promise<void> =>
  withFile(path, 'r', 0, (handle) => handle.sync());

async function writeTemporary(
  folder: string,
  content: Uint8Array | AsyncIterable<Uint8Array>,
  mode: number,
): Promise<string> {
  const path = join(folder, randomUUID());
  try {
    await withFile(path, 'wx', mode, async (handle) => {
      await handle.writeFile(content);
      await handle.datasync();
    });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return path;
}

/** Makes the folder of `path` and every one above it that is missing, durably. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(dirname(path), { recursive: true, mode: 0o750 });
  if (first === undefined) return;
  for (let folder = dirname(path); folder.length >= first.length; folder = dirname(folder)) {
    await syncFolder(dirname(folder));
  }
}

/** Places a temporary file, making its folder only when it turns out to be missing. */
async function place(path: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (errno(error) !== 'ENOENT') throw error;
    await makeFolder(path);
    await act();
  }
}

/** Writes a read-only file where none is; false when one is there, which stays as it was. */
export async function createFile(
  temporaryFolder: string,
  path: string,
  content: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<boolean> {
  const temporary = await writeTemporary(temporaryFolder, content, 0o440);
  try {
    await place(path, () => link(temporary, path));
    return true;
  } catch (error) {
    if (errno(error) !== 'EEXIST') throw error;
    return false;
  } finally {
    await unlink(temporary);
    // Also when it was there: its writer may have died before this.
    await syncFolder(dirname(path));
  }
}

/** Writes a file in the place of whatever is there. */
export async function replaceFile(
  temporaryFolder: string,
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  const temporary = await writeTemporary(temporaryFolder, bytes, 0o640);
  await place(path, () => rename(temporary, path));
  await syncFolder(dirname(path));
}

/** `length` bytes at `offset`, fewer when the file ends before; undefined when there is no file. */
export async function readRange(
  path: string,
  offset: number,
  length: number,
): Promise<Uint8Array | undefined> {
  try {
    return await withFile(path, 'r', 0, async (handle) => {
      const buffer = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    });
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
