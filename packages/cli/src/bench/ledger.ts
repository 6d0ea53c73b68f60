/** The ledger kept outside the platform, held against what the platform says. */
import { readFileSync } from 'node:fs';
import type { Api, DocumentStatus } from '../client/api.ts';
import { isSettled } from '../client/api.ts';
import { concurrently } from '../client/concurrently.ts';
import { collectDurations, rounded } from '../statistics.ts';

export interface LedgerFindings {
  readonly acknowledged: number;
  readonly settled: number;
  /** Acknowledged and without an outcome. */
  readonly lost: number;
  /** Outcomes beyond one for a document handed in once. */
  readonly duplicated: number;
  readonly byStatus: Readonly<Record<string, number>>;
  readonly outcomeP50Ms: number | null;
  readonly outcomeP99Ms: number | null;
  readonly outcomeMaxMs: number;
}

const ID_BYTES = 32;
const LOOKUP_MAX = 1_000;
const WIDTH = 2;

/** Ids of a ledger file, 32 bytes each, as the API writes them. */
export function readLedger(file: string): readonly string[] {
  const bytes = readFileSync(file);
  return Array.from({ length: bytes.length / ID_BYTES }, (_, i) =>
    bytes.toString('hex', i * ID_BYTES, (i + 1) * ID_BYTES),
  );
}

const chunksOf = (ids: readonly string[]): (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / LOOKUP_MAX) }, (_, i) =>
    ids.slice(i * LOOKUP_MAX, (i + 1) * LOOKUP_MAX),
  );

/**
 * Looks every id up. `logGrowth` is by how many entries the public log grew meanwhile: entries that no
 * document of the ledger accounts for are duplicates too.
 */
export async function auditLedger(
  ids: readonly string[],
  api: Pick<Api, 'lookup'>,
  logGrowth: number,
  onDone: (done: number) => void = () => {},
): Promise<LedgerFindings> {
  const outcomes = collectDurations();
  const byStatus: Record<string, number> = {};
  let settled = 0;
  let repeated = 0;
  let done = 0;
  const take = (document: DocumentStatus) => {
    byStatus[document.status] = (byStatus[document.status] ?? 0) + 1;
    if (!isSettled(document)) return;
    settled += 1;
    repeated += (document.attempt ?? 1) - 1;
    const { receivedAt = '', registeredAt = '' } = document;
    outcomes.add(Date.parse(registeredAt) - Date.parse(receivedAt));
  };
  await concurrently(chunksOf(ids), WIDTH, async (chunk) => {
    for (const document of await api.lookup(chunk)) take(document);
    done += chunk.length;
    onDone(done);
  });
  return {
    acknowledged: ids.length,
    settled,
    lost: ids.length - settled,
    duplicated: Math.max(repeated, logGrowth - settled),
    byStatus,
    outcomeP50Ms: rounded(outcomes.quantile(0.5)),
    outcomeP99Ms: rounded(outcomes.quantile(0.99)),
    outcomeMaxMs: Math.round(outcomes.max()),
  };
}
