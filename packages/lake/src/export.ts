/**
 * Writing the lake from the ledger, each log entry exactly once.
 *
 *   plan stored (claims the entries) ─ objects stored ─ batch stored ─ next plan …
 *
 * Whoever dies in between is followed by one that reads the plan and makes the same objects again, under
 * the same names; what is there already stays as it is.
 */
import { createHash } from 'node:crypto';
import { OperationalError } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import { damaged, endOf, type LakeBatch, type LakeObject, readJson } from './batch.ts';
import { batchName, bucketOf, type LogRange, objectName, planName } from './layout.ts';
import { createParquetFile, type LakeRow, type ParquetFile, unitsOf } from './parquet.ts';

export interface Ledger {
  /** The log entries registered before an instant, of those whose tree head is published. */
  readonly endBefore: (instant: Date) => Promise<number>;
  /** One row a log entry of the range, in its order. */
  readonly rows: (range: LogRange) => Promise<readonly LakeRow[]>;
}

export interface ExportOptions {
  readonly ledger: Ledger;
  readonly store: ObjectStore;
  /** Entries registered before this instant are exported. */
  readonly before: Date;
  /** Log entries of one batch at most: what a process has to hold compressed. */
  readonly batchEntriesMax: number;
  readonly signal?: AbortSignal;
  readonly onBatch?: (batch: LakeBatch) => void;
}

/** Rows asked of the ledger at once. */
const PAGE_ENTRIES = 5_000;

/** Brings the lake up to `before`; resolves with the first entry it does not hold. */
export async function exportLake(options: ExportOptions): Promise<number> {
  const { ledger, store, before, batchEntriesMax, signal, onBatch } = options;
  const until = await ledger.endBefore(before);
  let first = await endOf(store);
  while (first < until && !signal?.aborted) {
    const range = await claim(store, { first, end: Math.min(until, first + batchEntriesMax) });
    const batch = await writeBatch(ledger, store, range);
    await putOnce(store, batchName(first), Buffer.from(JSON.stringify(batch)));
    onBatch?.(batch);
    first = range.end;
  }
  return first;
}

/** The range as planned by whoever came first to these entries. */
async function claim(store: ObjectStore, wanted: LogRange): Promise<LogRange> {
  const name = planName(wanted.first);
  await putOnce(store, name, Buffer.from(JSON.stringify(wanted)));
  const plan = await readJson<LogRange>(store, name);
  if (plan?.first === wanted.first && plan.end > plan.first) return plan;
  throw damaged(`${name} is not the plan of the entries from ${wanted.first}.`);
}

/** What is there already stays: it was made from the same entries. */
async function putOnce(store: ObjectStore, name: string, bytes: Uint8Array): Promise<boolean> {
  try {
    await store.put(name, bytes);
    return true;
  } catch (error) {
    if (error instanceof OperationalError && error.code === 'object-conflict') return false;
    throw error;
  }
}

interface Part {
  readonly day: string;
  readonly file: ParquetFile;
}

async function writeBatch(ledger: Ledger, store: ObjectStore, range: LogRange): Promise<LakeBatch> {
  const parts = new Map<string, Part>();
  let amountsLeftOut = 0;
  for (let first = range.first; first < range.end; first += PAGE_ENTRIES) {
    const page = { first, end: Math.min(range.end, first + PAGE_ENTRIES) };
    const rows = await ledger.rows(page);
    if (rows.length !== page.end - page.first) {
      throw damaged(
        `The ledger has ${rows.length} outcomes for the log entries ${page.first} to ${page.end - 1}.`,
      );
    }
    for (const row of rows) {
      amountsLeftOut += countLeftOut(row);
      partOf(parts, row, range).file.add(row);
    }
  }
  const objects: LakeObject[] = [];
  for (const [name, { day, file }] of [...parts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    objects.push(await storePart(store, name, day, file));
    parts.delete(name);
  }
  return { ...range, amountsLeftOut, objects };
}

function partOf(parts: Map<string, Part>, row: LakeRow, range: LogRange): Part {
  const day = new Date(Number(row.registered_at)).toISOString().slice(0, 10);
  const name = objectName(day, bucketOf(String(row.issuer_id ?? row.document_id)), range);
  const part = parts.get(name) ?? { day, file: createParquetFile() };
  parts.set(name, part);
  return part;
}

async function storePart(
  store: ObjectStore,
  name: string,
  day: string,
  file: ParquetFile,
): Promise<LakeObject> {
  const made = file.finish();
  // A document judged again meanwhile may be classified otherwise: then the first object written counts.
  const bytes = (await putOnce(store, name, made)) ? made : await store.get(name);
  if (bytes === undefined) throw damaged(`${name} was there and is not any more.`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name, day, rows: file.rows(), bytes: bytes.length, sha256 };
}

const countLeftOut = ({ total_amount, tax_amount }: LakeRow): number =>
  [total_amount, tax_amount].filter(
    (amount) => amount !== null && unitsOf(String(amount)) === undefined,
  ).length;
