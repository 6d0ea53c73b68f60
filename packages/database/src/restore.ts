/**
 * Rebuilding a ledger from archive and log. What the walk over the archive finds is kept in a schema of
 * its own until the end, so that a restore that was stopped goes on where it was.
 */
import { OperationalError } from '@ventanilla/errors';
import { type ArchivedOriginal, insertSegment, type NewSegment } from './archive.ts';
import { type Database, type Queryable, statement, type Transaction } from './database.ts';
import type { NewHead } from './ledger/log.ts';

const STATE = statement(`
  SELECT to_regnamespace('ventanilla_restore') IS NOT NULL AS begun,
    (SELECT size FROM ventanilla.log_state) > 0 OR EXISTS (SELECT FROM ventanilla.archive_index)
      AS used`);
const CREATE = [
  'CREATE SCHEMA ventanilla_restore',
  `CREATE TABLE ventanilla_restore.segments (object text PRIMARY KEY, purpose text NOT NULL,
    entries integer NOT NULL, size_bytes bigint NOT NULL)`,
  `CREATE TABLE ventanilla_restore.originals (document_id bytea NOT NULL, stored_at timestamptz(3)
    NOT NULL, object text NOT NULL, segment_offset integer NOT NULL, segment_length integer NOT NULL,
    size_bytes integer NOT NULL, media_type text NOT NULL, received_at timestamptz(3) NOT NULL,
    submitter_taxpayer_id text NOT NULL)`,
  'CREATE INDEX ON ventanilla_restore.originals (document_id)',
  `CREATE TABLE ventanilla_restore.canonicals (document_id bytea NOT NULL,
    received_at timestamptz(3) NOT NULL, stored_at timestamptz(3) NOT NULL, object text NOT NULL)`,
  'CREATE INDEX ON ventanilla_restore.canonicals (document_id)',
].map(statement);

/**
 * Says whether a restore goes on. Throws OperationalError `restore-target-used` when the database holds
 * a ledger that no restore began.
 */
export async function beginRestore(database: Database): Promise<'begun' | 'goes-on'> {
  const { rows } = await database.query<{ begun: boolean; used: boolean }>(STATE);
  if (rows[0]?.begun) return 'goes-on';
  if (rows[0]?.used) {
    throw new OperationalError('restore-target-used', 'The database holds a ledger already.', {
      retryable: false,
    });
  }
  await database.transaction(async (transaction) => {
    for (const create of CREATE) await transaction.query(create);
  });
  return 'begun';
}

export interface FoundOriginal extends ArchivedOriginal {
  readonly storedAt: string;
}

export interface FoundCanonical {
  readonly documentId: string;
  readonly receivedAt: string;
  readonly storedAt: string;
}

const IS_FOUND = statement('SELECT FROM ventanilla_restore.segments WHERE object = $1');

export const isSegmentFound = async (database: Queryable, object: string): Promise<boolean> =>
  (await database.query(IS_FOUND, [object])).count > 0;

const FOUND_SEGMENT = statement(`INSERT INTO ventanilla_restore.segments VALUES ($1, $2, $3, $4)`);
const FOUND_ORIGINALS = statement(`
  INSERT INTO ventanilla_restore.originals
  SELECT decode("documentId", 'hex'), "storedAt", $1, "offset", length, "sizeBytes", "mediaType",
    "receivedAt", "submitterTaxpayerId"
  FROM jsonb_to_recordset($2::jsonb) AS t ("documentId" text, "storedAt" timestamptz, "offset" int,
    length int, "sizeBytes" int, "mediaType" text, "receivedAt" timestamptz,
    "submitterTaxpayerId" text)`);
const FOUND_CANONICALS = statement(`
  INSERT INTO ventanilla_restore.canonicals
  SELECT decode("documentId", 'hex'), "receivedAt", "storedAt", $1
  FROM jsonb_to_recordset($2::jsonb)
    AS t ("documentId" text, "receivedAt" timestamptz, "storedAt" timestamptz)`);

const foundSegment = (transaction: Transaction, segment: NewSegment) =>
  transaction.query(FOUND_SEGMENT, [
    segment.object,
    segment.purpose,
    segment.entries,
    segment.sizeBytes,
  ]);

export const noteOriginals = (
  database: Database,
  segment: NewSegment,
  found: readonly FoundOriginal[],
): Promise<void> =>
  database.transaction(async (transaction) => {
    await foundSegment(transaction, segment);
    await transaction.query(FOUND_ORIGINALS, [segment.object, JSON.stringify(found)]);
  });

export const noteCanonicals = (
  database: Database,
  segment: NewSegment,
  found: readonly FoundCanonical[],
): Promise<void> =>
  database.transaction(async (transaction) => {
    await foundSegment(transaction, segment);
    await transaction.query(FOUND_CANONICALS, [segment.object, JSON.stringify(found)]);
  });

const INDEX_SEGMENTS = statement(`
  INSERT INTO ventanilla.segments (object, purpose, entries, size_bytes)
  SELECT object, purpose, entries, size_bytes FROM ventanilla_restore.segments
  WHERE purpose = 'original' ORDER BY object ON CONFLICT (object) DO NOTHING`);
// Stored twice when archive died before its rows: the later is the one that was indexed.
const INDEX_ORIGINALS = statement(`
  INSERT INTO ventanilla.archive_index (document_id, segment_id, segment_offset, segment_length,
    size_bytes, media_type, received_at, submitter_taxpayer_id)
  SELECT DISTINCT ON (document_id) document_id, segment_id, segment_offset, segment_length,
    o.size_bytes, media_type, received_at, submitter_taxpayer_id
  FROM ventanilla_restore.originals o JOIN ventanilla.segments USING (object)
  ORDER BY document_id, stored_at DESC ON CONFLICT (document_id) DO NOTHING`);
const DROP_UNUSED = statement(`
  DELETE FROM ventanilla.segments s WHERE purpose = 'original'
    AND NOT EXISTS (SELECT FROM ventanilla.archive_index a WHERE a.segment_id = s.segment_id)`);

/** The index of archived originals, from all that were noted; returns how many. */
export const indexNotedOriginals = (database: Database): Promise<number> =>
  database.transaction(async (transaction) => {
    await transaction.query(INDEX_SEGMENTS);
    const { count } = await transaction.query(INDEX_ORIGINALS);
    await transaction.query(DROP_UNUSED);
    return count;
  });

export interface SoughtContent {
  readonly documentId: string;
  readonly receivedAt: string;
  readonly registeredAt: string;
}

const FIND_CONTENT = statement(`
  SELECT DISTINCT ON (n) n::int - 1 AS at, object, entries, size_bytes AS "sizeBytes"
  FROM ROWS FROM (jsonb_to_recordset($1::jsonb)
      AS ("documentId" text, "receivedAt" timestamptz, "registeredAt" timestamptz))
    WITH ORDINALITY AS t ("documentId", "receivedAt", "registeredAt", n)
  JOIN ventanilla_restore.canonicals c ON c.document_id = decode("documentId", 'hex')
    AND c.received_at = "receivedAt" AND c.stored_at <= "registeredAt"
  JOIN ventanilla_restore.segments USING (object)
  ORDER BY n, stored_at DESC`);

export type ContentSegment = Omit<NewSegment, 'purpose'>;

/** For each of these outcomes the segment with its content, undefined where there is none. */
export async function findContent(
  database: Queryable,
  sought: readonly SoughtContent[],
): Promise<readonly (ContentSegment | undefined)[]> {
  const { rows } = await database.query<ContentSegment & { at: number }>(FIND_CONTENT, [
    JSON.stringify(sought),
  ]);
  const found = new Map(rows.map(({ at, ...segment }) => [at, segment]));
  return sought.map((_, at) => found.get(at));
}

const SEGMENT_ID = statement('SELECT segment_id AS id FROM ventanilla.segments WHERE object = $1');

/** The short id of a segment, given to it when it has none. */
export async function ensureSegment(
  transaction: Transaction,
  segment: NewSegment,
): Promise<number> {
  const { rows } = await transaction.query<{ id: number }>(SEGMENT_ID, [segment.object]);
  return rows[0]?.id ?? insertSegment(transaction, segment);
}

const MARK_PURGED = statement(`
  UPDATE ventanilla.segments s SET purged_at = t."purgedAt"
  FROM jsonb_to_recordset($1::jsonb) AS t (object text, "purgedAt" timestamptz)
  WHERE s.object = t.object`);
const FORGET_MONTH = statement(`
  DELETE FROM ventanilla.invoices
  WHERE issue_date >= to_date($1, 'YYYY_MM') AND issue_date < to_date($1, 'YYYY_MM') + interval '1 month'
    AND registered_at <= $2::timestamptz`);

/** What purges had left of the rows: segments marked, and months without their part of the search index. */
export async function repeatPurges(
  database: Database,
  segments: readonly { readonly object: string; readonly purgedAt: string }[],
  months: readonly { readonly month: string; readonly at: string }[],
): Promise<void> {
  const marked = segments.map(({ object, purgedAt }) => ({ object, purgedAt }));
  await database.query(MARK_PURGED, [JSON.stringify(marked)]);
  for (const { month, at } of months) await database.query(FORGET_MONTH, [month, at]);
}

const UNARCHIVED = statement(`
  SELECT encode(document_id, 'hex') AS id, count(*) OVER ()::int AS count
  FROM ventanilla.documents d
  WHERE NOT EXISTS (SELECT FROM ventanilla.archive_index a WHERE a.document_id = d.document_id)
  ORDER BY log_index LIMIT 100`);

export interface Unarchived {
  readonly count: number;
  /** The first hundred of them. */
  readonly first: readonly string[];
}

/** Documents with an outcome whose original is not in the archive. */
export async function findUnarchived(database: Queryable): Promise<Unarchived> {
  const { rows } = await database.query<{ id: string; count: number }>(UNARCHIVED);
  return { count: rows[0]?.count ?? 0, first: rows.map(({ id }) => id) };
}

const PENDING = statement(`
  SELECT encode(document_id, 'hex') AS id FROM ventanilla.archive_index a
  WHERE NOT EXISTS (SELECT FROM ventanilla.documents d WHERE d.document_id = a.document_id)
  ORDER BY received_at`);
const SET_HEAD = statement(`
  UPDATE ventanilla.log_head SET size = $1, frontier = $2, checkpoint = $3,
    published_at = $4::timestamptz`);
const FORGET = ['DELETE FROM ventanilla.log_entries', 'DROP SCHEMA ventanilla_restore CASCADE'].map(
  statement,
);

/** Takes up the published head and ends the restore; returns documents archived without an outcome. */
export const endRestore = (database: Database, head: NewHead): Promise<readonly string[]> =>
  database.transaction(async (transaction) => {
    const { size, frontier, checkpoint, publishedAt } = head;
    await transaction.query(SET_HEAD, [size, frontier, checkpoint, publishedAt]);
    for (const forget of FORGET) await transaction.query(forget);
    const { rows } = await transaction.query<{ id: string }>(PENDING);
    return rows.map(({ id }) => id);
  });
