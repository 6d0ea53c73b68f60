/** What has been uploaded, read part by part: one part in memory, however long the whole. */
import { createHash } from 'node:crypto';
import { errorCode, OperationalError } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import { BatchBroken } from './batch/entry.ts';
import type { UploadWish } from './core/upload.ts';

const PART_BYTES = 4 * 1_024 * 1_024;

type Objects = Pick<ObjectStore, 'getRange'>;

async function* partsOf(objects: Objects, key: string, bytes: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes; at += PART_BYTES) {
    const part = await objects.getRange(key, at, Math.min(PART_BYTES, bytes - at));
    if (part === undefined) {
      throw new OperationalError('upload-gone', `${key} is no longer there`, { retryable: true });
    }
    yield Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  }
}

const isLongerThan = async (objects: Objects, key: string, bytes: number): Promise<boolean> => {
  try {
    return (await objects.getRange(key, bytes, 1)) !== undefined;
  } catch (error) {
    if (errorCode(error) === 'object-truncated') return false;
    throw error;
  }
};

/** Whether what is there is what was announced; a store that fails throws. */
export async function checkContent(
  objects: Objects,
  key: string,
  { bytes, sha256 }: Pick<UploadWish, 'bytes' | 'sha256'>,
): Promise<'same' | 'missing' | 'differs'> {
  if ((await objects.getRange(key, 0, 0)) === undefined) return 'missing';
  const hash = createHash('sha256');
  try {
    for await (const part of partsOf(objects, key, bytes)) hash.update(part);
  } catch (error) {
    if (errorCode(error) === 'object-truncated') return 'differs';
    throw error;
  }
  const isSame = hash.digest('hex') === sha256 && !(await isLongerThan(objects, key, bytes));
  return isSame ? 'same' : 'differs';
}

export async function readWhole(objects: Objects, key: string, bytes: number): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(partsOf(objects, key, bytes)), bytes);
}

/** As the body of a batch: a store that fails interrupts it, and says nothing against what it holds. */
export async function* readContent(
  objects: Objects,
  key: string,
  bytes: number,
): AsyncGenerator<Buffer> {
  try {
    yield* partsOf(objects, key, bytes);
  } catch (error) {
    throw new BatchBroken('batch-interrupted', {}, error);
  }
}
