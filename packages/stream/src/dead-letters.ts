/** Records that can never be handled are set aside, once each, and the others go on. */
import { errorCode, InvariantError, isRetryable, OperationalError } from '@ventanilla/errors';
import { appendAll } from './append-all.ts';
import type { Batch, BatchHandler, DeliveredRecord, Sink, StreamRecord } from './stream.ts';

/** Headers of a dead letter, beside those the record had. */
export const DEAD_HEADERS = {
  reason: 've-dead-reason',
  topic: 've-dead-topic',
  partition: 've-dead-partition',
  offset: 've-dead-offset',
  group: 've-dead-group',
  appendedAt: 've-dead-appended-at',
} as const;

export interface DeadLetterOptions {
  readonly sink: Sink;
  readonly deadTopic: string;
  readonly group: string;
  /** Default: any error but a retryable one or a broken invariant. */
  readonly isPoison?: (error: unknown) => boolean;
  /** Called once for each record set aside. */
  readonly log?: (record: DeliveredRecord, topic: string, error: unknown) => void;
  /** A record that took the process down this often, alone in its batch, is set aside unhandled (12). */
  readonly crashesMax?: number;
}

/** The dead letter of a record: same key and value, its origin and the reason in headers. */
export const deadLetter = (
  record: DeliveredRecord,
  topic: string,
  group: string,
  reason: string,
): StreamRecord => ({
  key: record.key,
  value: record.value,
  headers: {
    ...record.headers,
    [DEAD_HEADERS.reason]: reason,
    [DEAD_HEADERS.topic]: topic,
    [DEAD_HEADERS.partition]: String(record.position.partition),
    [DEAD_HEADERS.offset]: placeOf(record),
    [DEAD_HEADERS.group]: group,
    [DEAD_HEADERS.appendedAt]: record.appendedAt,
  },
});

const poisonous = (error: unknown): boolean =>
  !isRetryable(error) && !(error instanceof InvariantError);

/** What this process itself knows about the batch now at the head of one partition. */
interface Memory {
  head: string;
  failures: number;
  readonly set: Set<string>;
}

/**
 * Wraps a handler so that a poison record never stops its partition. Retryable errors pass through and
 * the whole batch comes again; for others the batch is bisected until the single record at fault is found.
 */
export const withDeadLetters = (
  handler: BatchHandler,
  options: DeadLetterOptions,
): BatchHandler => {
  const { sink, deadTopic, group, isPoison = poisonous, log, crashesMax = 12 } = options;
  const memories = new Map<string, Memory>();

  const setAside = async (
    batch: Batch,
    record: DeliveredRecord,
    error: unknown,
    memory: Memory,
  ) => {
    await appendAll(sink, deadTopic, [deadLetter(record, batch.topic, group, errorCode(error))]);
    // If a later record of this batch meets an outage, the batch comes again: not this letter.
    memory.set.add(placeOf(record));
    log?.(record, batch.topic, error);
  };

  const settle = async (
    batch: Batch,
    records: readonly DeliveredRecord[],
    memory: Memory,
  ): Promise<void> => {
    if (records.length === 0) return;
    try {
      await handler({ ...batch, records });
    } catch (error) {
      if (!isPoison(error) || batch.signal.aborted) throw error;
      const [only] = records;
      if (records.length === 1 && only) return setAside(batch, only, error, memory);
      const middle = records.length >> 1;
      await settle(batch, records.slice(0, middle), memory);
      await settle(batch, records.slice(middle), memory);
    }
  };

  return async (batch) => {
    const key = `${batch.topic}/${batch.partition}`;
    const head = batch.records[0];
    if (!head) return;
    let memory = memories.get(key);
    if (memory?.head !== placeOf(head)) {
      memory = { head: placeOf(head), failures: 0, set: new Set() };
      memories.set(key, memory);
    }
    const crashes = head.delivery - 1 - memory.failures;
    try {
      if (batch.records.length === 1 && crashes >= crashesMax) {
        await setAside(batch, head, crashLoop(crashes), memory);
      } else {
        const { set } = memory;
        const left = batch.records.filter((record) => !set.has(placeOf(record)));
        await settle(batch, left, memory);
      }
      memories.delete(key);
    } catch (error) {
      memory.failures += 1;
      throw error;
    }
  };
};

/** Names a record within its partition. */
const placeOf = ({ position }: DeliveredRecord): string =>
  position.index === undefined ? position.offset : `${position.offset}/${position.index}`;

const crashLoop = (crashes: number) =>
  new OperationalError('crash-loop', `the process ended ${crashes} times on this record`, {
    retryable: false,
  });
