/** Documents that wait for the origin they refer to. */
import { packed, plainArray, textArray } from '../arrays.ts';
import { type Queryable, statement, type Transaction } from '../database.ts';

export interface WaitingRow {
  readonly documentId: string;
  readonly originKey: string;
  readonly submissionId: string;
  readonly receivedAt: string;
  readonly waitingSince: string;
  readonly deadline: string;
  readonly submitterClient: string;
  readonly submitterTaxpayerId: string;
  readonly batchId?: string;
  readonly issuerId?: string;
  readonly region?: string;
  /** The whole message, encrypted. */
  readonly message: Uint8Array;
}

const INSERT = statement(`
  INSERT INTO ventanilla.waiting (document_id, message, origin_key, submission_id, received_at,
    waiting_since, deadline, submitter_client, submitter_taxpayer_id, batch_id, issuer_id, region)
  SELECT substr($1::bytea, 32 * (n::int - 1) + 1, 32), substr($2::bytea, "from", length),
    origin_key, submission, received, since, deadline, client, taxpayer, batch, issuer, region
  FROM unnest($3::int[], $4::int[], $5::text[], $6::uuid[], $7::timestamptz[], $8::timestamptz[],
      $9::timestamptz[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[])
    WITH ORDINALITY AS t ("from", length, origin_key, submission, received, since, deadline,
      client, taxpayer, batch, issuer, region, n)
  ON CONFLICT (document_id) DO UPDATE SET message = excluded.message,
    origin_key = excluded.origin_key, submission_id = excluded.submission_id,
    received_at = excluded.received_at, waiting_since = excluded.waiting_since,
    deadline = excluded.deadline, submitter_client = excluded.submitter_client,
    submitter_taxpayer_id = excluded.submitter_taxpayer_id, batch_id = excluded.batch_id,
    issuer_id = excluded.issuer_id, region = excluded.region`);

/** Takes the place of an earlier submission of the same document, whose outcome is registered. */
export async function insertWaiting(
  transaction: Transaction,
  rows: readonly WaitingRow[],
): Promise<void> {
  if (rows.length === 0) return;
  let from = 1;
  const starts = rows.map(({ message }) => {
    const start = from;
    from += message.length;
    return start;
  });
  await transaction.query(INSERT, [
    packed(rows.map(({ documentId }) => documentId)),
    Buffer.concat(rows.map(({ message }) => message)),
    plainArray(starts),
    plainArray(rows.map(({ message }) => message.length)),
    textArray(rows.map(({ originKey }) => originKey)),
    plainArray(rows.map(({ submissionId }) => submissionId)),
    plainArray(rows.map(({ receivedAt }) => receivedAt)),
    plainArray(rows.map(({ waitingSince }) => waitingSince)),
    plainArray(rows.map(({ deadline }) => deadline)),
    textArray(rows.map(({ submitterClient }) => submitterClient)),
    textArray(rows.map(({ submitterTaxpayerId }) => submitterTaxpayerId)),
    textArray(rows.map(({ batchId }) => batchId)),
    textArray(rows.map(({ issuerId }) => issuerId)),
    textArray(rows.map(({ region }) => region)),
  ]);
}

export interface EndedWait {
  readonly documentId: string;
  readonly submissionId: string;
}

const DELETE = statement(`
  DELETE FROM ventanilla.waiting w
  USING unnest($2::uuid[]) WITH ORDINALITY AS t (submission, n)
  WHERE w.document_id = substr($1::bytea, 32 * (n::int - 1) + 1, 32)
    AND w.submission_id = t.submission`);

/** Once their outcome is registered and told. A later submission of the same document stays. */
export async function deleteWaiting(
  database: Queryable,
  ended: readonly EndedWait[],
): Promise<void> {
  if (ended.length === 0) return;
  await database.query(DELETE, [
    packed(ended.map(({ documentId }) => documentId)),
    plainArray(ended.map(({ submissionId }) => submissionId)),
  ]);
}

/** A document whose wait is over, or may be. */
export interface WaitingMessage {
  readonly documentId: string;
  readonly deadline: Date;
  readonly message: Buffer;
}

const COLUMNS = `encode(document_id, 'hex') AS "documentId", deadline, message`;
const OF_ORIGINS = statement(`
  SELECT ${COLUMNS} FROM ventanilla.waiting WHERE origin_key = ANY ($1::text[])
  ORDER BY waiting_since LIMIT $2`);
const OVERDUE = statement(`
  SELECT ${COLUMNS} FROM ventanilla.waiting WHERE deadline <= $1::timestamptz
  ORDER BY deadline LIMIT $2`);
const ANSWERED = statement(`
  SELECT ${COLUMNS} FROM ventanilla.waiting w
  WHERE EXISTS (SELECT FROM ventanilla.origins o WHERE o.business_key = w.origin_key)
  ORDER BY waiting_since LIMIT $1`);

/** Those that wait for one of these keys. */
export async function findWaitingFor(
  database: Queryable,
  keys: readonly string[],
  limit: number,
): Promise<readonly WaitingMessage[]> {
  if (keys.length === 0) return [];
  return (await database.query<WaitingMessage>(OF_ORIGINS, [textArray(keys), limit])).rows;
}

/** Those whose deadline has passed. */
export const findOverdue = async (
  database: Queryable,
  now: string,
  limit: number,
): Promise<readonly WaitingMessage[]> =>
  (await database.query<WaitingMessage>(OVERDUE, [now, limit])).rows;

/** Those whose origin is there: left over when a process died in between. Reads the whole table. */
export const findAnswered = async (
  database: Queryable,
  limit: number,
): Promise<readonly WaitingMessage[]> =>
  (await database.query<WaitingMessage>(ANSWERED, [limit])).rows;
