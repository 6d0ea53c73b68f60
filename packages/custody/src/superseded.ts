/** Segments that were encrypted again: which object took the place of which. */
import type { ObjectStore } from '@ventanilla/objects';
import { putRecord, readRecords } from './records.ts';

interface SupersededRecord {
  readonly type: 'ventanilla/superseded-segment/v1';
  readonly object: string;
  readonly by: string;
}

const FOLDER = 'superseded';

/** Remembers that `by` holds everything that `object` holds. */
export const supersede = (objects: ObjectStore, object: string, by: string): Promise<void> => {
  const record: SupersededRecord = { type: 'ventanilla/superseded-segment/v1', object, by };
  return putRecord(objects, FOLDER, record);
};

/** Superseded objects, each with the one that took its place. */
export async function readSuperseded(
  objects: Pick<ObjectStore, 'list' | 'get'>,
): Promise<ReadonlyMap<string, string>> {
  const records = await readRecords(objects, FOLDER);
  return new Map(
    records.map(({ record }) => {
      const { object, by } = record as SupersededRecord;
      return [object, by];
    }),
  );
}
