/** Documents handed in while things break: the ledger kept outside the platform, and who fills it. */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { generateSamples, type Sample } from '@ventanilla/samples';
import type { Api } from '../../client/api.ts';
import { isPassing } from '../../client/problem.ts';
import { createDice } from '../dice.ts';

/** One document in the ledger. */
export interface Entry {
  readonly sample: Sample;
  /** Hashed here, not taken from an answer. */
  readonly documentId: string;
  acknowledged: number;
  refusal?: string;
}

export interface DocumentLedger {
  readonly entries: Map<string, Entry>;
  posts: number;
  retries: number;
}

export interface LoadOptions {
  readonly api: Api;
  readonly ratePerSecond: number;
  readonly seed: string;
}

export interface Load {
  readonly ledger: DocumentLedger;
  /** No new documents; those under way go on until they are acknowledged. */
  readonly enough: () => void;
  /** Not even those any more. */
  readonly giveUp: () => void;
  /** Resolves when nothing is under way. */
  readonly done: Promise<void>;
}

const DUPLICATES = 0.05;
const FAULT_RATE = 0.1;
const CHUNK = 200;
const RETRY_FIRST_MS = 100;
const RETRY_MAX_MS = 1_000;

/** An endless supply; names differ from chunk to chunk. Ledger faults are left out: see below. */
function* supply(seed: string): Generator<Sample> {
  for (let chunk = 0; ; chunk += 1) {
    const options = { seed: `${seed}/${chunk}`, now: new Date(), count: CHUNK };
    for (const sample of generateSamples({ ...options, faultRate: FAULT_RATE })) {
      // What depends on another document is decided by which of them settles first, and faults
      // decide that: its outcome cannot be seeded.
      if (sample.dependsOn === undefined && sample.expect.decidedBy !== 'ledger') yield sample;
    }
  }
}

/** Posts until it is acknowledged, however often the platform is gone. */
async function post(entry: Entry, api: Api, ledger: DocumentLedger, signal: AbortSignal) {
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

/** Sends at a steady rate, some documents twice. */
export function startLoad({ api, ratePerSecond, seed }: LoadOptions): Load {
  const ledger: DocumentLedger = { entries: new Map(), posts: 0, retries: 0 };
  const enough = new AbortController();
  const givenUp = new AbortController();
  const dice = createDice(`${seed}/load`);
  const inFlight = new Set<Promise<void>>();
  const send = (entry: Entry) => {
    const sending: Promise<void> = post(entry, api, ledger, givenUp.signal).finally(() =>
      inFlight.delete(sending),
    );
    inFlight.add(sending);
  };
  const sendAll = async () => {
    const samples = supply(seed);
    const startedAt = performance.now();
    for (let n = 0; !enough.signal.aborted; n += 1) {
      const { value: sample } = samples.next();
      const documentId = createHash('sha256').update(sample.bytes).digest('hex');
      const entry: Entry = { sample, documentId, acknowledged: 0 };
      ledger.entries.set(documentId, entry);
      send(entry);
      if (dice.next() < DUPLICATES) send(entry);
      const due = startedAt + (n * 1000) / ratePerSecond;
      // Behind after an outage: the bound keeps the number of waiting requests small.
      while (inFlight.size > ratePerSecond * 2 && !enough.signal.aborted) await delay(10);
      await delay(Math.max(0, due - performance.now()));
    }
    await Promise.all(inFlight);
  };
  return {
    ledger,
    enough: () => enough.abort(),
    giveUp: () => givenUp.abort(),
    done: sendAll(),
  };
}
