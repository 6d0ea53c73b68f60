/** Latest outcomes, the documents that still wait for one, and who has settled. */
import type { Verdict } from '@ventanilla/rules';
import { type Queryable, type Row, statement } from '../database.ts';
import type { LogHead, OutcomeRow, PendingRow, SettledRow } from './port.ts';
import { idArray, isoOf } from './rows.ts';

const OUTCOMES = statement(`
  SELECT encode(document_id, 'hex') AS id, submission_id, attempt, verdict, received_at,
    registered_at, log_index, log_index < (SELECT size FROM ventanilla.log_head) AS covered,
    encode(report_hash, 'hex') AS report_hash, business_key, codes, format
  FROM ventanilla.documents WHERE document_id = ANY ($1::bytea[])`);

interface OutcomeRecord extends Row {
  readonly id: string;
  readonly submission_id: string;
  readonly attempt: number;
  readonly verdict: Verdict;
  readonly received_at: Date;
  readonly registered_at: Date;
  readonly log_index: number;
  readonly covered: boolean;
  readonly report_hash: string;
  readonly business_key: string | null;
  readonly codes: readonly string[] | null;
  readonly format: string;
}

export async function readOutcomes(
  queryable: Queryable,
  ids: readonly string[],
): Promise<readonly OutcomeRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await queryable.query<OutcomeRecord>(OUTCOMES, [idArray(ids)]);
  return rows.map((row) => ({
    documentId: row.id,
    submissionId: row.submission_id,
    attempt: row.attempt,
    verdict: row.verdict,
    receivedAt: isoOf(row.received_at),
    registeredAt: isoOf(row.registered_at),
    logIndex: row.log_index,
    covered: row.covered,
    reportHash: row.report_hash,
    businessKey:
      row.verdict === 'rejected' || row.business_key === null ? undefined : row.business_key,
    codes: row.codes ?? [],
    format: row.format,
  }));
}

// The archive has no policies: who else but its first submitter and staff of the whole country may
// know that a document was received is decided by its outcome, which names the region.
const PENDING = statement(`
  SELECT encode(document_id, 'hex') AS id, 'waiting' AS status, received_at, origin_key, deadline
  FROM ventanilla.waiting WHERE document_id = ANY ($1::bytea[])
  UNION ALL
  SELECT encode(document_id, 'hex'), 'received', received_at, NULL, NULL
  FROM ventanilla.archive_index WHERE document_id = ANY ($1::bytea[])
    AND ((SELECT current_setting('app.scope', true)) = 'all'
      OR ((SELECT current_setting('app.scope', true)) = 'taxpayer'
        AND submitter_taxpayer_id = (SELECT current_setting('app.taxpayer_id', true))))`);

interface PendingRecord extends Row {
  readonly id: string;
  readonly status: 'waiting' | 'received';
  readonly received_at: Date;
  readonly origin_key: string | null;
  readonly deadline: Date | null;
}

export async function readPending(
  queryable: Queryable,
  ids: readonly string[],
): Promise<readonly PendingRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await queryable.query<PendingRecord>(PENDING, [idArray(ids)]);
  const found = new Map<string, PendingRow>();
  for (const row of rows) {
    if (found.get(row.id)?.status === 'waiting') continue;
    found.set(row.id, {
      documentId: row.id,
      status: row.status,
      receivedAt: isoOf(row.received_at),
      ...(row.origin_key !== null && { waitsFor: row.origin_key }),
      ...(row.deadline !== null && { waitsUntil: isoOf(row.deadline) }),
    });
  }
  return [...found.values()];
}

const SETTLED = statement(`
  SELECT encode(document_id, 'hex') AS id, submission_id, verdict FROM ventanilla.documents
  WHERE document_id = ANY ($1::bytea[]) AND log_index < (SELECT size FROM ventanilla.log_head)`);

export async function readSettled(
  queryable: Queryable,
  ids: readonly string[],
): Promise<readonly SettledRow[]> {
  type Settled = { readonly id: string; readonly submission_id: string; readonly verdict: Verdict };
  const { rows } = await queryable.query<Settled>(SETTLED, [idArray(ids)]);
  return rows.map((row) => ({
    documentId: row.id,
    submissionId: row.submission_id,
    verdict: row.verdict,
  }));
}

const PROGRESS = statement(
  'SELECT partition, received_at FROM ventanilla.progress WHERE topic = $1 ORDER BY partition',
);

export async function readProgress(queryable: Queryable, topic: string) {
  type Progress = { readonly partition: number; readonly received_at: Date };
  const { rows } = await queryable.query<Progress>(PROGRESS, [topic]);
  return rows.map((row) => ({ partition: row.partition, receivedAt: isoOf(row.received_at) }));
}

const HEAD = statement('SELECT size, checkpoint FROM ventanilla.log_head');

export async function readHead(queryable: Queryable): Promise<LogHead | undefined> {
  type Head = { readonly size: number; readonly checkpoint: string | null };
  const { rows } = await queryable.query<Head>(HEAD);
  const [row] = rows;
  return row?.checkpoint ? { size: row.size, checkpoint: row.checkpoint } : undefined;
}
