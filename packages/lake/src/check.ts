/** The lake against the ledger: nothing lacks, nothing is twice, nothing was changed. */
import { createHash } from 'node:crypto';
import type { ObjectStore } from '@ventanilla/objects';
import { type LakeBatch, type LakeObject, readBatches } from './batch.ts';
import { TABLE } from './columns.ts';

export interface LakeFinding {
  readonly code:
    | 'object-missing'
    | 'object-altered'
    | 'object-unknown'
    | 'rows-differ'
    | 'past-log';
  readonly where: string;
}

export interface LakeCheck {
  readonly batches: number;
  readonly objects: number;
  readonly rows: number;
  readonly bytes: number;
  /** Log entries in the lake, and those published that are not in it yet. */
  readonly entries: number;
  readonly missing: number;
  readonly findings: readonly LakeFinding[];
}

/** `logSize`: entries whose tree head is published. */
export async function checkLake(store: ObjectStore, logSize: number): Promise<LakeCheck> {
  const findings: LakeFinding[] = [];
  const known = new Set<string>();
  const sum = { batches: 0, rows: 0, bytes: 0, entries: 0 };
  for await (const batch of readBatches(store)) {
    sum.batches += 1;
    sum.entries = batch.end;
    for (const object of batch.objects) {
      known.add(object.name);
      sum.rows += object.rows;
      sum.bytes += object.bytes;
      findings.push(...(await checkObject(store, object)));
    }
    if (rowsOf(batch) !== batch.end - batch.first) {
      findings.push({ code: 'rows-differ', where: `log entries from ${batch.first}` });
    }
  }
  if (sum.entries > logSize) findings.push({ code: 'past-log', where: `entry ${logSize}` });
  // Those of a batch that is being written lie beyond the last complete one.
  for await (const name of store.list(`${TABLE}/`)) {
    if (!known.has(name) && firstEntryOf(name) < sum.entries) {
      findings.push({ code: 'object-unknown', where: name });
    }
  }
  const missing = Math.max(0, logSize - sum.entries);
  return { ...sum, objects: known.size, missing, findings };
}

const rowsOf = ({ objects }: LakeBatch): number => objects.reduce((sum, { rows }) => sum + rows, 0);

const firstEntryOf = (name: string): number => Number(/(\d+)-\d+\.parquet$/.exec(name)?.[1] ?? 0);

async function checkObject(store: ObjectStore, object: LakeObject): Promise<LakeFinding[]> {
  const bytes = await store.get(object.name);
  if (bytes === undefined) return [{ code: 'object-missing', where: object.name }];
  const same = createHash('sha256').update(bytes).digest('hex') === object.sha256;
  return same ? [] : [{ code: 'object-altered', where: object.name }];
}
