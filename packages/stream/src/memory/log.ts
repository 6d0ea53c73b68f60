/** What a broker would hold, in this process: several streams over one log act as several processes. */
import { OperationalError } from '@ventanilla/errors';
import type { StreamRecord } from '../stream.ts';

export interface StoredRecord extends StreamRecord {
  readonly at: number;
}

interface GroupPartition {
  owner: string | undefined;
  /** Tells two runs of the same member apart. */
  run: string | undefined;
  epoch: number;
  leaseUntil: number;
  /** First offset not committed. */
  next: number;
  takenAt: number;
  crashes: number;
}

export interface Group {
  /** Alive until. */
  readonly members: Map<string, number>;
  readonly partitions: readonly GroupPartition[];
}

export interface MemoryLog {
  readonly now: () => number;
  readonly topics: Map<string, StoredRecord[][]>;
  readonly groups: Map<string, Group>;
  readonly bytesMax: number;
  bytes: number;
}

/** An empty log. `bytesMax` bounds all values together (256 MiB by default): nothing is ever removed. */
export const createMemoryLog = ({
  now = Date.now,
  bytesMax = 256 * 1024 * 1024,
}: {
  readonly now?: () => number;
  readonly bytesMax?: number;
} = {}): MemoryLog => ({
  now,
  topics: new Map(),
  groups: new Map(),
  bytesMax,
  bytes: 0,
});

/** The partitions of a topic; OperationalError `unknown-topic` when it was never ensured. */
export const partitionsOf = (log: MemoryLog, topic: string): StoredRecord[][] => {
  const partitions = log.topics.get(topic);
  if (partitions) return partitions;
  throw new OperationalError('unknown-topic', `no topic ${topic}: ensure it first`, {
    retryable: false,
  });
};

/** A group's positions on a topic, made on first use at the start of the log. */
export const groupOf = (log: MemoryLog, topic: string, name: string): Group => {
  const key = `${name}\n${topic}`;
  const found = log.groups.get(key);
  if (found) return found;
  const group: Group = {
    members: new Map(),
    partitions: partitionsOf(log, topic).map(() => ({
      owner: undefined,
      run: undefined,
      epoch: 0,
      leaseUntil: 0,
      next: 0,
      takenAt: -1,
      crashes: 0,
    })),
  };
  log.groups.set(key, group);
  return group;
};
