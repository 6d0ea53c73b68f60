/** The ledger's own state: accepted keys, the log, figures and progress. */
import {
  bigint,
  boolean,
  date,
  integer,
  jsonb,
  numeric,
  primaryKey,
  text,
  uuid,
} from '../drizzle.ts';
import { bytes, documentClass, hexBytes, instant, ventanilla, verdict } from './columns.ts';

/** One object on the store. */
export const segments = ventanilla.table('segments', {
  segmentId: bigint('segment_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  object: text().notNull().unique(),
  purpose: text({ enum: ['original', 'canonical'] }).notNull(),
  entries: integer().notNull(),
  sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
  createdAt: instant('created_at').notNull().defaultNow(),
  /** Its object is removed, or about to be. */
  purgedAt: instant('purged_at'),
});

/** Where the original of a document lies. */
export const archiveIndex = ventanilla.table('archive_index', {
  documentId: hexBytes('document_id').primaryKey(),
  segmentId: bigint('segment_id', { mode: 'number' }).notNull(),
  segmentOffset: integer('segment_offset').notNull(),
  segmentLength: integer('segment_length').notNull(),
  sizeBytes: integer('size_bytes').notNull(),
  mediaType: text('media_type').notNull(),
  receivedAt: instant('received_at').notNull(),
  /** Of the first submitter; null for originals archived before it was kept. */
  submitterTaxpayerId: text('submitter_taxpayer_id'),
});

/** Accepted documents by business key, with what later documents did to them. */
export const origins = ventanilla.table('origins', {
  businessKey: text('business_key').primaryKey(),
  documentId: hexBytes('document_id').notNull(),
  issuerId: text('issuer_id').notNull(),
  buyerId: text('buyer_id'),
  currency: text().notNull(),
  issueDate: date('issue_date', { mode: 'string' }).notNull(),
  documentClass: documentClass('document_class').notNull(),
  totalAmount: numeric('total_amount').notNull(),
  debited: numeric().notNull().default('0'),
  credited: numeric().notNull().default('0'),
  liveNotes: integer('live_notes').notNull().default(0),
  annulledAt: instant('annulled_at'),
  annulledBy: hexBytes('annulled_by'),
  originKey: text('origin_key'),
  originEffect: text('origin_effect', { enum: ['credits', 'debits', 'annuls'] }),
});

/** One row: the size of the tree as committed. */
export const logState = ventanilla.table('log_state', {
  id: boolean().primaryKey().default(true),
  size: bigint({ mode: 'number' }).notNull(),
});

/** Leaf hashes as they were appended, 32 bytes each. */
export const logAppends = ventanilla.table('log_appends', {
  firstIndex: bigint('first_index', { mode: 'number' }).primaryKey(),
  leafCount: integer('leaf_count').notNull(),
  leafHashes: bytes('leaf_hashes').notNull(),
  registeredAt: instant('registered_at').notNull(),
});

/** One row: the tree head last signed and published. */
export const logHead = ventanilla.table('log_head', {
  id: boolean().primaryKey().default(true),
  size: bigint({ mode: 'number' }).notNull(),
  frontier: bytes().notNull(),
  checkpoint: text(),
  publishedAt: instant('published_at'),
});

/** Counts outcomes by the day they were registered. */
export const dailyTotals = ventanilla.table(
  'daily_totals',
  {
    day: date({ mode: 'string' }).notNull(),
    region: text().notNull(),
    activity: text().notNull(),
    documentClass: text('document_class').notNull(),
    format: text().notNull(),
    verdict: verdict().notNull(),
    currency: text().notNull(),
    documents: bigint({ mode: 'number' }).notNull(),
    totalAmount: numeric('total_amount').notNull(),
    taxAmount: numeric('tax_amount').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [
        table.day,
        table.region,
        table.activity,
        table.documentClass,
        table.format,
        table.verdict,
        table.currency,
      ],
    }),
  ],
);

/** How far each partition is settled. */
export const progress = ventanilla.table(
  'progress',
  {
    topic: text().notNull(),
    partition: integer().notNull(),
    lastOffset: text('last_offset').notNull(),
    receivedAt: instant('received_at').notNull(),
    settledAt: instant('settled_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.topic, table.partition] })],
);

/** Who read which original or ran which query. */
export const auditReads = ventanilla.table('audit_reads', {
  readId: bigint('read_id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  readAt: instant('read_at').notNull().defaultNow(),
  clientId: text('client_id').notNull(),
  taxpayerId: text('taxpayer_id'),
  roles: text().array().notNull(),
  action: text().notNull(),
  documentId: hexBytes('document_id'),
  purpose: text(),
  details: jsonb(),
  nonce: uuid().notNull(),
  leafHash: bytes('leaf_hash').notNull(),
  /** Transaction that wrote it, as decimal text: the order in which lines are hashed. */
  writtenIn: text('written_in').notNull(),
});

/** Which line of the trail is which leaf of its log. */
export const auditLeaves = ventanilla.table('audit_leaves', {
  logIndex: bigint('log_index', { mode: 'number' }).primaryKey(),
  readId: bigint('read_id', { mode: 'number' }).notNull().unique(),
});

/** The head of that log, and the last line in it. */
export const auditHead = ventanilla.table('audit_head', {
  id: boolean().primaryKey().default(true),
  size: bigint({ mode: 'number' }).notNull(),
  frontier: bytes().notNull(),
  lastWrittenIn: text('last_written_in').notNull(),
  lastReadId: bigint('last_read_id', { mode: 'number' }).notNull(),
  checkpoint: text(),
  publishedAt: instant('published_at'),
});
