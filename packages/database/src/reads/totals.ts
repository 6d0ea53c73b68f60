/** Figures by day. */
import type { Verdict } from '@ventanilla/rules';
import { type Queryable, type Row, type Statement, statement } from '../database.ts';
import type { ReadScope } from '../reader.ts';
import type { BatchCounts, DailyTotal, TotalsCut } from './port.ts';
import { isoOf } from './rows.ts';

const CUTS = ['region', 'activity', 'format', undefined] as const;

// Counters have no policies: they hold no taxpayer, and regions are cut here.
const ofCountry = (cut: TotalsCut | undefined) => `
  SELECT day, document_class, verdict, currency, ${cut ?? 'NULL'} AS "group",
    sum(documents)::float8 AS documents, sum(total_amount)::text AS total_amount,
    sum(tax_amount)::text AS tax_amount
  FROM ventanilla.daily_totals
  WHERE day BETWEEN $1 AND $2 AND ((SELECT current_setting('app.scope', true)) = 'all'
    OR ((SELECT current_setting('app.scope', true)) = 'regions' AND region = ANY (
      (SELECT string_to_array(current_setting('app.regions', true), ','))::text[])))
  GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`;

const ofTaxpayer = (cut: TotalsCut | undefined) => `
  SELECT issue_date AS day, document_class, verdict, currency, ${cut ?? 'NULL'} AS "group",
    count(*)::float8 AS documents, sum(total_amount)::text AS total_amount,
    sum(tax_amount)::text AS tax_amount
  FROM ventanilla.invoices
  WHERE issue_date BETWEEN $1 AND $2
    AND issuer_id = (SELECT current_setting('app.taxpayer_id', true))
  GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5`;

const prepare = (sqlOf: (cut: TotalsCut | undefined) => string): ReadonlyMap<unknown, Statement> =>
  new Map(CUTS.map((cut) => [cut, statement(sqlOf(cut))]));
const COUNTRY = prepare(ofCountry);
const TAXPAYER = prepare(ofTaxpayer);

interface TotalRecord extends Row {
  readonly day: string;
  readonly document_class: string;
  readonly verdict: Verdict;
  readonly currency: string;
  readonly group: string | null;
  readonly documents: number;
  readonly total_amount: string;
  readonly tax_amount: string;
}

export async function readDailyTotals(
  queryable: Queryable,
  scope: ReadScope,
  from: string,
  to: string,
  cut: TotalsCut | undefined,
): Promise<readonly DailyTotal[]> {
  const chosen = (scope.scope === 'taxpayer' ? TAXPAYER : COUNTRY).get(cut) as Statement;
  const { rows } = await queryable.query<TotalRecord>(chosen, [from, to]);
  return rows.map((row) => ({
    day: row.day,
    documentClass: row.document_class,
    verdict: row.verdict,
    currency: row.currency,
    ...(row.group !== null && { group: row.group }),
    documents: row.documents,
    totalAmount: row.total_amount,
    taxAmount: row.tax_amount,
  }));
}

const BATCH = statement(`
  SELECT count(*) FILTER (WHERE verdict = 'accepted')::int AS accepted,
    count(*) FILTER (WHERE verdict = 'accepted-with-observations')::int AS observed,
    count(*) FILTER (WHERE verdict = 'rejected')::int AS rejected,
    (SELECT count(*)::int FROM ventanilla.waiting WHERE batch_id = $1) AS waiting,
    max(registered_at) AS last
  FROM ventanilla.documents
  WHERE batch_id = $1 AND log_index < (SELECT size FROM ventanilla.log_head)`);

interface BatchRecord extends Row {
  readonly accepted: number;
  readonly observed: number;
  readonly rejected: number;
  readonly waiting: number;
  readonly last: Date | null;
}

export async function readBatch(
  queryable: Queryable,
  batchId: string,
): Promise<BatchCounts | undefined> {
  const { rows } = await queryable.query<BatchRecord>(BATCH, [batchId]);
  const [row] = rows;
  if (!row || row.accepted + row.observed + row.rejected + row.waiting === 0) return undefined;
  return {
    accepted: row.accepted,
    acceptedWithObservations: row.observed,
    rejected: row.rejected,
    waiting: row.waiting,
    lastRegisteredAt: row.last && isoOf(row.last),
  };
}
