/**
 * Holds requests until their document settles: one poller for all of them, which asks the store only
 * while somebody waits.
 *
 *   idle ──first waiter──► polling ──last waiter answered or gone──► idle
 */
import type { Reads, SettledRow } from '@ventanilla/database/reads';
import { answers } from './core/status.ts';

export interface Waiting {
  /**
   * True once an outcome that answers the submission is settled; false at the time limit, when
   * `signal` aborts, or at once when too many wait. Never rejects.
   */
  readonly settled: (
    documentId: string,
    options: {
      readonly submissionId?: string | undefined;
      readonly timeoutMs: number;
      readonly signal: AbortSignal;
    },
  ) => Promise<boolean>;
  /** How many requests are held. */
  readonly size: () => number;
  /** Answers everyone `false` and stops. */
  readonly close: () => void;
}

export interface WaitingOptions {
  readonly reads: Pick<Reads, 'settled'>;
  readonly intervalMs: number;
  /** Requests held at once; beyond it a request is answered without waiting. */
  readonly waitersMax: number;
  readonly onError: (error: unknown) => void;
}

interface Waiter {
  readonly documentId: string;
  readonly submissionId: string | undefined;
  readonly answer: (settled: boolean) => void;
}

/** A store that fails is asked this much later. */
const RETRY_DELAY_MS = 500;
/** Ids a question: keeps one statement's plan and message small. */
const IDS_MAX = 5_000;

export function createWaiting(options: WaitingOptions): Waiting {
  const waiters = new Set<Waiter>();
  let timer: NodeJS.Timeout | undefined;
  let polling = false;

  const answerFrom = (rows: readonly SettledRow[]) => {
    const settled = new Map(rows.map((row) => [row.documentId, row]));
    for (const waiter of waiters) {
      const row = settled.get(waiter.documentId);
      if (row && answers(row, waiter.submissionId)) waiter.answer(true);
    }
  };

  const poll = async () => {
    timer = undefined;
    polling = true;
    let delayMs = options.intervalMs;
    try {
      const ids = [...new Set([...waiters].map(({ documentId }) => documentId))];
      for (let at = 0; at < ids.length; at += IDS_MAX) {
        answerFrom(await options.reads.settled(ids.slice(at, at + IDS_MAX)));
      }
    } catch (error) {
      options.onError(error);
      delayMs = RETRY_DELAY_MS;
    }
    polling = false;
    if (waiters.size > 0) timer = setTimeout(poll, delayMs);
  };

  return {
    settled: (documentId, { submissionId, timeoutMs, signal }) =>
      new Promise((resolve) => {
        if (signal.aborted || waiters.size >= options.waitersMax) return resolve(false);
        const answer = (settled: boolean) => {
          clearTimeout(limit);
          signal.removeEventListener('abort', giveUp);
          waiters.delete(waiter);
          resolve(settled);
        };
        const giveUp = () => answer(false);
        const waiter: Waiter = { documentId, submissionId, answer };
        const limit = setTimeout(giveUp, timeoutMs);
        signal.addEventListener('abort', giveUp, { once: true });
        waiters.add(waiter);
        if (timer === undefined && !polling) timer = setTimeout(poll, options.intervalMs);
      }),
    size: () => waiters.size,
    close: () => {
      clearTimeout(timer);
      timer = undefined;
      for (const waiter of waiters) waiter.answer(false);
    },
  };
}
