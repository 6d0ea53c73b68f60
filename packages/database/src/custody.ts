/** What custody asks of the rows: where segments are pointed to from, and by which keys messages wait. */
import { packed, plainArray } from './arrays.ts';
import { type Queryable, type SqlValue, statement } from './database.ts';

const HAS_OBJECT = statement('SELECT 1 FROM ventanilla.segments WHERE object = $1');

/** Whether rows may point into this object. */
export async function isSegmentIndexed(database: Queryable, object: string): Promise<boolean> {
  const { rows } = await database.query(HAS_OBJECT, [object]);
  return rows.length > 0;
}

const MOVE = statement('SELECT ventanilla.move_segment($1, $2, $3, $4, $5::int[], $6::int[])');

export interface MovedEntry {
  readonly documentId: string;
  readonly offset: number;
  readonly length: number;
}

/** Points every row of one object at another that holds the same documents; no effect when none does. */
export async function moveSegment(
  database: Queryable,
  from: string,
  to: { readonly object: string; readonly sizeBytes: number },
  entries: readonly MovedEntry[],
): Promise<void> {
  const values: readonly SqlValue[] = [
    from,
    to.object,
    to.sizeBytes,
    packed(entries.map(({ documentId }) => documentId)),
    plainArray(entries.map(({ offset }) => offset)),
    plainArray(entries.map(({ length }) => length)),
  ];
  await database.query(MOVE, values);
}

const HEADERS = statement('SELECT header FROM ventanilla.waiting_headers() AS header');

/** The beginning of every message in the waiting room: enough for its header. */
export async function readWaitingHeaders(database: Queryable): Promise<readonly Uint8Array[]> {
  const { rows } = await database.query<{ header: Uint8Array }>(HEADERS);
  return rows.map(({ header }) => header);
}
