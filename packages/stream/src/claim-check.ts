/**
 * Values too large for the stream travel by reference: the value goes into an object store under
 * `<topic>/<day>/<SHA-256>`, the record carries that name and the size. The name is the hash, so what is
 * fetched is what was put; wrapped around by `protectStream`, what is put is encrypted.
 *
 * Nothing is removed here. An object is needed as long as the stream keeps its record, so whoever runs
 * the store removes them by age, those of the dead topic excepted.
 */
import { createHash } from 'node:crypto';
import { asOutage, OperationalError } from '@ventanilla/errors';
import type { DeliveredRecord, Stream, StreamRecord } from './stream.ts';
import { translateStream, type UnreadableOptions } from './translate.ts';

/** Says that a value is the name of an object, and how many bytes that has. */
export const CLAIM_HEADER = 've-claim';

/** What is asked of an object store. */
export interface ClaimStore {
  /** Durable when it resolves; harmless for bytes that are there already. */
  readonly put: (key: string, bytes: Uint8Array) => Promise<unknown>;
  readonly get: (key: string) => Promise<Uint8Array | undefined>;
}

export interface ClaimCheckOptions extends UnreadableOptions {
  readonly store: ClaimStore;
  /** Larger values travel by reference: at most what the stream takes. */
  readonly aboveBytes: number;
  /** Larger ones are left to the stream, which refuses them (32 MiB). */
  readonly valueBytesMax?: number;
  /** Names the day. */
  readonly now: () => Date;
}

const VALUE_BYTES_MAX = 32 * 1024 * 1024;
const OBJECTS_AT_ONCE = 4;
const KEY = /^[A-Za-z0-9_=-][A-Za-z0-9._=-]*\/\d{4}-\d\d-\d\d\/([0-9a-f]{64})$/;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const failure = (code: string, message: string) =>
  new OperationalError(code, message, { retryable: false });

/** `work` on each item, a few at a time; results in order. */
async function eachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(OBJECTS_AT_ONCE, items.length) }, worker));
  return results;
}

const bytesOf = ({ headers, value }: DeliveredRecord): number => {
  const size = headers[CLAIM_HEADER];
  return size === undefined ? value.length : Number(size);
};

async function claim({ get }: ClaimStore, record: DeliveredRecord): Promise<DeliveredRecord> {
  const { [CLAIM_HEADER]: size, ...headers } = record.headers;
  if (size === undefined) return record;
  const key = new TextDecoder().decode(record.value);
  const [, hash] = KEY.exec(key) ?? [];
  if (hash === undefined) throw failure('claim-unreadable', 'The value names no object.');
  const value = await asOutage(() => get(key));
  if (value === undefined) throw failure('claim-missing', `There is no object ${key}.`);
  if (String(value.length) !== size || sha256(value) !== hash) {
    throw failure('claim-altered', `Other bytes are stored under ${key}.`);
  }
  return { ...record, headers, value };
}

/** Wraps `stream`; references that lead to nothing are set aside as dead letters, as they are. */
export function claimCheckStream(stream: Stream, options: ClaimCheckOptions): Stream {
  const { store, aboveBytes, valueBytesMax = VALUE_BYTES_MAX, now, ...unreadable } = options;

  const check = async (topic: string, record: StreamRecord): Promise<StreamRecord> => {
    const { key, headers, value } = record;
    if (value.length <= aboveBytes || value.length > valueBytesMax) return record;
    const object = `${topic}/${now().toISOString().slice(0, 10)}/${sha256(value)}`;
    await asOutage(() => store.put(object, value));
    return {
      key,
      headers: { ...headers, [CLAIM_HEADER]: String(value.length) },
      value: new TextEncoder().encode(object),
    };
  };

  return translateStream(
    stream,
    {
      write: (topic, records) => eachOf(records, (record) => check(topic, record)),
      read: (records) => eachOf(records, (record) => claim(store, record)),
      bytesOf,
    },
    unreadable,
  );
}
