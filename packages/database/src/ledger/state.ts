/** What persistence must know before it decides. */
import type { DocumentClass } from '@ventanilla/invoice';
import type { Verdict } from '@ventanilla/rules';
import { packed, textArray, unpacked } from '../arrays.ts';
import { type Queryable, statement, type Transaction } from '../database.ts';

const LOCK_LOG = statement('SELECT size FROM ventanilla.log_state FOR UPDATE');

/** Makes this transaction the only writer of the ledger until it ends; returns the size of the log. */
export async function lockLog(transaction: Transaction): Promise<number> {
  const { rows } = await transaction.query<{ size: number }>(LOCK_LOG);
  return (rows[0] as { size: number }).size;
}

/** The latest outcome of a document. */
export interface KnownDocument {
  readonly documentId: string;
  readonly attempt: number;
  readonly verdict: Verdict;
  readonly submissionId: string;
  readonly receivedAt: Date;
  readonly registeredAt: Date;
  readonly logIndex: number;
  readonly codes: readonly string[] | null;
  readonly submitterClient: string;
  readonly submitterTaxpayerId: string;
  readonly issueDate: string | null;
}

const LOAD_DOCUMENTS = statement(`
  SELECT encode(document_id, 'hex') AS "documentId", attempt, verdict,
    submission_id AS "submissionId", received_at AS "receivedAt",
    registered_at AS "registeredAt", log_index AS "logIndex", codes,
    submitter_client AS "submitterClient", submitter_taxpayer_id AS "submitterTaxpayerId",
    issue_date AS "issueDate"
  FROM ventanilla.documents WHERE document_id = ANY (${unpacked(1)})`);

/**
 * Those of the documents that have an outcome. It may be read before the lock: an outcome that comes
 * in between makes `recordOutcomes` fail.
 */
export async function loadDocuments(
  database: Queryable,
  documentIds: readonly string[],
): Promise<readonly KnownDocument[]> {
  if (documentIds.length === 0) return [];
  return (await database.query<KnownDocument>(LOAD_DOCUMENTS, [packed(documentIds)])).rows;
}

/** An accepted document as later ones see it. Amounts are decimal text. */
export interface OriginRow {
  readonly businessKey: string;
  readonly documentId: string;
  readonly issuerId: string;
  readonly buyerId: string | null;
  readonly currency: string;
  readonly issueDate: string;
  readonly documentClass: DocumentClass;
  readonly totalAmount: string;
  readonly debited: string;
  readonly credited: string;
  readonly liveNotes: number;
  readonly annulledAt: Date | null;
  readonly annulledBy: string | null;
  readonly originKey: string | null;
  readonly originEffect: 'credits' | 'debits' | 'annuls' | null;
}

const LOAD_ORIGINS = statement(`
  SELECT business_key AS "businessKey", encode(document_id, 'hex') AS "documentId",
    issuer_id AS "issuerId", buyer_id AS "buyerId", currency, issue_date AS "issueDate",
    document_class AS "documentClass", total_amount AS "totalAmount", debited, credited,
    live_notes AS "liveNotes", annulled_at AS "annulledAt",
    encode(annulled_by, 'hex') AS "annulledBy", origin_key AS "originKey",
    origin_effect AS "originEffect"
  FROM ventanilla.origins WHERE business_key = ANY ($1::text[])`);

/** Accepted documents under these keys. */
export async function loadOrigins(
  database: Queryable,
  keys: readonly string[],
): Promise<readonly OriginRow[]> {
  if (keys.length === 0) return [];
  return (await database.query<OriginRow>(LOAD_ORIGINS, [textArray(keys)])).rows;
}

const SOMEONE_WAITS = statement('SELECT EXISTS (SELECT FROM ventanilla.waiting) AS waits');

/** Whether any document waits at all: mostly none does, and nothing more need be asked. */
export async function isAnyoneWaiting(database: Queryable): Promise<boolean> {
  const { rows } = await database.query<{ waits: boolean }>(SOMEONE_WAITS);
  return rows[0]?.waits === true;
}

const LOAD_WAITING = statement(`
  SELECT encode(document_id, 'hex') AS id, submission_id AS submission FROM ventanilla.waiting
  WHERE document_id = ANY (${unpacked(1)})`);

/** Those of the documents that have a place in the waiting room, with the submission that waits. */
export async function loadWaiting(
  database: Queryable,
  documentIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (documentIds.length === 0) return new Map();
  const { rows } = await database.query<{ id: string; submission: string }>(LOAD_WAITING, [
    packed(documentIds),
  ]);
  return new Map(rows.map(({ id, submission }) => [id, submission]));
}
