import type { Backlog } from '@ventanilla/stream';
import type Cluster from 'kafkajs/src/cluster/index.js';
import { connected } from './connection.ts';
import { translated } from './errors.ts';

const lastBefore = (next: number): string | undefined => (next <= 0 ? undefined : String(next - 1));
const AGE_MIN_MS = 100;
const AGE_MAX_MS = 30 * 86_400_000;
const REFINEMENTS = 4;

/**
 * The age of the record at each offset, to about 6 %. Kafka tells which offset a time has, not which
 * time an offset has, so the age is narrowed down: doubled until it is too old, then halved between.
 */
const agesOf = async (
  offsetsAt: (time: number) => Promise<ReadonlyMap<number, number>>,
  next: ReadonlyMap<number, number>,
  now: number,
): Promise<ReadonlyMap<number, number>> => {
  const bounds = new Map([...next.keys()].map((p) => [p, { low: 0, high: AGE_MAX_MS }]));
  const ask = async (age: number) => {
    const found = await offsetsAt(now - age);
    for (const [partition, bound] of bounds) {
      if (age <= bound.low || age >= bound.high) continue;
      // -1: nothing is that young, so ours is older.
      const offset = found.get(partition) ?? -1;
      if (offset < 0 || offset > (next.get(partition) ?? 0)) bound.low = age;
      else bound.high = age;
    }
  };
  for (let age = AGE_MIN_MS; age < AGE_MAX_MS; age *= 2) {
    await ask(age);
    if ([...bounds.values()].every(({ high }) => high <= age)) break;
  }
  for (let i = 0; i < REFINEMENTS; i++) {
    const oldest = [...bounds.values()].reduce((a, b) => (a.high > b.high ? a : b));
    await ask((oldest.low + oldest.high) / 2);
  }
  return new Map([...bounds].map(([partition, { high }]) => [partition, high]));
};

/** `now` in ms, to compare with the broker's times. A group that never consumed has everything before it. */
export const readBacklog = (
  cluster: Cluster,
  topic: string,
  partitionCount: number,
  groupId: string,
  now: number,
): Promise<readonly Backlog[]> =>
  translated(async () => {
    await connected(cluster);
    const partitions = Array.from({ length: partitionCount }, (_, partition) => ({ partition }));
    const offsets = async (when: { fromBeginning: boolean } | { fromTimestamp: number }) => {
      const [found] = await cluster.fetchTopicsOffset([{ topic, partitions, ...when }]);
      return new Map(found?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    };
    const coordinator = await cluster.findGroupCoordinator({ groupId });
    const { responses } = await coordinator.offsetFetch({
      groupId,
      topics: [{ topic, partitions }],
    });
    const committed = new Map(
      responses[0]?.partitions.map(({ partition, offset }) => [partition, Number(offset)]),
    );
    const [ends, starts] = [
      await offsets({ fromBeginning: false }),
      await offsets({ fromBeginning: true }),
    ];
    const nextOf = (partition: number): number =>
      Math.max(committed.get(partition) ?? 0, starts.get(partition) ?? 0);
    const behind = new Map(
      partitions
        .map(({ partition }): [number, number] => [partition, nextOf(partition)])
        .filter(([partition, next]) => next < (ends.get(partition) ?? 0)),
    );
    const ages =
      behind.size === 0
        ? new Map<number, number>()
        : await agesOf((time) => offsets({ fromTimestamp: Math.floor(time) }), behind, now);
    return partitions.map(({ partition }) => ({
      partition,
      committed: lastBefore(nextOf(partition)),
      end: lastBefore(ends.get(partition) ?? 0),
      records: Math.max(0, (ends.get(partition) ?? 0) - nextOf(partition)),
      oldestAgeMs: ages.get(partition) ?? 0,
    }));
  });
