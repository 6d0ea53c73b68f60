/** A stream whose records are changed on the way in and changed back on the way out. */
import { errorCode, isRetryable, OperationalError } from '@ventanilla/errors';
import { appendAll } from './append-all.ts';
import { deadLetter } from './dead-letters.ts';
import type { Batch, ConsumeOptions, DeliveredRecord, Stream, StreamRecord } from './stream.ts';

export interface Translation {
  /** Results in order; one call for a whole append. */
  readonly write: (
    topic: string,
    records: readonly StreamRecord[],
  ) => Promise<readonly StreamRecord[]>;
  /** Results in order. Throws OperationalError, retryable only when waiting can help. */
  readonly read: (records: readonly DeliveredRecord[]) => Promise<readonly DeliveredRecord[]>;
  /** Size of the value once read, where reading makes records larger; else that of the value. */
  readonly bytesOf?: (record: DeliveredRecord) => number;
}

/** A record that cannot be read, and why. */
export interface Unreadable {
  readonly record: DeliveredRecord;
  readonly topic: string;
  readonly group: string;
  readonly error: unknown;
}

export interface UnreadableOptions {
  /** Where records go, as they are, that cannot be read. */
  readonly deadTopic: string;
  /** Durable when it resolves; in place of the dead topic, for those who may not write to the stream. */
  readonly setAside?: (unreadable: readonly Unreadable[]) => Promise<void>;
  /** Called once for each of them. */
  readonly log?: (record: DeliveredRecord, topic: string, error: unknown) => void;
}

/** As the adapters have it, for consumers that ask for nothing else. */
const BATCH_BYTES_MAX = 4 * 1024 * 1024;

export const translateStream = (
  stream: Stream,
  translation: Translation,
  { deadTopic, log, setAside = asDeadLetters(stream, deadTopic) }: UnreadableOptions,
): Stream => {
  // Set aside already, in a batch that is not settled yet and may come again.
  const known = new Set<string>();

  const readBatch = async (batch: Batch, group: string): Promise<readonly DeliveredRecord[]> => {
    try {
      return await translation.read(batch.records);
    } catch (error) {
      if (isRetryable(error)) throw error;
    }
    const results = await readOneByOne(translation, batch.records);
    // Dead letters that cannot be read are what their reader is looking for: handed over as they are.
    if (batch.topic === deadTopic) return results.map(({ record }) => record);
    const bad = results
      .filter(
        ({ record, error }) => error !== undefined && !known.has(nameOf(record, batch, group)),
      )
      .map(({ record, error }) => ({ record, topic: batch.topic, group, error }));
    if (bad.length > 0) await setAside(bad);
    for (const { record, error } of bad) {
      known.add(nameOf(record, batch, group));
      log?.(record, batch.topic, error);
    }
    return results.filter(({ error }) => error === undefined).map(({ record }) => record);
  };

  return {
    append: async (topic, records) => {
      if (records.length === 0) return [];
      return stream.append(topic, await translation.write(topic, records));
    },
    consume: (consumer: ConsumeOptions) =>
      stream.consume({
        ...consumer,
        handler: async (batch) => {
          const { group, batchBytesMax = BATCH_BYTES_MAX } = consumer;
          for (const records of portionsOf(batch.records, translation.bytesOf, batchBytesMax)) {
            refuseWhenAborted(batch);
            const read = await readBatch({ ...batch, records }, group);
            if (read.length > 0) await consumer.handler({ ...batch, records: read });
          }
          if (known.size === 0) return;
          for (const record of batch.records) known.delete(nameOf(record, batch, group));
        },
      }),
    backlog: stream.backlog,
    ensure: stream.ensure,
    close: stream.close,
  };
};

/** For handlers that take a batch in steps: throws a retryable OperationalError once it is abandoned. */
export function refuseWhenAborted({ signal }: Batch): void {
  if (!signal.aborted) return;
  throw new OperationalError('aborted', 'The right to this partition was lost.', {
    retryable: true,
  });
}

const nameOf = ({ position }: DeliveredRecord, { topic }: Batch, group: string) =>
  `${group}/${topic}/${position.partition}/${position.offset}`;

const asDeadLetters =
  (stream: Stream, deadTopic: string) =>
  (unreadable: readonly Unreadable[]): Promise<void> =>
    appendAll(
      stream,
      deadTopic,
      unreadable.map(({ record, topic, group, error }) =>
        deadLetter(record, topic, group, errorCode(error)),
      ),
    );

type Read = { readonly record: DeliveredRecord; readonly error?: unknown };

const readOneByOne = (
  translation: Translation,
  records: readonly DeliveredRecord[],
): Promise<Read[]> =>
  Promise.all(
    records.map(async (record) => {
      try {
        const [read] = await translation.read([record]);
        return { record: read as DeliveredRecord };
      } catch (error) {
        if (isRetryable(error)) throw error;
        return { record, error };
      }
    }),
  );

/** Runs of records within `bytesMax` once read; at least one record each. */
function portionsOf(
  records: readonly DeliveredRecord[],
  bytesOf: Translation['bytesOf'],
  bytesMax: number,
): readonly (readonly DeliveredRecord[])[] {
  if (!bytesOf) return [records];
  const portions: DeliveredRecord[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const record of records) {
    bytes += bytesOf(record);
    if (bytes > bytesMax) {
      portions.push([]);
      bytes = bytesOf(record);
    }
    portions.at(-1)?.push(record);
  }
  return portions;
}
