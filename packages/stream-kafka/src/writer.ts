import { isRetryable, OperationalError } from '@ventanilla/errors';
import { type AppendResult, partitionOf, type StreamRecord } from '@ventanilla/stream';
import { pause } from '@ventanilla/stream/leased';
import { CompressionTypes, type Kafka, type Message, Partitioners, type Producer } from 'kafkajs';
import { translate } from './errors.ts';

export interface Sized {
  readonly record: StreamRecord;
  readonly bytes: number;
}

/** Fixed cost of a record in a request, generously. */
const OVERHEAD = 64;

export const measure = (record: StreamRecord): Sized => {
  let bytes = OVERHEAD + record.key.length * 3 + record.value.length;
  for (const name in record.headers) {
    bytes += name.length + (record.headers[name]?.length ?? 0) * 3 + 8;
  }
  return { record, bytes };
};

const RETRY_MS = 200;
const PUT_AWAY_MS = 2_000;

/**
 * An idempotent producer that is replaced when it fails: kafkajs's does not get over an unknown producer
 * id or a sequence out of order, and gives up on absent brokers in less than a second.
 */
export class SteadyProducer {
  readonly #client: Kafka;
  readonly #deadlineMs: number;
  readonly #closing = new AbortController();
  #producer: Promise<Producer> | undefined;

  constructor(client: Kafka, deadlineMs: number) {
    this.#client = client;
    this.#deadlineMs = deadlineMs;
  }

  /** Throws OperationalError when the records are not known to be written before the deadline. */
  async write(
    topic: string,
    partitions: number,
    records: readonly Sized[],
  ): Promise<readonly AppendResult[]> {
    const places = records.map(({ record }) => partitionOf(record.key, partitions));
    const messages = records.map(
      ({ record: { key, headers, value } }, i): Message => ({
        key,
        headers,
        value: Buffer.from(value.buffer, value.byteOffset, value.byteLength),
        partition: places[i] as number,
      }),
    );
    const bases = await this.#send(topic, messages);
    const counts = new Map<number, number>();
    return places.map((partition) => {
      const before = counts.get(partition) ?? 0;
      counts.set(partition, before + 1);
      const offset = (BigInt(bases.get(partition) ?? '0') + BigInt(before)).toString();
      return { ok: true, position: { partition, offset } };
    });
  }

  async #send(topic: string, messages: Message[]): Promise<ReadonlyMap<number, string>> {
    const deadline = performance.now() + this.#deadlineMs;
    for (;;) {
      try {
        const producer = await this.#open();
        // Values come compressed and encrypted: trying again would be wasted.
        const sent = await producer.send({
          topic,
          messages,
          acks: -1,
          compression: CompressionTypes.None,
        });
        return new Map(sent.map(({ partition, baseOffset }) => [partition, baseOffset ?? '0']));
      } catch (cause) {
        const error = translate(cause);
        await this.#putAway();
        if (!isRetryable(error) || performance.now() > deadline) throw error;
        await pause(RETRY_MS, this.#closing.signal);
        if (this.#closing.signal.aborted) throw closed();
      }
    }
  }

  #open(): Promise<Producer> {
    this.#producer ??= (async () => {
      if (this.#closing.signal.aborted) throw closed();
      const producer = this.#client.producer({
        idempotent: true,
        maxInFlightRequests: 1,
        allowAutoTopicCreation: false,
        createPartitioner: Partitioners.DefaultPartitioner,
        metadataMaxAge: 60_000,
      });
      await producer.connect();
      return producer;
    })();
    return this.#producer;
  }

  async #putAway(): Promise<void> {
    const producer = this.#producer;
    this.#producer = undefined;
    const patience = new AbortController();
    // It may hang on the very connection that failed.
    const gone = producer?.then((opened) => opened.disconnect()).catch(() => undefined);
    await Promise.race([gone, pause(PUT_AWAY_MS, patience.signal)]);
    patience.abort();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#putAway();
  }
}

const closed = () =>
  new OperationalError('stream-closed', 'the stream is closed', { retryable: false });
