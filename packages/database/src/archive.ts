/** The index of archived originals. */
import { packed, plainArray, textArray, unpacked } from './arrays.ts';
import { type Queryable, statement, type Transaction } from './database.ts';

/** Where something lies on the object store; the same shape as a Pointer of the segments package. */
export interface StoredPlace {
  readonly object: string;
  readonly offset: number;
  readonly length: number;
}

const LOCATE = statement(`
  SELECT object, segment_offset AS "offset", segment_length AS length
  FROM ventanilla.archive_index JOIN ventanilla.segments USING (segment_id)
  WHERE document_id = decode($1, 'hex')`);

/** Where the original of a document lies; undefined when it is not archived (yet). */
export async function locateOriginal(
  database: Queryable,
  documentId: string,
): Promise<StoredPlace | undefined> {
  const { rows } = await database.query<StoredPlace>(LOCATE, [documentId]);
  return rows[0];
}

const SEGMENT_OBJECT = statement('SELECT object FROM ventanilla.segments WHERE segment_id = $1');

/** The object of a segment that a row points to. */
export async function segmentObject(
  database: Queryable,
  segmentId: number,
): Promise<string | undefined> {
  const { rows } = await database.query<{ object: string }>(SEGMENT_OBJECT, [segmentId]);
  return rows[0]?.object;
}

const INSERT_SEGMENT = statement(`
  INSERT INTO ventanilla.segments (object, purpose, entries, size_bytes) VALUES ($1, $2, $3, $4)
  RETURNING segment_id AS id`);

export interface NewSegment {
  readonly object: string;
  readonly purpose: 'original' | 'canonical';
  readonly entries: number;
  readonly sizeBytes: number;
}

/** Names an object that is on the store already; returns its short id. */
export async function insertSegment(
  transaction: Transaction,
  { object, purpose, entries, sizeBytes }: NewSegment,
): Promise<number> {
  const values = [object, purpose, entries, sizeBytes];
  const { rows } = await transaction.query<{ id: number }>(INSERT_SEGMENT, values);
  return (rows[0] as { id: number }).id;
}

export interface ArchivedOriginal {
  readonly documentId: string;
  readonly offset: number;
  readonly length: number;
  readonly sizeBytes: number;
  readonly mediaType: string;
  readonly receivedAt: string;
  /** Told of the document before it has an outcome. */
  readonly submitterTaxpayerId: string;
}

const INDEX_ORIGINALS = statement(`
  INSERT INTO ventanilla.archive_index (document_id, segment_id, segment_offset, segment_length,
    size_bytes, media_type, received_at, submitter_taxpayer_id)
  SELECT substr($1::bytea, 32 * (n::int - 1) + 1, 32), $2, "offset", length, size, media, received,
    submitter
  FROM unnest($3::int[], $4::int[], $5::int[], $6::text[], $7::timestamptz[], $8::text[])
    WITH ORDINALITY AS t ("offset", length, size, media, received, submitter, n)
  ON CONFLICT (document_id) DO NOTHING`);

/** Indexes originals of one segment; a document that is indexed already keeps its first place. */
export async function indexOriginals(
  transaction: Transaction,
  segmentId: number,
  originals: readonly ArchivedOriginal[],
): Promise<void> {
  await transaction.query(INDEX_ORIGINALS, [
    packed(originals.map(({ documentId }) => documentId)),
    segmentId,
    plainArray(originals.map(({ offset }) => offset)),
    plainArray(originals.map(({ length }) => length)),
    plainArray(originals.map(({ sizeBytes }) => sizeBytes)),
    plainArray(originals.map(({ mediaType }) => mediaType)),
    plainArray(originals.map(({ receivedAt }) => receivedAt)),
    textArray(originals.map(({ submitterTaxpayerId }) => submitterTaxpayerId)),
  ]);
}

const KNOWN_ORIGINALS = statement(`
  SELECT encode(document_id, 'hex') AS id FROM ventanilla.archive_index
  WHERE document_id = ANY (${unpacked(1)})`);

/** Those of the documents whose original is archived. */
export async function findArchived(
  database: Queryable,
  documentIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await database.query<{ id: string }>(KNOWN_ORIGINALS, [packed(documentIds)]);
  return new Set(rows.map(({ id }) => id));
}
