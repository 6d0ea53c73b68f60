/**
 * Segments whose retention is over. Before one goes, what remains of it is recorded and then stored: with the
 * log it proves every row that the documents had.
 *
 *   marked in the rows ─ recorded ─ remains stored ─ removed
 *
 * Until it is removed a segment counts as whole; once it is, only a record with its remains tells its absence
 * from a loss.
 */
import type { ObjectStore } from '@ventanilla/objects';
import type { Place, Remains } from '@ventanilla/segments';
import { eachRecord, putRecord, readRecord } from './records.ts';
import { readSuperseded } from './superseded.ts';

interface PurgedRecord {
  readonly type: 'ventanilla/purged-segment/v2';
  readonly object: string;
  readonly sizeBytes: number;
  /** In the order of the documents. */
  readonly places: readonly Place[];
  /** ISO instant at which it was marked. */
  readonly purgedAt: string;
  /** Object with what is kept of it. */
  readonly remains: string;
}

/** A segment that is gone. */
export interface PurgedSegment {
  readonly object: string;
  readonly sizeBytes: number;
  readonly documents: number;
  readonly purgedAt: string;
  /** Where its remains lie now: they may have been encrypted again. */
  readonly remains: string;
  /** Key of the record, for the places. */
  readonly record: string;
}

const FOLDER = 'purged';
const TYPE = 'ventanilla/purged-segment/v2';

/** Durable when it resolves; run again for the same segment it leaves remains that nobody asks for. */
export async function recordPurge(
  objects: ObjectStore,
  { of, object: remains, bytes }: Remains,
  purgedAt: string,
): Promise<void> {
  const places = of.entries.map(({ offset, length }) => ({ offset, length }));
  const { object, sizeBytes } = of;
  const record: PurgedRecord = { type: TYPE, object, sizeBytes, places, purgedAt, remains };
  await putRecord(objects, FOLDER, record);
  await objects.put(remains, bytes);
}

export interface Purged {
  /** By the object that is gone. */
  readonly segments: ReadonlyMap<string, PurgedSegment>;
  /** Every object that is or was remains: rows point into none of them. */
  readonly remains: ReadonlySet<string>;
  /** Objects that are gone, and the remains on record with them. */
  readonly lost: readonly string[];
}

type ReadableStore = Pick<ObjectStore, 'list' | 'get' | 'getRange'>;

const isStored = async (objects: ReadableStore, object: string): Promise<boolean> =>
  (await objects.getRange(object, 0, 1)) !== undefined;

/** What was purged for good. A segment that is recorded and still there is not. */
export async function readPurged(objects: ReadableStore): Promise<Purged> {
  const superseded = await readSuperseded(objects);
  const segments = new Map<string, PurgedSegment>();
  const all = new Set<string>();
  const lost = new Set<string>();
  for await (const { key, record } of eachRecord(objects, FOLDER)) {
    const { type, object, sizeBytes, places, purgedAt, ...named } = record as PurgedRecord;
    if (type !== TYPE) continue;
    let { remains } = named;
    all.add(remains);
    for (let by = superseded.get(remains); by !== undefined; by = superseded.get(by)) {
      remains = by;
      all.add(remains);
    }
    if (await isStored(objects, object)) continue;
    if (await isStored(objects, remains)) {
      const documents = places.length;
      segments.set(object, { object, sizeBytes, documents, purgedAt, remains, record: key });
    } else lost.add(object);
  }
  return { segments, remains: all, lost: [...lost].filter((object) => !segments.has(object)) };
}

/** Where its documents lay, in their order: their rows still say so. */
export const readPurgedPlaces = async (
  objects: Pick<ObjectStore, 'get'>,
  { record }: PurgedSegment,
): Promise<readonly Place[]> => ((await readRecord(objects, record)).record as PurgedRecord).places;
