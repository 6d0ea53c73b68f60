/**
 * Segments encrypted again under data keys of today, while the platform works.
 *
 *   new object ─ read back and compared ─ recorded as superseding ─ index moved
 *
 * The old object stays until its lock ends. A crash anywhere leaves at most an object nobody points to;
 * the next run finishes what was recorded and goes on.
 */
import { type Envelope, wrappedKeyOf } from '@ventanilla/encryption';
import type { ObjectStore } from '@ventanilla/objects';
import {
  decodeSegment,
  type Place,
  reencryptSegment,
  type SegmentPurpose,
} from '@ventanilla/segments';
import { SEGMENTS } from './archive-keys.ts';
import { readSuperseded, supersede } from './superseded.ts';

/** The rows that point into segments. */
export interface SegmentIndex {
  readonly has: (object: string) => Promise<boolean>;
  /** Points every row of one object at another, in one transaction; harmless when none does any more. */
  readonly move: (
    from: string,
    to: string,
    sizeBytes: number,
    places: readonly (Place & { readonly documentId: string })[],
  ) => Promise<void>;
}

export interface ReencryptOptions {
  readonly objects: ObjectStore;
  readonly envelopes: Readonly<Record<SegmentPurpose, Envelope>>;
  readonly index: SegmentIndex;
  /** The wrapping keys to get away from. */
  readonly from: (keyId: string) => boolean;
  readonly signal?: AbortSignal;
  /** Told of a new object before any row points to it: its legal hold is that of the old one. */
  readonly carryHold?: (from: string, to: string) => Promise<void>;
  /** Awaited after each segment, with its bytes: the place to slow down. */
  readonly onSegment?: (progress: ReencryptProgress) => void | Promise<void>;
}

export interface ReencryptProgress {
  /** Segments looked at, of all there were at the start. */
  readonly seen: number;
  readonly total: number;
  readonly reencrypted: number;
  readonly bytes: number;
}

async function collect(keys: AsyncIterable<string>): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const key of keys) all.push(key);
  return all;
}

async function moveIndex(
  { objects, index }: ReencryptOptions,
  from: string,
  to: string,
): Promise<void> {
  const bytes = await objects.get(to);
  if (bytes === undefined || !(await index.has(from))) return;
  await index.move(from, to, bytes.length, decodeSegment(bytes).entries);
}

/** Encrypts again every segment under the keys to get away from. */
export async function reencryptArchive(options: ReencryptOptions): Promise<ReencryptProgress> {
  const { objects, envelopes, signal } = options;
  const superseded = await readSuperseded(objects);
  for (const [object, by] of superseded) await moveIndex(options, object, by);
  const keys = await collect(objects.list(SEGMENTS));
  const progress = { seen: 0, total: keys.length, reencrypted: 0, bytes: 0 };
  for (const object of keys) {
    if (signal?.aborted) break;
    progress.seen += 1;
    const bytes = superseded.has(object) ? undefined : await objects.get(object);
    if (bytes !== undefined && isUnder(bytes, options.from)) {
      const envelope = envelopes[decodeSegment(bytes).purpose];
      const by = await reencryptSegment({ objects, envelope }, object, bytes);
      await options.carryHold?.(object, by);
      await supersede(objects, object, by);
      await moveIndex(options, object, by);
      progress.reencrypted += 1;
      progress.bytes += bytes.length;
    }
    await options.onSegment?.({ ...progress });
  }
  return progress;
}

function isUnder(segment: Uint8Array, from: (keyId: string) => boolean): boolean {
  const { entries, details } = decodeSegment(segment);
  const messages = entries.map(({ offset, length }) => segment.subarray(offset, offset + length));
  return [...messages, details].some((message) => from(wrappedKeyOf(message).keyId));
}
