/** Figures and progress, kept up with the outcomes in the same transaction. */
import type { Verdict } from '@ventanilla/rules';
import { plainArray, textArray } from '../arrays.ts';
import { statement, type Transaction } from '../database.ts';

/** What to add to one line of the daily totals. Amounts are decimal text. */
export interface DailyTotal {
  readonly day: string;
  readonly region: string;
  readonly activity: string;
  readonly documentClass: string;
  readonly format: string;
  readonly verdict: Verdict;
  readonly currency: string;
  readonly documents: number;
  readonly totalAmount: string;
  readonly taxAmount: string;
}

const ADD_TOTALS = statement(`
  INSERT INTO ventanilla.daily_totals AS d (day, region, activity, document_class, format, verdict,
    currency, documents, total_amount, tax_amount)
  SELECT * FROM unnest($1::date[], $2::text[], $3::text[], $4::text[], $5::text[],
    $6::ventanilla.verdict[], $7::text[], $8::bigint[], $9::numeric[], $10::numeric[])
  ON CONFLICT (day, region, activity, document_class, format, verdict, currency) DO UPDATE SET
    documents = d.documents + excluded.documents,
    total_amount = d.total_amount + excluded.total_amount,
    tax_amount = d.tax_amount + excluded.tax_amount`);

/** Lines must differ in their key. */
export async function addDailyTotals(
  transaction: Transaction,
  lines: readonly DailyTotal[],
): Promise<void> {
  if (lines.length === 0) return;
  await transaction.query(ADD_TOTALS, [
    plainArray(lines.map(({ day }) => day)),
    textArray(lines.map(({ region }) => region)),
    textArray(lines.map(({ activity }) => activity)),
    textArray(lines.map(({ documentClass }) => documentClass)),
    textArray(lines.map(({ format }) => format)),
    plainArray(lines.map(({ verdict }) => verdict)),
    textArray(lines.map(({ currency }) => currency)),
    plainArray(lines.map(({ documents }) => documents)),
    plainArray(lines.map(({ totalAmount }) => totalAmount)),
    plainArray(lines.map(({ taxAmount }) => taxAmount)),
  ]);
}

export interface PartitionProgress {
  readonly topic: string;
  readonly partition: number;
  readonly lastOffset: string;
  /** Newest reception settled so far. */
  readonly receivedAt: string;
  readonly settledAt: string;
}

const SAVE_PROGRESS = statement(`
  INSERT INTO ventanilla.progress AS p (topic, partition, last_offset, received_at, settled_at)
  VALUES ($1, $2, $3, $4::timestamptz, $5::timestamptz)
  ON CONFLICT (topic, partition) DO UPDATE SET last_offset = excluded.last_offset,
    received_at = GREATEST(p.received_at, excluded.received_at), settled_at = excluded.settled_at`);

/** Says how far a partition is settled. */
export async function saveProgress(
  transaction: Transaction,
  { topic, partition, lastOffset, receivedAt, settledAt }: PartitionProgress,
): Promise<void> {
  const values = [topic, partition, lastOffset, receivedAt, settledAt];
  await transaction.query(SAVE_PROGRESS, values);
}
