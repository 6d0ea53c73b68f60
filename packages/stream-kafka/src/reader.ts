/** Reads one partition at a time, by offset; keeps what a fetch brought beyond the batch asked for. */
import type { DeliveredRecord } from '@ventanilla/stream';
import type { FetchLimits } from '@ventanilla/stream/leased';
import type Cluster from 'kafkajs/src/cluster/index.js';
import type { Message } from 'kafkajs/src/cluster/index.js';
import Batch from 'kafkajs/src/consumer/batch.js';
import { connected } from './connection.ts';
import { brokerErrorType, translated } from './errors.ts';

const textOf = (value: Buffer | string | readonly (Buffer | string)[]): string =>
  Array.isArray(value) ? String(value[0]) : String(value);

const delivered = (partition: number, message: Message): DeliveredRecord => {
  const headers: Record<string, string> = {};
  for (const name in message.headers) headers[name] = textOf(message.headers[name] ?? '');
  return {
    key: message.key?.toString() ?? '',
    headers,
    // A null value is a tombstone of a compacted topic: ours are not, and an empty one says the same.
    value: message.value ?? new Uint8Array(0),
    position: { partition, offset: message.offset },
    appendedAt: new Date(Number(message.timestamp)).toISOString(),
    delivery: 1,
  };
};

export interface PartitionReader {
  readonly fetch: (
    partition: number,
    next: number,
    limits: FetchLimits,
  ) => Promise<{ readonly records: readonly DeliveredRecord[]; readonly more: boolean }>;
  /** Offset after the newest record of each partition. */
  readonly ends: (partitions: readonly number[]) => Promise<ReadonlyMap<number, number>>;
  readonly starts: (partitions: readonly number[]) => Promise<ReadonlyMap<number, number>>;
  /** Where reading really goes on, which lies further when records in between are not for us. */
  readonly placeOf: (partition: number, next: number) => number;
  readonly forget: (partition: number) => void;
}

const DEFAULT_READ_BYTES = 4 * 1024 * 1024;
/** Leadership has moved: look again who leads. */
const STALE = new Set([
  'NOT_LEADER_FOR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'FENCED_LEADER_EPOCH',
  'REPLICA_NOT_AVAILABLE',
]);

const takeWithin = (records: readonly DeliveredRecord[], limits: FetchLimits): number => {
  let bytes = 0;
  for (const [i, { value }] of records.entries()) {
    bytes += value.length;
    if (i > 0 && (i >= limits.records || bytes > limits.bytes)) return i;
  }
  return records.length;
};

export const partitionReader = (cluster: Cluster, topic: string): PartitionReader => {
  const kept = new Map<number, readonly DeliveredRecord[]>();
  const places = new Map<number, number>();
  const ends = new Map<number, number>();

  const offsets = async (partitions: readonly number[], fromBeginning: boolean) => {
    const [found] = await translated(async () =>
      (await connected(cluster)).fetchTopicsOffset([
        { topic, partitions: partitions.map((partition) => ({ partition })), fromBeginning },
      ]),
    );
    return new Map(
      (found?.partitions ?? []).map(({ partition, offset }) => [partition, Number(offset)]),
    );
  };

  const request = async (partition: number, offset: number): Promise<Batch | undefined> => {
    await connected(cluster);
    const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
    if (nodeId === undefined) return undefined;
    const broker = await cluster.findBroker({ nodeId });
    const fetchOffset = String(offset);
    const { responses } = await broker.fetch({
      replicaId: -1,
      isolationLevel: 1,
      // Never wait at the broker: it would hold up the commits behind it on the same connection.
      maxWaitTime: 0,
      minBytes: 1,
      maxBytes: DEFAULT_READ_BYTES,
      topics: [{ topic, partitions: [{ partition, fetchOffset, maxBytes: DEFAULT_READ_BYTES }] }],
    });
    const data = responses[0]?.partitions[0];
    if (!data) return undefined;
    ends.set(partition, Number(data.highWatermark));
    return new Batch(topic, fetchOffset, data);
  };

  /** One request; a stale view of the cluster, or retention that overtook us, is mended on the way. */
  const read = async (partition: number, offset: number): Promise<readonly DeliveredRecord[]> => {
    try {
      const batch = await request(partition, offset);
      if (!batch) return [];
      if (batch.isEmptyDueToFiltering()) places.set(partition, Number(batch.lastOffset()) + 1);
      return batch.messages.map((message) => delivered(partition, message));
    } catch (error) {
      const type = brokerErrorType(error) ?? '';
      if (STALE.has(type)) await cluster.refreshMetadata();
      if (type !== 'OFFSET_OUT_OF_RANGE') throw error;
      // Never to the newest: that would skip what was promised.
      const start = (await offsets([partition], true)).get(partition) ?? offset;
      places.set(partition, start);
      return [];
    }
  };

  const placeOf = (partition: number, next: number): number =>
    Math.max(next, places.get(partition) ?? 0);

  return {
    placeOf,
    ends: async (partitions) => {
      const found = await offsets(partitions, false);
      for (const [partition, end] of found) ends.set(partition, end);
      return found;
    },
    starts: (partitions) => offsets(partitions, true),
    forget: (partition) => {
      kept.delete(partition);
      places.delete(partition);
    },
    fetch: async (partition, next, limits) => {
      const place = placeOf(partition, next);
      let records = kept.get(partition) ?? [];
      if (Number(records[0]?.position.offset ?? -1) !== place) {
        records = await translated(() => read(partition, place));
      }
      const count = takeWithin(records, limits);
      kept.set(partition, records.slice(count));
      const last = records[count - 1];
      const end = ends.get(partition) ?? 0;
      return {
        records: records.slice(0, count),
        more: last !== undefined && Number(last.position.offset) + 1 < end,
      };
    },
  };
};
