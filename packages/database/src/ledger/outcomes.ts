/**
 * Writing outcomes: one statement a table and batch, columns as arrays. Every function runs in the
 * transaction that holds the log's lock.
 */
import { OperationalError } from '@ventanilla/errors';
import type { DocumentClass } from '@ventanilla/invoice';
import type { Verdict } from '@ventanilla/rules';
import { packed, plainArray, textArray, unpacked } from '../arrays.ts';
import { statement, type Transaction } from '../database.ts';

/** The latest outcome of a document. Instants and dates are ISO text. */
export interface OutcomeRow {
  readonly documentId: string;
  readonly attempt: number;
  readonly verdict: Verdict;
  readonly submissionId: string;
  readonly receivedAt: string;
  readonly registeredAt: string;
  readonly logIndex: number;
  readonly reportHash: string;
  /** JSON text; absent when the segment's report is the final one. */
  readonly reportJson?: string;
  readonly codes: readonly string[];
  readonly submitterClient: string;
  readonly submitterTaxpayerId: string;
  readonly batchId?: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly format: string;
  readonly documentType?: string;
  readonly issuerId?: string;
  readonly buyerId?: string;
  readonly businessKey?: string;
  readonly issueDate?: string;
  readonly region?: string;
  readonly segmentOffset: number;
  readonly segmentLength: number;
}

const RECORD = statement(`
  INSERT INTO ventanilla.documents (document_id, report_hash, segment_id, attempt, verdict,
    submission_id, received_at, registered_at, log_index, report, codes, submitter_client,
    submitter_taxpayer_id, batch_id, media_type, size_bytes, format, document_type, issuer_id,
    buyer_id, business_key, issue_date, region, segment_offset, segment_length)
  SELECT substr($1::bytea, 32 * (n::int - 1) + 1, 32), substr($2::bytea, 32 * (n::int - 1) + 1, 32),
    $3, attempt, verdict, submission, received, registered, log_index, report::json,
    string_to_array(codes, ' '), client, taxpayer, batch, media, size, format, type, issuer, buyer,
    business_key, issued, region, segment_offset, segment_length
  FROM unnest($4::int[], $5::ventanilla.verdict[], $6::uuid[], $7::timestamptz[],
      $8::timestamptz[], $9::bigint[], $10::text[], $11::text[], $12::text[], $13::text[],
      $14::text[], $15::text[], $16::int[], $17::text[], $18::text[], $19::text[], $20::text[],
      $21::text[], $22::date[], $23::text[], $24::int[], $25::int[])
    WITH ORDINALITY AS t (attempt, verdict, submission, received, registered, log_index, report,
      codes, client, taxpayer, batch, media, size, format, type, issuer, buyer, business_key,
      issued, region, segment_offset, segment_length, n)
  ON CONFLICT (document_id) DO UPDATE SET
    report_hash = excluded.report_hash, segment_id = excluded.segment_id,
    attempt = excluded.attempt, verdict = excluded.verdict,
    submission_id = excluded.submission_id, received_at = excluded.received_at,
    registered_at = excluded.registered_at, log_index = excluded.log_index,
    report = excluded.report, codes = excluded.codes,
    submitter_client = excluded.submitter_client,
    submitter_taxpayer_id = excluded.submitter_taxpayer_id, batch_id = excluded.batch_id,
    media_type = excluded.media_type, size_bytes = excluded.size_bytes, format = excluded.format,
    document_type = excluded.document_type, issuer_id = excluded.issuer_id,
    buyer_id = excluded.buyer_id, business_key = excluded.business_key,
    issue_date = excluded.issue_date, region = excluded.region,
    segment_offset = excluded.segment_offset, segment_length = excluded.segment_length
  WHERE documents.attempt < excluded.attempt AND documents.verdict = 'rejected'`);

/**
 * Records outcomes as the latest of their documents. An accepted one is never replaced. Throws
 * OperationalError `ledger-conflict`, retryable, when another process settled one of them meanwhile.
 */
export async function recordOutcomes(
  transaction: Transaction,
  segmentId: number,
  rows: readonly OutcomeRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const plain = (read: (row: OutcomeRow) => string | number | undefined) =>
    plainArray(rows.map(read));
  const text = (read: (row: OutcomeRow) => string | undefined) => textArray(rows.map(read));
  const { count } = await transaction.query(RECORD, [
    packed(rows.map(({ documentId }) => documentId)),
    packed(rows.map(({ reportHash }) => reportHash)),
    segmentId,
    plain(({ attempt }) => attempt),
    plain(({ verdict }) => verdict),
    plain(({ submissionId }) => submissionId),
    plain(({ receivedAt }) => receivedAt),
    plain(({ registeredAt }) => registeredAt),
    plain(({ logIndex }) => logIndex),
    text(({ reportJson }) => reportJson),
    text(({ codes }) => (codes.length === 0 ? undefined : codes.join(' '))),
    text(({ submitterClient }) => submitterClient),
    text(({ submitterTaxpayerId }) => submitterTaxpayerId),
    text(({ batchId }) => batchId),
    text(({ mediaType }) => mediaType),
    plain(({ sizeBytes }) => sizeBytes),
    text(({ format }) => format),
    text(({ documentType }) => documentType),
    text(({ issuerId }) => issuerId),
    text(({ buyerId }) => buyerId),
    text(({ businessKey }) => businessKey),
    plain(({ issueDate }) => issueDate),
    text(({ region }) => region),
    plain(({ segmentOffset }) => segmentOffset),
    plain(({ segmentLength }) => segmentLength),
  ]);
  if (count === rows.length) return;
  throw new OperationalError(
    'ledger-conflict',
    'Another process settled a document of this batch.',
    {
      retryable: true,
    },
  );
}

const KEEP_EARLIER = statement(`
  INSERT INTO ventanilla.attempts (document_id, attempt, verdict, submission_id, received_at,
    registered_at, log_index, report_hash, report, codes, submitter_client, submitter_taxpayer_id,
    segment_id, segment_offset, segment_length)
  SELECT document_id, attempt, verdict, submission_id, received_at,
    registered_at, log_index, report_hash, report, codes, submitter_client, submitter_taxpayer_id,
    segment_id, segment_offset, segment_length
  FROM ventanilla.documents WHERE document_id = ANY (${unpacked(1)})`);

/** Copies the present outcome of documents that are about to get a new one into their history. */
export async function keepEarlierOutcomes(
  transaction: Transaction,
  documentIds: readonly string[],
): Promise<void> {
  if (documentIds.length === 0) return;
  await transaction.query(KEEP_EARLIER, [packed(documentIds)]);
}

export interface CoSubmitter {
  readonly documentId: string;
  readonly taxpayerId: string;
  readonly clientId: string;
  readonly submissionId: string;
  readonly receivedAt: string;
}

const ADD_CO_SUBMITTERS = statement(`
  INSERT INTO ventanilla.co_submitters
    (document_id, taxpayer_id, client_id, submission_id, received_at)
  SELECT substr($1::bytea, 32 * (n::int - 1) + 1, 32), taxpayer, client, submission, received
  FROM unnest($2::text[], $3::text[], $4::uuid[], $5::timestamptz[])
    WITH ORDINALITY AS t (taxpayer, client, submission, received, n)
  ON CONFLICT (document_id, taxpayer_id) DO NOTHING`);

/** Lets these taxpayers read documents of which they are not the latest submitter. */
export async function addCoSubmitters(
  transaction: Transaction,
  rows: readonly CoSubmitter[],
): Promise<void> {
  if (rows.length === 0) return;
  await transaction.query(ADD_CO_SUBMITTERS, [
    packed(rows.map(({ documentId }) => documentId)),
    textArray(rows.map(({ taxpayerId }) => taxpayerId)),
    textArray(rows.map(({ clientId }) => clientId)),
    plainArray(rows.map(({ submissionId }) => submissionId)),
    plainArray(rows.map(({ receivedAt }) => receivedAt)),
  ]);
}

/** A settled document as it is searched. Amounts are decimal text. */
export interface InvoiceRow {
  readonly documentId: string;
  readonly issueDate: string;
  readonly verdict: Verdict;
  readonly documentClass: DocumentClass;
  readonly format: string;
  readonly documentType: string;
  readonly businessKey: string;
  readonly issuerId: string;
  readonly issuerName?: string;
  readonly buyerId?: string;
  readonly buyerName?: string;
  readonly series?: string;
  readonly number: string;
  readonly currency: string;
  readonly totalAmount: string;
  readonly taxAmount: string;
  readonly activity: string;
  readonly region: string;
  readonly issuerSize: string;
  readonly submitterTaxpayerId: string;
  readonly receivedAt: string;
  readonly registeredAt: string;
  /** JSON text. */
  readonly details?: string;
}

const INSERT_INVOICES = statement(`
  INSERT INTO ventanilla.invoices (document_id, issue_date, verdict, document_class, format,
    document_type, business_key, issuer_id, issuer_name, buyer_id, buyer_name, series, number,
    currency, total_amount, tax_amount, activity, region, issuer_size, submitter_taxpayer_id,
    received_at, registered_at, details)
  SELECT substr($1::bytea, 32 * (n::int - 1) + 1, 32), issued, verdict, class, format, type,
    business_key, issuer, issuer_name, buyer, buyer_name, series, number, currency, total, tax,
    activity, region, size, submitter, received, registered, details::jsonb
  FROM unnest($2::date[], $3::ventanilla.verdict[], $4::ventanilla.document_class[], $5::text[],
      $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
      $13::text[], $14::text[], $15::numeric[], $16::numeric[], $17::text[], $18::text[],
      $19::text[], $20::text[], $21::timestamptz[], $22::timestamptz[], $23::text[])
    WITH ORDINALITY AS t (issued, verdict, class, format, type, business_key, issuer, issuer_name,
      buyer, buyer_name, series, number, currency, total, tax, activity, region, size, submitter,
      received, registered, details, n)`);

/** Makes documents searchable. */
export async function insertInvoices(
  transaction: Transaction,
  rows: readonly InvoiceRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const plain = (read: (row: InvoiceRow) => string) => plainArray(rows.map(read));
  const text = (read: (row: InvoiceRow) => string | undefined) => textArray(rows.map(read));
  await transaction.query(INSERT_INVOICES, [
    packed(rows.map(({ documentId }) => documentId)),
    plain(({ issueDate }) => issueDate),
    plain(({ verdict }) => verdict),
    plain(({ documentClass }) => documentClass),
    text(({ format }) => format),
    text(({ documentType }) => documentType),
    text(({ businessKey }) => businessKey),
    text(({ issuerId }) => issuerId),
    text(({ issuerName }) => issuerName),
    text(({ buyerId }) => buyerId),
    text(({ buyerName }) => buyerName),
    text(({ series }) => series),
    text(({ number }) => number),
    text(({ currency }) => currency),
    plain(({ totalAmount }) => totalAmount),
    plain(({ taxAmount }) => taxAmount),
    text(({ activity }) => activity),
    text(({ region }) => region),
    text(({ issuerSize }) => issuerSize),
    text(({ submitterTaxpayerId }) => submitterTaxpayerId),
    plain(({ receivedAt }) => receivedAt),
    plain(({ registeredAt }) => registeredAt),
    text(({ details }) => details),
  ]);
}

const REMOVE_INVOICES = statement(`
  DELETE FROM ventanilla.invoices WHERE document_id = ANY (${unpacked(1)})
    AND issue_date = ANY ($2::date[])`);

/** Takes documents that are judged again out of the search; `issueDates` are those of their rows. */
export async function removeInvoices(
  transaction: Transaction,
  documentIds: readonly string[],
  issueDates: readonly string[],
): Promise<void> {
  if (documentIds.length === 0 || issueDates.length === 0) return;
  await transaction.query(REMOVE_INVOICES, [packed(documentIds), plainArray(issueDates)]);
}

const ENSURE_MONTH = statement('SELECT ventanilla.ensure_invoice_month($1::date)');

/** Makes the partition of the month that holds this ISO day. Not in a transaction that does more. */
export async function ensureInvoiceMonth(
  database: { readonly query: Transaction['query'] },
  day: string,
): Promise<void> {
  await database.query(ENSURE_MONTH, [day]);
}
