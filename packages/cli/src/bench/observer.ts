/**
 * A client among the load that waits for its outcomes: what an integrator sees between handing a
 * document in and holding an outcome whose receipt can be fetched.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Api, isSettled } from '../client/api.ts';
import { collectDurations, rounded } from '../statistics.ts';
import { createSupply } from './templates.ts';

export interface Observed {
  readonly handedIn: number;
  readonly outcomeP50Ms: number | null;
  readonly outcomeP99Ms: number | null;
  readonly timeouts: number;
}

const INTERVAL_MS = 200;
const WAIT_SECONDS = 30;

/** Hands in five documents a second with `Prefer: wait` until stopped. */
export function observeOutcomes({ api, seed }: { readonly api: Api; readonly seed: string }): {
  readonly stop: () => Promise<Observed>;
} {
  const run = randomBytes(6).toString('hex').toUpperCase();
  const supply = createSupply({ run, seed, now: new Date() });
  const outcomes = collectDurations();
  const pending = new Set<Promise<void>>();
  const stopping = new AbortController();
  let handedIn = 0;
  let timeouts = 0;

  const observe = async (n: number) => {
    const { bytes, mediaType } = supply(n);
    const sentAt = performance.now();
    const answer = await api.submit(bytes, mediaType, { waitSeconds: WAIT_SECONDS });
    if (!answer.ok) return;
    handedIn += 1;
    if (isSettled({ status: '', ...answer.acknowledgement })) {
      outcomes.add(performance.now() - sentAt);
    } else {
      timeouts += 1;
    }
  };
  const loop = async () => {
    for (let n = 0; !stopping.signal.aborted; n += 1) {
      const one: Promise<void> = observe(n).finally(() => pending.delete(one));
      one.catch(() => {});
      pending.add(one);
      await delay(INTERVAL_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
    await Promise.allSettled(pending);
  };
  const looping = loop();
  return {
    stop: async () => {
      stopping.abort();
      await looping;
      return {
        handedIn,
        timeouts,
        outcomeP50Ms: rounded(outcomes.quantile(0.5)),
        outcomeP99Ms: rounded(outcomes.quantile(0.99)),
      };
    },
  };
}
