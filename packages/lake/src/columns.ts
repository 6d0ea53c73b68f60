/**
 * The table `invoices` of the lake: one row an outcome, which is one entry of the public log. A document
 * that was rejected and judged again has a row an attempt; an accepted outcome is final, so rows that
 * are not rejected are one a document. Imports nothing: infra reads it too.
 */

/** As Glue names types; parquet.ts says how each is written. */
export type ColumnType = 'string' | 'int' | 'bigint' | 'date' | 'timestamp' | 'decimal(38,10)';

export const COLUMNS = [
  ['log_index', 'bigint'],
  ['document_id', 'string'],
  ['attempt', 'int'],
  ['verdict', 'string'],
  ['document_class', 'string'],
  ['format', 'string'],
  ['document_type', 'string'],
  ['business_key', 'string'],
  ['issuer_id', 'string'],
  ['issuer_name', 'string'],
  ['buyer_id', 'string'],
  ['buyer_name', 'string'],
  ['series', 'string'],
  ['number', 'string'],
  ['issue_date', 'date'],
  ['currency', 'string'],
  ['total_amount', 'decimal(38,10)'],
  ['tax_amount', 'decimal(38,10)'],
  ['activity', 'string'],
  ['region', 'string'],
  ['issuer_size', 'string'],
  ['received_at', 'timestamp'],
  ['registered_at', 'timestamp'],
] as const satisfies readonly (readonly [name: string, type: ColumnType])[];

export type ColumnName = (typeof COLUMNS)[number][0];

/** Decimals of an amount: what FEL allows, the longest of the formats. */
export const AMOUNT_SCALE = 10;

export const TABLE = 'invoices';
/** Parts of a day, by issuer; changed only with the table in infra. */
export const BUCKETS = 64;
