/** Dead letters, read to the end of their topic and handed back. */
import { createHash } from 'node:crypto';
import { TOPICS } from '@ventanilla/messages';
import {
  appendAll,
  type Batch,
  DEAD_HEADERS,
  type DeliveredRecord,
  type Stream,
  type StreamRecord,
} from '@ventanilla/stream';

export interface DeadLetter {
  readonly documentId: string;
  readonly topic: string;
  readonly reason: string;
  readonly group: string;
  readonly appendedAt: string;
}

/** Which letters are meant; what is left out means all. */
export interface LetterFilter {
  readonly documentId?: string;
  readonly topic?: string;
  readonly reason?: string;
  readonly group?: string;
  /** ISO instants between which the stream took the original record: from, inclusive, to, exclusive. */
  readonly since?: string;
  readonly until?: string;
}

export interface ReadOptions {
  readonly stream: Stream;
  readonly group: string;
  readonly isWanted: (letter: DeadLetter) => boolean;
  /** The letter is settled for `group` when this resolves. */
  readonly onLetter: (letter: DeadLetter, record: DeliveredRecord) => Promise<void> | void;
  /** Waits a little before asking again whether the end is reached. */
  readonly untilNews: (signal: AbortSignal) => Promise<unknown>;
}

export const matches =
  ({ since, until, ...equal }: LetterFilter) =>
  (letter: DeadLetter): boolean => {
    const fields = Object.entries(equal) as [keyof DeadLetter, string | undefined][];
    return (
      fields.every(([name, value]) => value === undefined || letter[name] === value) &&
      (since === undefined || letter.appendedAt >= since) &&
      (until === undefined || letter.appendedAt < until)
    );
  };

/** A filter has a position of its own: what one replay leaves out, the next may still hand back. */
export function replayGroup(filter: LetterFilter): string {
  const parts = Object.entries(filter).filter(([, value]) => value !== undefined);
  if (parts.length === 0) return 'replay';
  const digest = createHash('sha256').update(JSON.stringify(parts.sort())).digest('hex');
  return `replay-${digest.slice(0, 12)}`;
}

/** Resolves each time when the next step may be taken, `perSecond` of them at most and evenly. */
export function createPace(
  perSecond: number,
  { now, pause }: { now: () => number; pause: (ms: number) => Promise<unknown> },
): () => Promise<void> {
  let nextAt = now();
  return async () => {
    const waitMs = nextAt - now();
    nextAt = Math.max(nextAt, now()) + 1_000 / perSecond;
    if (waitMs > 0) await pause(waitMs);
  };
}

const letterOf = ({ key, headers }: StreamRecord): DeadLetter => ({
  documentId: key,
  topic: headers[DEAD_HEADERS.topic] ?? '',
  reason: headers[DEAD_HEADERS.reason] ?? '',
  group: headers[DEAD_HEADERS.group] ?? '',
  appendedAt: headers[DEAD_HEADERS.appendedAt] ?? '',
});

/** The record as it was before it was set aside. */
export function revive({ key, value, headers }: StreamRecord): StreamRecord {
  const dead: readonly string[] = Object.values(DEAD_HEADERS);
  const kept = Object.entries(headers).filter(([name]) => !dead.includes(name));
  return { key, value, headers: Object.fromEntries(kept) };
}

/** Takes every wanted letter that `group` has not settled, in order; resolves with their number. */
export async function readDeadLetters(options: ReadOptions): Promise<number> {
  const { stream, group } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let count = 0;
  let failure: { readonly cause: unknown } | undefined;

  const take = async ({ records, signal: lost }: Batch) => {
    for (const record of records) {
      lost.throwIfAborted();
      const letter = letterOf(record);
      if (letter.topic === '' || !options.isWanted(letter)) continue;
      await options.onLetter(letter, record);
      count += 1;
    }
  };
  const consuming = stream.consume({
    topic: TOPICS.dead,
    group,
    member: group,
    // What a command cut short has already taken and not settled comes again: let it be little.
    batchSizeMax: 20,
    signal,
    handler: take,
    onError: (cause) => {
      failure = { cause };
      stopping.abort();
    },
  });
  const atEnd = async () => {
    const backlog = await stream.backlog(TOPICS.dead, group);
    return backlog.every(({ records }) => records === 0);
  };
  const watch = async () => {
    while (!signal.aborted && !(await atEnd())) {
      await options.untilNews(signal).catch(() => undefined); // aborted: the loop sees it
    }
    stopping.abort();
  };
  await Promise.all([consuming, watch()]);
  if (failure) throw failure.cause;
  return count;
}

export interface ReplayOptions extends Omit<ReadOptions, 'onLetter'> {
  readonly onLetter: (letter: DeadLetter) => void;
  readonly pace: () => Promise<void>;
}

/** Hands each wanted letter back to the topic it came from, as it was. */
export const replayDeadLetters = ({ onLetter, pace, ...options }: ReplayOptions): Promise<number> =>
  readDeadLetters({
    ...options,
    onLetter: async (letter, record) => {
      await pace();
      await appendAll(options.stream, letter.topic, [revive(record)]);
      onLetter(letter);
    },
  });
