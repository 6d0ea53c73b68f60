/** Names in the lake: all of them follow from the log entries that an object holds. */
import { createHash } from 'node:crypto';
import { BUCKETS, TABLE } from './columns.ts';

/** Entries of the log: from `first` up to, not including, `end`. */
export interface LogRange {
  readonly first: number;
  readonly end: number;
}

const DIGITS = 16;
const padded = (index: number): string => String(index).padStart(DIGITS, '0');

/** The last six bits of the first byte of the SHA-256 of the issuer, or of the document where it has none. */
export const bucketOf = (id: string): number =>
  (createHash('sha256').update(id).digest()[0] as number) % BUCKETS;

/** Where a folder of one day and bucket begins; Glue's partition projection has the same words. */
const partitionFolder = (day: string, bucket: number): string =>
  `${TABLE}/day=${day}/bucket=${bucket}/`;

export const objectName = (day: string, bucket: number, { first, end }: LogRange): string =>
  `${partitionFolder(day, bucket)}${padded(first)}-${padded(end)}.parquet`;

/** Under which the entries from `first` are claimed by whoever writes them. */
export const planName = (first: number): string => `plans/${padded(first)}.json`;

export const BATCHES = 'batches/';
/** Written last: what a batch consists of. */
export const batchName = (first: number): string => `${BATCHES}${padded(first)}.json`;
