import { OperationalError } from '@ventanilla/errors';
import { partitionDeviations } from '../deviations.ts';
import { consumeByLease, DEFAULT_TIMING, type Timing } from '../leased/index.ts';
import { partitionOf } from '../partition.ts';
import type { AppendResult, Backlog, Stream, StreamRecord } from '../stream.ts';
import { memoryLeases } from './leases.ts';
import { createMemoryLog, groupOf, type MemoryLog, partitionsOf } from './log.ts';

export interface MemoryStreamOptions {
  /** Shared by the streams that are to see each other's records. */
  readonly log?: MemoryLog;
  readonly timing?: Partial<Timing>;
  /** Larger values are refused one by one, as a broker would. 1 MiB by default. */
  readonly valueBytesMax?: number;
  /** Awaited before each access to the log: a test can stop a client here as if it were frozen. */
  readonly gate?: () => Promise<void>;
}

const full = () =>
  new OperationalError('stream-full', 'the memory stream has no room left', { retryable: true });

const appendAll = (
  log: MemoryLog,
  topic: string,
  records: readonly StreamRecord[],
  valueBytesMax: number,
): AppendResult[] => {
  const partitions = partitionsOf(log, topic);
  const bytes = records.reduce((sum, { value }) => sum + value.length, 0);
  if (log.bytes + bytes > log.bytesMax) throw full();
  const failedKeys = new Map<string, unknown>();
  return records.map((record) => {
    const { key, headers, value } = record;
    if (value.length > valueBytesMax && !failedKeys.has(key)) {
      const message = `a value of ${value.length} bytes exceeds ${valueBytesMax}`;
      failedKeys.set(key, new OperationalError('record-too-large', message, { retryable: false }));
    }
    if (failedKeys.has(key)) return { ok: false, error: failedKeys.get(key) };
    const partition = partitionOf(key, partitions.length);
    const stored = partitions[partition] as (typeof partitions)[number];
    // The caller may use its buffer again.
    stored.push({ key, headers: { ...headers }, value: Uint8Array.from(value), at: log.now() });
    log.bytes += value.length;
    return { ok: true, position: { partition, offset: String(stored.length - 1) } };
  });
};

const backlogOf = (log: MemoryLog, topic: string, groupName: string): Backlog[] => {
  const group = groupOf(log, topic, groupName);
  return partitionsOf(log, topic).map((stored, partition) => {
    const next = group.partitions[partition]?.next ?? 0;
    const oldest = stored[next];
    return {
      partition,
      committed: next === 0 ? undefined : String(next - 1),
      end: stored.length === 0 ? undefined : String(stored.length - 1),
      records: stored.length - next,
      oldestAgeMs: oldest ? Math.max(0, log.now() - oldest.at) : 0,
    };
  });
};

let runs = 0;

/** A stream in this process, for tests and offline use: gone with the process. */
export const createMemoryStream = (options: MemoryStreamOptions = {}): Stream => {
  const { log = createMemoryLog(), valueBytesMax = 1024 * 1024, gate } = options;
  const timing = { ...DEFAULT_TIMING, ...options.timing };
  const reach = async <T>(work: () => T): Promise<T> => {
    await gate?.();
    return work();
  };
  return {
    append: (topic, records) => reach(() => appendAll(log, topic, records, valueBytesMax)),
    consume: (consumer) => {
      const { topic, group, member } = consumer;
      runs += 1;
      const self = { log, topic, group, member, run: `run-${runs}`, leaseMs: timing.leaseMs };
      return consumeByLease(memoryLeases(self, reach), consumer, timing);
    },
    backlog: (topic, group) => reach(() => backlogOf(log, topic, group)),
    ensure: (topics) =>
      reach(() => {
        for (const { name, partitions } of topics) {
          if (log.topics.has(name)) continue;
          log.topics.set(
            name,
            Array.from({ length: partitions }, () => []),
          );
        }
        return partitionDeviations(topics, (name) => log.topics.get(name)?.length);
      }),
    close: async () => {},
  };
};
