/** Hands documents in over HTTP and waits for their outcomes. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Api, type DocumentStatus, isSettled } from '../client/api.ts';
import { concurrently } from '../client/concurrently.ts';
import { isPassing, type Problem } from '../client/problem.ts';
import { CommandFailure, EXIT } from '../failure.ts';

export interface Handed<D> {
  readonly document: D;
  readonly ackMs: number;
  readonly documentId?: string;
  /** Why reception would not take it. */
  readonly refusal?: Problem;
}

export interface HandInOptions<D> {
  readonly api: Api;
  readonly concurrency: number;
  readonly onAnswer: (handed: Handed<D>) => void;
}

const TRIES_MAX = 8;
const RETRY_FIRST_MS = 100;

/** Hands in each document once, again while the platform is only busy; `onAnswer` hears of each. */
export const handIn = <D extends { readonly bytes: Uint8Array; readonly mediaType: string }>(
  documents: Iterable<D>,
  { api, concurrency, onAnswer }: HandInOptions<D>,
): Promise<void> =>
  concurrently(documents, concurrency, async (document) => {
    for (let attempt = 1; ; attempt += 1) {
      const sentAt = performance.now();
      const submitted = await api.submit(document.bytes, document.mediaType);
      const ackMs = performance.now() - sentAt;
      if (submitted.ok) {
        onAnswer({ document, ackMs, documentId: submitted.acknowledgement.documentId });
        return;
      }
      if (!isPassing(submitted.problem) || attempt === TRIES_MAX) {
        onAnswer({ document, ackMs, refusal: submitted.problem });
        return;
      }
      const { retryAfter } = submitted.problem;
      await delay(retryAfter ? retryAfter * 1000 : RETRY_FIRST_MS * 2 ** attempt);
    }
  });

const LOOKUP_MAX = 1_000;
const POLL_FIRST_MS = 50;
const POLL_MAX_MS = 500;

export interface SettleOptions {
  readonly api: Pick<Api, 'lookup'>;
  /** How long no outcome may come at all before we give up. */
  readonly patienceMs: number;
  readonly onSettled: (settled: number) => void;
}

/** Waits until every id has its outcome; throws CommandFailure when they stop coming. */
export async function settle(
  ids: Iterable<string>,
  { api, patienceMs, onSettled }: SettleOptions,
): Promise<ReadonlyMap<string, DocumentStatus>> {
  const outcomes = new Map<string, DocumentStatus>();
  const waiting = new Set(ids);
  let newsAt = Date.now();
  let pause = POLL_FIRST_MS;
  while (waiting.size > 0) {
    const asked = [...waiting].slice(0, LOOKUP_MAX);
    let news = 0;
    for (const status of await api.lookup(asked)) {
      if (!isSettled(status)) continue;
      outcomes.set(status.documentId, status);
      if (waiting.delete(status.documentId)) news += 1;
    }
    // The silent ones go to the end, so that a thousand stuck documents do not hide the rest.
    for (const id of asked) if (waiting.delete(id)) waiting.add(id);
    if (news > 0) {
      newsAt = Date.now();
      pause = POLL_FIRST_MS;
      onSettled(outcomes.size);
    } else if (Date.now() - newsAt > patienceMs) {
      throw new CommandFailure(
        `${waiting.size} documents have no outcome after ${Math.round(patienceMs / 1000)} s without news, among them ${asked[0]}.`,
        { exitCode: EXIT.bad, hint: 'Look into the logs of the services for the reason.' },
      );
    }
    if (waiting.size > 0) await delay(pause);
    pause = Math.min(POLL_MAX_MS, pause * 1.5);
  }
  return outcomes;
}
