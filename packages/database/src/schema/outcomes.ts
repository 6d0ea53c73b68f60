/** What happened to each document. Columns are explained in migrations/0001-ledger.sql. */
import type { Report } from '@ventanilla/rules';
import { bigint, date, integer, json, jsonb, numeric, primaryKey, text, uuid } from '../drizzle.ts';
import { bytes, documentClass, hexBytes, instant, ventanilla, verdict } from './columns.ts';

const outcomeColumns = {
  attempt: integer().notNull(),
  verdict: verdict().notNull(),
  submissionId: uuid('submission_id').notNull(),
  receivedAt: instant('received_at').notNull(),
  registeredAt: instant('registered_at').notNull(),
  logIndex: bigint('log_index', { mode: 'number' }).notNull(),
  reportHash: hexBytes('report_hash').notNull(),
  /** null when there are no faults: the report is then read from the segment. */
  report: json().$type<Report>(),
  codes: text().array(),
  submitterClient: text('submitter_client').notNull(),
  submitterTaxpayerId: text('submitter_taxpayer_id').notNull(),
  segmentId: bigint('segment_id', { mode: 'number' }).notNull(),
  segmentOffset: integer('segment_offset').notNull(),
  segmentLength: integer('segment_length').notNull(),
};

export const documents = ventanilla.table('documents', {
  documentId: hexBytes('document_id').primaryKey(),
  ...outcomeColumns,
  batchId: text('batch_id'),
  mediaType: text('media_type').notNull(),
  sizeBytes: integer('size_bytes').notNull(),
  format: text().notNull(),
  documentType: text('document_type'),
  issuerId: text('issuer_id'),
  buyerId: text('buyer_id'),
  businessKey: text('business_key'),
  issueDate: date('issue_date', { mode: 'string' }),
  region: text(),
});

/** Earlier outcomes of documents that were judged again. */
export const attempts = ventanilla.table(
  'attempts',
  {
    documentId: hexBytes('document_id').notNull(),
    ...outcomeColumns,
  },
  (table) => [primaryKey({ columns: [table.documentId, table.attempt] })],
);

/** Taxpayers that handed in the same bytes besides the latest submitter. */
export const coSubmitters = ventanilla.table(
  'co_submitters',
  {
    documentId: hexBytes('document_id').notNull(),
    taxpayerId: text('taxpayer_id').notNull(),
    clientId: text('client_id').notNull(),
    submissionId: uuid('submission_id').notNull(),
    receivedAt: instant('received_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.documentId, table.taxpayerId] })],
);

/** Every settled document that could be read, partitioned by month of issue. */
export const invoices = ventanilla.table(
  'invoices',
  {
    documentId: hexBytes('document_id').notNull(),
    issueDate: date('issue_date', { mode: 'string' }).notNull(),
    verdict: verdict().notNull(),
    documentClass: documentClass('document_class').notNull(),
    format: text().notNull(),
    documentType: text('document_type').notNull(),
    businessKey: text('business_key').notNull(),
    issuerId: text('issuer_id').notNull(),
    issuerName: text('issuer_name'),
    buyerId: text('buyer_id'),
    buyerName: text('buyer_name'),
    series: text(),
    number: text().notNull(),
    currency: text().notNull(),
    /** Decimal text. */
    totalAmount: numeric('total_amount').notNull(),
    taxAmount: numeric('tax_amount').notNull(),
    activity: text().notNull(),
    region: text().notNull(),
    issuerSize: text('issuer_size').notNull(),
    submitterTaxpayerId: text('submitter_taxpayer_id').notNull(),
    receivedAt: instant('received_at').notNull(),
    registeredAt: instant('registered_at').notNull(),
    details: jsonb(),
  },
  (table) => [primaryKey({ columns: [table.documentId, table.issueDate] })],
);

/** Documents that wait for the origin they refer to; `message` is encrypted. */
export const waiting = ventanilla.table('waiting', {
  documentId: hexBytes('document_id').primaryKey(),
  originKey: text('origin_key').notNull(),
  submissionId: uuid('submission_id').notNull(),
  receivedAt: instant('received_at').notNull(),
  waitingSince: instant('waiting_since').notNull(),
  deadline: instant('deadline').notNull(),
  submitterClient: text('submitter_client').notNull(),
  submitterTaxpayerId: text('submitter_taxpayer_id').notNull(),
  batchId: text('batch_id'),
  issuerId: text('issuer_id'),
  region: text(),
  message: bytes().notNull(),
});
