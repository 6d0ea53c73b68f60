/** Two ledgers compared row by row, each table in the order of its key. */
import { type Database, type Row, statement, type Transaction } from './database.ts';

interface Comparison {
  /** Text that orders the rows, the same in both. */
  readonly key: string;
  /** Left out because each database makes its own. */
  readonly without?: readonly string[];
  /** Whether rows name a segment by the short id that each database gives it. */
  readonly inSegment?: true;
}

const hex = (column: string): string => `encode(t.${column}, 'hex')`;

/** Every table that a restore rebuilds. */
const REBUILT: Readonly<Record<string, Comparison>> = {
  documents: { key: hex('document_id'), inSegment: true },
  attempts: { key: `${hex('document_id')} || ' ' || t.attempt`, inSegment: true },
  invoices: { key: hex('document_id') },
  origins: { key: 't.business_key' },
  daily_totals: {
    key: `concat_ws(' ', t.day, t.region, t.activity, t.document_class, t.format, t.verdict, t.currency)`,
  },
  segments: { key: 't.object', without: ['segment_id', 'created_at'] },
  archive_index: { key: hex('document_id'), inSegment: true },
  log_state: { key: `'1'` },
  log_appends: { key: `lpad(t.first_index::text, 16, '0')` },
  log_head: { key: `'1'`, without: ['published_at'] },
};

/** Every other table, and why archive and log do not give it back. */
const NOT_REBUILT: Readonly<Record<string, string>> = {
  co_submitters:
    'taxpayers that sent the same bytes after the outcome leave no trace in archive or log; submitters of earlier attempts are rebuilt',
  waiting:
    'documents without an outcome are in the archive as originals and are handed in again from there',
  log_entries: 'holds only what is not published yet',
  progress: 'positions belong to the stream',
  audit_reads: 'readings are no outcomes; their log holds hashes of them',
  audit_leaves: 'belongs to the readings',
  audit_head: 'belongs to the readings',
  retention: 'terms are set again by the authority: ventanilla archive retention',
  holds: 'holds are placed again by the authority: ventanilla archive hold',
  taxpayers: 'the registry is imported from its own source',
  mandates: 'the registry is imported from its own source',
  migrations: 'says what made the schema',
};

const TABLES = statement(`
  SELECT relname::text AS name FROM pg_class
  WHERE relnamespace = 'ventanilla'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
  ORDER BY relname`);

export interface Difference {
  readonly table: string;
  readonly key: string;
  /** Columns that differ; empty when one side has no such row. */
  readonly columns: readonly string[];
  readonly in: 'both' | 'first' | 'second';
}

export interface LedgerComparison {
  readonly rows: Readonly<Record<string, number>>;
  readonly differences: number;
  /** The first of them. */
  readonly examples: readonly Difference[];
  readonly notRebuilt: Readonly<Record<string, string>>;
}

const EXAMPLES_MAX = 100;
const UTC = statement("SET LOCAL TIME ZONE 'UTC'");
const FETCH = statement('FETCH 1000 FROM compared');
const CLOSE = statement('CLOSE compared');

const declare = (table: string, { key, without = [], inSegment }: Comparison) => {
  const dropped = [...without, ...(inSegment ? ['segment_id'] : [])].map((name) => ` - '${name}'`);
  const object = inSegment ? ` || jsonb_build_object('object', s.object)` : '';
  const join = inSegment ? ' JOIN ventanilla.segments s USING (segment_id)' : '';
  return statement(`
    DECLARE compared NO SCROLL CURSOR FOR
    SELECT (${key}) COLLATE "C" AS key, (to_jsonb(t)${dropped.join('')}${object})::text AS content
    FROM ventanilla.${table} t${join} ORDER BY 1`);
};

interface Compared extends Row {
  readonly key: string;
  readonly content: string;
}

async function* rowsOf(
  transaction: Transaction,
  table: string,
  comparison: Comparison,
): AsyncGenerator<Compared, undefined> {
  await transaction.query(declare(table, comparison));
  for (;;) {
    const { rows } = await transaction.query<Compared>(FETCH);
    if (rows.length === 0) break;
    yield* rows;
  }
  await transaction.query(CLOSE);
  return undefined;
}

function differingColumns(first: string, second: string): readonly string[] {
  const [one, other] = [JSON.parse(first), JSON.parse(second)];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  const differing = [...names].filter(
    (name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]),
  );
  return differing.length > 0 ? differing : ['(notation of a number)'];
}

/** That of Postgres under the collation "C"; what is there comes before what is not. */
function orderOf(one: Compared | undefined, other: Compared | undefined): number {
  if (one === undefined || other === undefined) return one === undefined ? 1 : -1;
  return Buffer.compare(Buffer.from(one.key), Buffer.from(other.key));
}

/** Walks both in step; returns how many rows the first has. */
async function compareTable(
  sides: { readonly first: Transaction; readonly second: Transaction },
  table: string,
  found: (difference: Difference) => void,
): Promise<number> {
  const comparison = REBUILT[table] as Comparison;
  const first = rowsOf(sides.first, table, comparison);
  const second = rowsOf(sides.second, table, comparison);
  const next = async (side: typeof first) => (await side.next()).value;
  let [one, other] = [await next(first), await next(second)];
  let rows = 0;
  while (one !== undefined || other !== undefined) {
    const order = orderOf(one, other);
    if (order < 0 && one) found({ table, key: one.key, columns: [], in: 'first' });
    if (order > 0 && other) found({ table, key: other.key, columns: [], in: 'second' });
    if (order === 0 && one && other && one.content !== other.content) {
      const columns = differingColumns(one.content, other.content);
      found({ table, key: one.key, columns, in: 'both' });
    }
    if (order <= 0) {
      rows += 1;
      one = await next(first);
    }
    if (order >= 0) other = await next(second);
  }
  return rows;
}

/** Compares all that a restore rebuilds, as one moment sees each database. */
export const compareLedgers = (first: Database, second: Database): Promise<LedgerComparison> =>
  first.transaction((one) =>
    second.transaction(async (other) => {
      await one.query(UTC);
      await other.query(UTC);
      const tables = (await one.query<{ name: string }>(TABLES)).rows.map(({ name }) => name);
      const examples: Difference[] = [];
      let differences = 0;
      const found = (difference: Difference) => {
        differences += 1;
        if (examples.length < EXAMPLES_MAX) examples.push(difference);
      };
      const rows: Record<string, number> = {};
      const notRebuilt: Record<string, string> = {};
      for (const table of tables) {
        if (REBUILT[table] === undefined) {
          notRebuilt[table] = NOT_REBUILT[table] ?? 'unknown to the restore';
        } else rows[table] = await compareTable({ first: one, second: other }, table, found);
      }
      return { rows, differences, examples, notRebuilt };
    }),
  );
