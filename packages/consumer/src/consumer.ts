import { isRetryable } from '@ventanilla/errors';
import type { DocumentRegistered } from '@ventanilla/messages';
import type { Backlog, Batch, DeliveredRecord, Stream, Unreadable } from '@ventanilla/stream';
import { decodeFact, type Fact, type Topic } from './facts.ts';
import { createProver, type PublicLog } from './log.ts';

export interface ConsumerOptions {
  /** Hands over decrypted records. `openConsumer` makes one out of settings. */
  readonly stream: Stream;
  /** Names the position: consumers of one group share the records, another group sees all of them. */
  readonly group: string;
  /** Stable across restarts and unlike those of the same group. */
  readonly member: string;
  /** With it registered outcomes are proved, and come with their receipts. */
  readonly log?: PublicLog;
  /**
   * Told of each record that can never be used: unreadable, of other bytes than its id says, or not in the
   * log as told (`error` carries the code). It counts as settled when this resolves; it may be told twice.
   */
  readonly onUnusable: (unusable: Unreadable) => Promise<void>;
}

export interface Run<T extends Topic> {
  readonly topic: T;
  /**
   * Facts of one partition in order; those of one document always are. Resolve when their effect is
   * durable: then the position moves on. Throw and the same facts come again after a delay, so an effect
   * must be harmless when run twice: keyed by document and attempt, or by `eventId`.
   * `signal` aborts when the right to the partition is lost: what is not done by then, another will do.
   */
  readonly handle: (facts: readonly Fact<T>[], signal: AbortSignal) => Promise<void>;
  /** Called before each new attempt: your handler, the stream or the log failed. */
  readonly onError?: (error: unknown) => void;
  /** Facts a call at most (500). */
  readonly batchSizeMax?: number;
  /** Ends it: the facts in hand are finished, the position is kept. */
  readonly signal: AbortSignal;
}

export interface Consumer {
  /**
   * Runs until `signal` aborts, from the group's position on, or from the oldest record kept when it has
   * none. Rejects only on a failure that waiting does not mend, such as wrong credentials.
   */
  readonly run: <T extends Topic>(run: Run<T>) => Promise<void>;
  /** How far the group is behind, by partition. */
  readonly backlog: (topic: Topic) => Promise<readonly Backlog[]>;
  readonly close: () => Promise<void>;
}

const BATCH_SIZE_MAX = 500;

interface Taken<T extends Topic> {
  readonly record: DeliveredRecord;
  readonly fact?: Fact<T>;
  readonly error?: unknown;
}

function take<T extends Topic>(topic: T, record: DeliveredRecord): Taken<T> {
  const { position, appendedAt, headers } = record;
  try {
    const message = decodeFact(topic, record);
    return { record, fact: { eventId: headers.ce_id ?? '', message, position, appendedAt } };
  } catch (error) {
    if (isRetryable(error)) throw error;
    return { record, error };
  }
}

/** A consumer over any stream. Most sites want `openConsumer`. */
export function createConsumer(options: ConsumerOptions): Consumer {
  const { stream, group, member, onUnusable } = options;
  const prove = options.log && createProver(options.log);

  const withReceipts = async <T extends Topic>(taken: readonly Taken<T>[]) => {
    if (!prove) return taken;
    const sound = taken.flatMap(({ fact }) => (fact ? [fact.message as DocumentRegistered] : []));
    const proofs = (await prove(sound)).values();
    return taken.map((it): Taken<T> => {
      if (!it.fact) return it;
      const proof = proofs.next().value;
      if (proof instanceof Error) return { record: it.record, error: proof };
      return proof ? { record: it.record, fact: { ...it.fact, receipt: proof } } : it;
    });
  };

  return {
    run: ({ topic, handle, onError, signal, batchSizeMax = BATCH_SIZE_MAX }) =>
      stream.consume({
        topic,
        group,
        member,
        signal,
        batchSizeMax,
        ...(onError && { onError }),
        handler: async ({ records, signal: lost }: Batch) => {
          const decoded = records.map((record) => take(topic, record));
          const taken = topic === 'documents.registered' ? await withReceipts(decoded) : decoded;
          for (const { record, error } of taken) {
            if (error !== undefined) await onUnusable({ record, topic, group, error });
          }
          const facts = taken.flatMap(({ fact }) => fact ?? []);
          if (facts.length > 0) await handle(facts, lost);
        },
      }),
    backlog: (topic) => stream.backlog(topic, group),
    close: () => stream.close(),
  };
}
