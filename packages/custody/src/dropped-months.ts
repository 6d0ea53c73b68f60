/** Months that left the search index with the content of all their documents. */
import type { ObjectStore } from '@ventanilla/objects';
import { putRecord, readRecords } from './records.ts';

export interface DroppedMonth {
  /** `2029_01`: the month of issue. */
  readonly month: string;
  /** ISO instant. What was registered later is in the index again. */
  readonly at: string;
}

const FOLDER = 'dropped-months';

export const recordDroppedMonth = (objects: ObjectStore, dropped: DroppedMonth): Promise<void> =>
  putRecord(objects, FOLDER, { type: 'ventanilla/dropped-month/v1', ...dropped });

/** In no order; a month may be dropped more than once. */
export async function readDroppedMonths(
  objects: Pick<ObjectStore, 'list' | 'get'>,
): Promise<readonly DroppedMonth[]> {
  const records = await readRecords(objects, FOLDER);
  return records.map(({ record }) => {
    const { month, at } = record as DroppedMonth;
    return { month, at };
  });
}
