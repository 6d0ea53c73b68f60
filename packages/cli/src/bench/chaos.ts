/**
 * Load while services and the database are killed: a ledger kept outside the platform must account for
 * every document in the end, each with the one outcome that was seeded.
 */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { generateSamples, type Sample } from '@ventanilla/samples';
import type { Api } from '../client/api.ts';
import { isPassing } from '../client/problem.ts';
import { checkReceipt } from '../client/receipt-check.ts';
import { settle } from '../demo/hand-in.ts';
import { type Evidence, gatherEvidence } from '../demo/receipts.ts';
import { type Finding, type Mismatch, mismatchOf } from '../demo/summary.ts';
import { sentenceOf } from '../failure.ts';
import type { Platform } from '../platform/platform.ts';
import { signalProcess } from '../platform/process-identity.ts';
import { createDice, type Dice } from './dice.ts';
import { logSize } from './log-size.ts';

export interface ChaosOptions {
  readonly platform: Platform;
  readonly api: Api;
  readonly kills: number;
  readonly ratePerSecond: number;
  /** Mean time between two kills. */
  readonly everyMs: number;
  readonly seed: string;
  readonly onKill: (count: number, target: string) => void;
  readonly log: (line: string) => void;
}

export interface ChaosResult {
  readonly kills: number;
  readonly killsByTarget: Readonly<Record<string, number>>;
  readonly documents: number;
  readonly posts: number;
  readonly retries: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly receiptsVerified: number;
  readonly mismatches: readonly Mismatch[];
  readonly drainSeconds: number;
}

/** One document in the ledger. */
interface Entry {
  readonly sample: Sample;
  /** Hashed here, not taken from an answer. */
  readonly documentId: string;
  acknowledged: number;
  refusal?: string;
}

const DUPLICATES = 0.05;
const FAULT_RATE = 0.1;
const CHUNK = 200;
const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 1_000;
const READY_MS = 120_000;
const DRAIN_PATIENCE_MS = 60_000;

interface Ledger {
  readonly entries: Map<string, Entry>;
  posts: number;
  retries: number;
}

/** An endless supply; names differ from chunk to chunk. Ledger faults are left out: see below. */
function* supply(seed: string): Generator<Sample> {
  for (let chunk = 0; ; chunk += 1) {
    const options = { seed: `${seed}/${chunk}`, now: new Date(), count: CHUNK };
    for (const sample of generateSamples({ ...options, faultRate: FAULT_RATE })) {
      // What depends on another document is decided by which of them settles first, and kills
      // decide that: its outcome cannot be seeded.
      if (sample.dependsOn === undefined && sample.expect.decidedBy !== 'ledger') yield sample;
    }
  }
}

/** Posts until it is acknowledged, however often the platform is gone. */
async function post(entry: Entry, api: Api, ledger: Ledger, signal: AbortSignal): Promise<void> {
  for (let pause = RETRY_FIRST_MS; !signal.aborted; pause = Math.min(RETRY_MAX_MS, pause * 2)) {
    ledger.posts += 1;
    try {
      const answer = await api.submit(entry.sample.bytes, entry.sample.mediaType);
      if (answer.ok) {
        entry.acknowledged += 1;
        return;
      }
      if (!isPassing(answer.problem)) {
        entry.refusal = answer.problem.code;
        return;
      }
    } catch {
      // Out of reach: whether it was taken is unknown, and sending it again is harmless.
    }
    ledger.retries += 1;
    await delay(pause);
  }
}

/** Sends at a steady rate until `enough`; what is under way then goes on until it is acknowledged, or `given up`. */
async function load(
  options: ChaosOptions,
  ledger: Ledger,
  dice: Dice,
  signal: AbortSignal,
  givenUp: AbortSignal,
) {
  const inFlight = new Set<Promise<void>>();
  const send = (entry: Entry) => {
    const sending: Promise<void> = post(entry, options.api, ledger, givenUp).finally(() =>
      inFlight.delete(sending),
    );
    inFlight.add(sending);
  };
  const samples = supply(options.seed);
  const startedAt = performance.now();
  for (let n = 0; !signal.aborted; n += 1) {
    const { value: sample } = samples.next();
    const documentId = createHash('sha256').update(sample.bytes).digest('hex');
    const entry: Entry = { sample, documentId, acknowledged: 0 };
    ledger.entries.set(documentId, entry);
    send(entry);
    if (dice.next() < DUPLICATES) send(entry);
    const due = startedAt + (n * 1000) / options.ratePerSecond;
    // Behind after an outage: the bound keeps the number of waiting requests small.
    while (inFlight.size > options.ratePerSecond * 2 && !signal.aborted) await delay(10);
    await delay(Math.max(0, due - performance.now()));
  }
  await Promise.all(inFlight);
}

/** Kills one process, or crashes the database one time in eight. */
function killOne({ platform }: ChaosOptions, dice: Dice): string | undefined {
  const targets = [...platform.services, undefined];
  const target = targets[Math.floor(dice.next() * targets.length)];
  if (target === undefined) {
    const how = dice.next() < 0.5 ? 'kill' : 'immediate';
    platform.database.crash(how);
    return `postgres (${how})`;
  }
  const identity = target.identity();
  if (identity === undefined) return undefined; // between two lives: nothing to kill
  signalProcess(identity, 'SIGKILL');
  return target.name;
}

async function killAtRandom(options: ChaosOptions, dice: Dice): Promise<Record<string, number>> {
  const byTarget: Record<string, number> = {};
  for (let done = 0; done < options.kills; ) {
    await delay(options.everyMs * (0.3 + 1.4 * dice.next()));
    const target = killOne(options, dice);
    if (target === undefined) continue;
    done += 1;
    byTarget[target] = (byTarget[target] ?? 0) + 1;
    options.onKill(done, target);
  }
  return byTarget;
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

/** Loads, kills, lets it recover, and audits. Throws only when the platform does not come back. */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { platform, api, log } = options;
  const dice = createDice(options.seed);
  const ledger: Ledger = { entries: new Map(), posts: 0, retries: 0 };
  const logBefore = await logSize(api);
  const enough = new AbortController();
  const givingUp = new AbortController();
  const loading = load(
    options,
    ledger,
    createDice(`${options.seed}/load`),
    enough.signal,
    givingUp.signal,
  );
  const killsByTarget = await killAtRandom(options, dice).finally(() => enough.abort());
  log('no more kills: waiting for the platform to recover');
  const recoveringAt = performance.now();
  await platform.untilReady(READY_MS).finally(() => {
    // Ready and still not acknowledged a minute later is a finding, not a reason to wait for ever.
    setTimeout(() => givingUp.abort(), READY_MS).unref();
  });
  await loading;
  const entries = [...ledger.entries.values()];
  const ids = entries.filter((it) => it.refusal === undefined).map((it) => it.documentId);
  const outcomes = await settle(ids, {
    api,
    patienceMs: DRAIN_PATIENCE_MS,
    onSettled: () => {},
  }).catch((error: unknown) => {
    log(sentenceOf(error));
    return undefined;
  });
  const drainSeconds = (performance.now() - recoveringAt) / 1000;
  const settled = outcomes ?? (await lookedUp(ids, api));
  log(`${settled.size} of ${ids.length} documents settled; proving each`);
  const keys = await api.json('/.well-known/ventanilla/keys.json');
  const evidence = await gatherEvidence(
    settled,
    api,
    (receipt, { documentId }) => {
      const found = checkReceipt(receipt, keys, documentId);
      return found.verified ? 'verified' : found.reason;
    },
    () => {},
  );
  const findings = entries.map((it) =>
    findingOf(it, settled.get(it.documentId)?.status, evidence.get(it.documentId)),
  );
  // An accepted document has one attempt for ever; a rejected one is judged again each time it is sent.
  const again = [...settled.values()].filter((it) => it.status !== 'rejected');
  const attempts = [...settled.values()].reduce((sum, it) => sum + (it.attempt ?? 1), 0);
  const repeated = again.reduce((sum, it) => sum + (it.attempt ?? 1) - 1, 0);
  const unexplained = (await logSize(api)) - logBefore - attempts;
  return {
    kills: options.kills,
    killsByTarget,
    documents: entries.length,
    posts: ledger.posts,
    retries: ledger.retries,
    lost: ids.length - settled.size,
    duplicated: Math.max(repeated, Math.abs(unexplained)),
    receiptsVerified: findings.filter((it) => it.receipt === 'verified').length,
    mismatches: findings.flatMap((it) => mismatchOf(it) ?? []),
    drainSeconds: Math.round(drainSeconds * 10) / 10,
  };
}

const LOOKUP_MAX = 1_000;

/** What is settled now, when not everything is. */
async function lookedUp(ids: readonly string[], api: Api) {
  const settled = new Map();
  for (let from = 0; from < ids.length; from += LOOKUP_MAX) {
    for (const status of await api.lookup(ids.slice(from, from + LOOKUP_MAX))) {
      if (status.registeredAt !== undefined) settled.set(status.documentId, status);
    }
  }
  return settled;
}
