/**
 * Small facts about custody on the object store, each an immutable JSON object named by the hash of its
 * bytes: nothing is changed, a flipped bit is found, and what was said stays said.
 */
import { createHash } from 'node:crypto';
import type { ObjectStore } from '@ventanilla/objects';
import { isCheckedSound, recordDamaged, WRAPPED_SIGNING } from './checked-text.ts';

/** Everything that custody itself remembers lies under it. */
export const RECORDS = 'keys/';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Whether the object of this key is named by the hash of these bytes, or carries it. */
export const isRecordSound = (key: string, bytes: Uint8Array): boolean =>
  key.startsWith(WRAPPED_SIGNING) ? isCheckedSound(bytes) : key.endsWith(`/${sha256(bytes)}`);

/** Durable when it resolves; saying the same twice is harmless. */
export async function putRecord(
  objects: ObjectStore,
  folder: string,
  record: object,
): Promise<void> {
  const bytes = Buffer.from(`${JSON.stringify(record)}\n`);
  await objects.put(`${RECORDS}${folder}/${sha256(bytes)}`, bytes);
}

export interface FoundRecord {
  readonly key: string;
  readonly record: unknown;
}

type ReadableStore = Pick<ObjectStore, 'list' | 'get'>;

/** One record; throws OperationalError `record-damaged`. */
export async function readRecord(
  objects: Pick<ObjectStore, 'get'>,
  key: string,
): Promise<FoundRecord> {
  const bytes = (await objects.get(key)) ?? new Uint8Array();
  if (isRecordSound(key, bytes)) {
    return { key, record: JSON.parse(Buffer.from(bytes).toString('utf8')) };
  }
  throw recordDamaged(key);
}

/** Every record under a folder, one at a time, in no order. */
export async function* eachRecord(
  objects: ReadableStore,
  folder: string,
): AsyncGenerator<FoundRecord> {
  for await (const key of objects.list(`${RECORDS}${folder}/`)) yield readRecord(objects, key);
}

/** All of them at once. */
export async function readRecords(
  objects: ReadableStore,
  folder: string,
): Promise<readonly FoundRecord[]> {
  const found: FoundRecord[] = [];
  for await (const record of eachRecord(objects, folder)) found.push(record);
  return found;
}
