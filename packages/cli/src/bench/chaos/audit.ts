/** The ledger of documents held against what the platform says about each. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Api, DocumentStatus } from '../../client/api.ts';
import { checkReceipt } from '../../client/receipt-check.ts';
import { settle } from '../../demo/hand-in.ts';
import { type Evidence, gatherEvidence } from '../../demo/receipts.ts';
import { type Finding, type Mismatch, mismatchOf } from '../../demo/summary.ts';
import { sentenceOf } from '../../failure.ts';
import { logSize } from '../log-size.ts';
import type { Entry } from './documents.ts';

export interface DocumentFindings {
  readonly documents: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly receiptsVerified: number;
  readonly mismatches: readonly Mismatch[];
}

const DRAIN_PATIENCE_MS = 60_000;
const LOOKUP_MAX = 1_000;

type Settled = ReadonlyMap<string, DocumentStatus>;

/** Everything that was not refused. */
const takenOf = (entries: readonly Entry[]): readonly string[] =>
  entries.filter((it) => it.refusal === undefined).map((it) => it.documentId);

/** Resolves when each has its outcome, or no more outcomes come. */
export async function untilSettled(
  entries: readonly Entry[],
  api: Api,
  log: (line: string) => void,
): Promise<Settled> {
  const ids = takenOf(entries);
  try {
    return await settle(ids, { api, patienceMs: DRAIN_PATIENCE_MS, onSettled: () => {} });
  } catch (error) {
    log(sentenceOf(error));
    return lookedUp(ids, api);
  }
}

/** What is settled now, when not everything is. */
async function lookedUp(ids: readonly string[], api: Api): Promise<Settled> {
  const settled = new Map<string, DocumentStatus>();
  for (let from = 0; from < ids.length; from += LOOKUP_MAX) {
    for (const status of await api.lookup(ids.slice(from, from + LOOKUP_MAX))) {
      if (status.registeredAt !== undefined) settled.set(status.documentId, status);
    }
  }
  return settled;
}

function findingOf(entry: Entry, status: string | undefined, evidence?: Evidence): Finding {
  return {
    name: entry.sample.name,
    expect: entry.sample.expect,
    documentId: entry.documentId,
    ackMs: 0,
    codes: evidence?.codes ?? [],
    observations: evidence?.observations ?? [],
    receipt: evidence?.receipt ?? 'none',
    ...(entry.refusal !== undefined && { refusal: entry.refusal }),
    ...(status !== undefined && { verdict: status }),
  };
}

/** `logBefore`: how many outcomes the log held before the first of these documents. */
export async function auditDocuments(
  entries: readonly Entry[],
  settled: Settled,
  logBefore: number,
  api: Api,
): Promise<DocumentFindings> {
  const keys = await api.json('/.well-known/ventanilla/keys.json');
  const evidence = await gatherEvidence(
    settled,
    api,
    (receipt, { documentId }) => {
      const found = checkReceipt(receipt, keys, { documentId });
      return found.verified ? 'verified' : found.reason;
    },
    () => {},
  );
  const findings = entries.map((it) =>
    findingOf(it, settled.get(it.documentId)?.status, evidence.get(it.documentId)),
  );
  return {
    documents: entries.length,
    lost: takenOf(entries).length - settled.size,
    duplicated: await countDuplicates(takenOf(entries), logBefore, api),
    receiptsVerified: findings.filter((it) => it.receipt === 'verified').length,
    mismatches: findings.flatMap((it) => mismatchOf(it) ?? []),
  };
}

const ACCOUNT_TRIES = 20;
const ACCOUNT_EVERY_MS = 1_500;

/**
 * Outcomes too many. An accepted document has one attempt for ever; a rejected one is judged again each
 * time it is sent, and a copy sent meanwhile may be judged after its first outcome was seen: the log and
 * the attempts are held against each other until they agree, or stay apart.
 */
async function countDuplicates(
  ids: readonly string[],
  logBefore: number,
  api: Api,
): Promise<number> {
  let apart = 0;
  for (let attempt = 0; attempt < ACCOUNT_TRIES; attempt += 1) {
    if (attempt > 0) await delay(ACCOUNT_EVERY_MS);
    const settled = [...(await lookedUp(ids, api)).values()];
    const attempts = settled.reduce((sum, it) => sum + (it.attempt ?? 1), 0);
    const repeated = settled
      .filter((it) => it.status !== 'rejected')
      .reduce((sum, it) => sum + (it.attempt ?? 1) - 1, 0);
    apart = Math.max(repeated, Math.abs((await logSize(api)) - logBefore - attempts));
    if (apart === 0) break;
  }
  return apart;
}
