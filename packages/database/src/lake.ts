/** Outcomes in the order of the log, with what is searched of them: what the lake is written from. */
import { type Queryable, statement } from './database.ts';

// Backwards: the last append before an instant is near the end, and the key is the order of time.
const END_BEFORE = statement(`
  SELECT least((SELECT size FROM ventanilla.log_head),
    coalesce((SELECT first_index + leaf_count FROM ventanilla.log_appends
      WHERE registered_at < $1::timestamptz ORDER BY first_index DESC LIMIT 1), 0))::bigint AS "end"`);

/** The end of what was registered before an instant, as far as its tree head is published. */
export async function logEndBefore(database: Queryable, instant: Date): Promise<number> {
  const { rows } = await database.query<{ end: number | null }>(END_BEFORE, [instant]);
  return rows[0]?.end ?? 0;
}

// Earlier attempts are of the same bytes as the latest: they say the same, but for the verdict.
const ROWS = statement(`
  WITH outcome AS (
    SELECT log_index, document_id, attempt, verdict, received_at, registered_at
    FROM ventanilla.documents WHERE log_index >= $1 AND log_index < $2
    UNION ALL
    SELECT log_index, document_id, attempt, verdict, received_at, registered_at
    FROM ventanilla.attempts WHERE log_index >= $1 AND log_index < $2)
  SELECT o.log_index, encode(o.document_id, 'hex') AS document_id, o.attempt, o.verdict::text,
    i.document_class::text, d.format, d.document_type, d.business_key, d.issuer_id, i.issuer_name,
    d.buyer_id, i.buyer_name, i.series, i.number, d.issue_date, i.currency,
    i.total_amount::text, i.tax_amount::text, i.activity, d.region, i.issuer_size,
    (extract(epoch FROM o.received_at) * 1000)::bigint AS received_at,
    (extract(epoch FROM o.registered_at) * 1000)::bigint AS registered_at
  FROM outcome o
  JOIN ventanilla.documents d USING (document_id)
  LEFT JOIN ventanilla.invoices i ON i.document_id = o.document_id AND i.issue_date = d.issue_date
  ORDER BY o.log_index`);

/** One row a log entry from `first` up to, not including, `end`; instants are milliseconds. */
export const lakeRows = async <R>(
  database: Queryable,
  { first, end }: { readonly first: number; readonly end: number },
): Promise<readonly R[]> => (await database.query<R>(ROWS, [first, end])).rows;
