/** The audit trail as a log: which lines are hashed next, and its published head. */
import { randomUUID } from 'node:crypto';
import { invariant } from '@ventanilla/errors';
import { type AuditRecord, auditLeaf } from '@ventanilla/receipts';
import { plainArray, textArray } from './arrays.ts';
import { type Database, type Queryable, type Row, statement } from './database.ts';
import type { NewHead } from './ledger/log.ts';

export interface AuditHead {
  readonly size: number;
  readonly frontier: Buffer;
  readonly lastWrittenIn: string;
  readonly lastReadId: number;
}

interface Unlogged extends Row {
  readonly readId: number;
  readonly writtenIn: string;
  readonly leafHash: Buffer;
}

const LOCK = statement(`
  SELECT size, frontier, last_written_in::text AS "lastWrittenIn", last_read_id AS "lastReadId"
  FROM ventanilla.audit_head FOR UPDATE`);
const NEXT = statement(`
  SELECT read_id AS "readId", written_in::text AS "writtenIn", leaf_hash AS "leafHash"
  FROM ventanilla.unlogged_audit($1::xid8, $2::bigint, $3)`);
const INSERT_LEAVES = statement(`
  INSERT INTO ventanilla.audit_leaves (log_index, read_id)
  SELECT $1::bigint + n - 1, id FROM unnest($2::bigint[]) WITH ORDINALITY AS t (id, n)`);
const SET_HEAD = statement(`
  UPDATE ventanilla.audit_head SET size = $1, frontier = $2, checkpoint = $3,
    published_at = $4::timestamptz, last_written_in = $5::xid8, last_read_id = $6
  WHERE size <= $1`);

const LINES_MAX = 1_000;

/**
 * Holds the head while `publish` makes the next leaves public, then records both. Resolves with the number
 * of leaves; 0 when there is nothing to do.
 */
export const withAuditHead = (
  database: Database,
  publish: (head: AuditHead, leaves: readonly Uint8Array[]) => Promise<NewHead>,
): Promise<number> =>
  database.transaction(async (transaction) => {
    const { rows } = await transaction.query<AuditHead>(LOCK);
    const head = rows[0] as AuditHead;
    const after = [head.lastWrittenIn, head.lastReadId, LINES_MAX];
    const { rows: lines } = await transaction.query<Unlogged>(NEXT, after);
    const last = lines.at(-1);
    if (last === undefined) return 0;
    const grown = await publish(
      head,
      lines.map(({ leafHash }) => leafHash),
    );
    const ids = plainArray(lines.map(({ readId }) => readId));
    await transaction.query(INSERT_LEAVES, [head.size, ids]);
    const { size, frontier, checkpoint, publishedAt } = grown;
    const values = [size, frontier, checkpoint, publishedAt, last.writtenIn, last.readId];
    const { count } = await transaction.query(SET_HEAD, values);
    invariant(count === 1, 'The published log only grows.');
    return lines.length;
  });

const READ_CHECKPOINT = statement('SELECT checkpoint FROM ventanilla.audit_head');

/** The signed head of the audit trail's log; undefined before the first. */
export async function readAuditCheckpoint(database: Queryable): Promise<string | undefined> {
  const { rows } = await database.query<{ checkpoint: string | null }>(READ_CHECKPOINT);
  return rows[0]?.checkpoint ?? undefined;
}

const INSERT_LINE = statement(`
  INSERT INTO ventanilla.audit_reads
    (nonce, read_at, client_id, taxpayer_id, roles, action, document_id, purpose, details, leaf_hash)
  VALUES ($1::uuid, $2::timestamptz, $3, $4, $5::text[], $6, decode($7, 'hex'), $8, $9::jsonb, $10)`);

/** Appends a line, hashed, in the transaction of what it tells of. */
export async function appendAudit(
  queryable: Queryable,
  line: Omit<AuditRecord, 'nonce' | 'at'>,
): Promise<void> {
  const record = { ...line, nonce: randomUUID(), at: new Date().toISOString() };
  await queryable.query(INSERT_LINE, [
    record.nonce,
    record.at,
    record.clientId,
    record.taxpayerId,
    textArray(record.roles),
    record.action,
    record.documentId,
    record.purpose,
    JSON.stringify(record.details),
    auditLeaf(record),
  ]);
}

interface Line extends Row, Omit<AuditRecord, 'at'> {
  readonly logIndex: number;
  readonly at: Date;
}

export interface AuditLine {
  readonly logIndex: number;
  readonly record: AuditRecord;
}

const DECLARE = statement(`
  DECLARE trail NO SCROLL CURSOR FOR
  SELECT l.log_index AS "logIndex", a.nonce, a.read_at AS at, a.client_id AS "clientId",
    a.taxpayer_id AS "taxpayerId", a.roles, a.action,
    encode(a.document_id, 'hex') AS "documentId", a.purpose, a.details
  FROM ventanilla.audit_leaves l JOIN ventanilla.audit_reads a USING (read_id) ORDER BY 1`);
const FETCH = statement('FETCH 2000 FROM trail');
const COUNT_UNLOGGED = statement(`
  SELECT count(*)::int AS count FROM ventanilla.audit_reads a
  WHERE a.written_in > '0' AND a.read_at < now() - interval '1 hour'
    AND NOT EXISTS (SELECT FROM ventanilla.audit_leaves l WHERE l.read_id = a.read_id)`);

/**
 * Hands over every line that is in the log, a page at a time, in the log's order; resolves with the number
 * of lines older than an hour that are not.
 */
export const readAuditTrail = (
  database: Database,
  take: (lines: readonly AuditLine[]) => Promise<void>,
): Promise<number> =>
  database.transaction(async (transaction) => {
    await transaction.query(DECLARE);
    for (;;) {
      const { rows } = await transaction.query<Line>(FETCH);
      if (rows.length === 0) break;
      const lines = rows.map(({ logIndex, ...row }) => ({
        logIndex,
        record: { ...row, at: row.at.toISOString() },
      }));
      await take(lines);
    }
    const { rows } = await transaction.query<{ count: number }>(COUNT_UNLOGGED);
    return rows[0]?.count ?? 0;
  });
