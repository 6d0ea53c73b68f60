/** A stream whose values are encoded (compressed, encrypted) on the way in and decoded on the way out. */
import { errorCode, isRetryable, OperationalError } from '@ventanilla/errors';
import { appendAll } from './append-all.ts';
import { deadLetter } from './dead-letters.ts';
import type { Batch, ConsumeOptions, DeliveredRecord, Stream, StreamRecord } from './stream.ts';

/** Names the codec that a value went through. */
export const ENCODING_HEADER = 've-encoding';

export interface ValueCodec {
  /** Goes into the header, e.g. `zstd+aes256gcm`. */
  readonly name: string;
  /** Results in order; one call for a whole batch. */
  readonly encode: (records: readonly StreamRecord[]) => Promise<readonly Uint8Array[]>;
  /** Throws OperationalError, retryable only when waiting can help. */
  readonly decode: (records: readonly StreamRecord[]) => Promise<readonly Uint8Array[]>;
}

export interface ProtectOptions {
  readonly codec: ValueCodec;
  /** Where records go, as they are, that cannot be decoded. */
  readonly deadTopic: string;
  /** Called once for each of them. */
  readonly log?: (record: DeliveredRecord, topic: string, error: unknown) => void;
}

const notEncoded = (found: string | undefined) =>
  new OperationalError('not-encoded', `value has encoding ${found ?? 'none'}`, {
    retryable: false,
  });

type Decoded = { readonly record: DeliveredRecord; readonly error?: unknown };

const decodeTogether = async (
  codec: ValueCodec,
  records: readonly DeliveredRecord[],
): Promise<readonly DeliveredRecord[]> => {
  for (const { headers } of records) {
    // A value that skipped the codec was put there by somebody without the key.
    if (headers[ENCODING_HEADER] !== codec.name) throw notEncoded(headers[ENCODING_HEADER]);
  }
  const values = await codec.decode(records);
  return records.map((record, index) => {
    const { [ENCODING_HEADER]: _, ...headers } = record.headers;
    return { ...record, headers, value: values[index] as Uint8Array };
  });
};

const decodeOneByOne = (
  codec: ValueCodec,
  records: readonly DeliveredRecord[],
): Promise<Decoded[]> =>
  Promise.all(
    records.map(async (record) => {
      try {
        const [decoded] = await decodeTogether(codec, [record]);
        return { record: decoded as DeliveredRecord };
      } catch (error) {
        if (isRetryable(error)) throw error;
        return { record, error };
      }
    }),
  );

/** Wraps `stream`; records that do not decode are set aside as dead letters, still encoded. */
export const protectStream = (stream: Stream, options: ProtectOptions): Stream => {
  const { codec, deadTopic, log } = options;
  // Set aside already, in a batch that is not settled yet and may come again.
  const setAside = new Set<string>();
  const nameOf = ({ position }: DeliveredRecord, { topic }: Batch, group: string) =>
    `${group}/${topic}/${position.partition}/${position.offset}`;

  const decodeBatch = async (batch: Batch, group: string): Promise<readonly DeliveredRecord[]> => {
    try {
      return await decodeTogether(codec, batch.records);
    } catch (error) {
      if (isRetryable(error)) throw error;
    }
    const results = await decodeOneByOne(codec, batch.records);
    // Dead letters that do not decode are what their reader is looking for: handed over as they are.
    if (batch.topic === deadTopic) return results.map(({ record }) => record);
    const bad = results.filter(
      ({ record, error }) => error !== undefined && !setAside.has(nameOf(record, batch, group)),
    );
    await appendAll(
      stream,
      deadTopic,
      bad.map(({ record, error }) => deadLetter(record, batch.topic, group, errorCode(error))),
    );
    for (const { record, error } of bad) {
      setAside.add(nameOf(record, batch, group));
      log?.(record, batch.topic, error);
    }
    return results.filter(({ error }) => error === undefined).map(({ record }) => record);
  };

  return {
    append: async (topic, records) => {
      if (records.length === 0) return [];
      const values = await codec.encode(records);
      return stream.append(
        topic,
        records.map(({ key, headers }, index) => ({
          key,
          headers: { ...headers, [ENCODING_HEADER]: codec.name },
          value: values[index] as Uint8Array,
        })),
      );
    },
    consume: (consumer: ConsumeOptions) =>
      stream.consume({
        ...consumer,
        handler: async (batch) => {
          const records = await decodeBatch(batch, consumer.group);
          if (records.length > 0) await consumer.handler({ ...batch, records });
          if (setAside.size === 0) return;
          for (const record of batch.records)
            setAside.delete(nameOf(record, batch, consumer.group));
        },
      }),
    backlog: stream.backlog,
    ensure: stream.ensure,
    close: stream.close,
  };
};
