/** Segments whose retention is over: what was in them is on record before they go, for whoever rebuilds from the rest. */
import { errorCode } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import { decodeSegment, type SegmentPurpose } from '@ventanilla/segments';
import { putRecord, readRecords } from './records.ts';

interface PurgedRecord {
  readonly type: 'ventanilla/purged-segment/v1';
  readonly object: string;
  /** None when it was damaged. */
  readonly documents: readonly string[];
}

const FOLDER = 'purged';

/** Remembers which documents `object` holds; harmless when it is gone already. */
export async function recordPurge(objects: ObjectStore, object: string): Promise<void> {
  const bytes = await objects.get(object);
  if (bytes === undefined) return;
  const documents = documentsOf(bytes);
  const record: PurgedRecord = { type: 'ventanilla/purged-segment/v1', object, documents };
  await putRecord(objects, FOLDER, record);
}

function documentsOf(segment: Uint8Array): readonly string[] {
  try {
    return decodeSegment(segment).entries.map(({ documentId }) => documentId);
  } catch (error) {
    // What is damaged ends all the same.
    if (errorCode(error) === 'segment-damaged') return [];
    throw error;
  }
}

/** Documents whose content of this purpose was purged. */
export async function readPurged(
  objects: Pick<ObjectStore, 'list' | 'get'>,
  purpose: SegmentPurpose,
): Promise<ReadonlySet<string>> {
  const records = (await readRecords(objects, FOLDER)).map(({ record }) => record as PurgedRecord);
  const ofPurpose = records.filter(({ object }) => object.startsWith(`segments/${purpose}/`));
  return new Set(ofPurpose.flatMap(({ documents }) => documents));
}
