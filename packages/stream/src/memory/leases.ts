import { type Lease, type LeasedBackend, quotaOf } from '../leased/index.ts';
import type { DeliveredRecord } from '../stream.ts';
import { groupOf, type MemoryLog, partitionsOf, type StoredRecord } from './log.ts';

export interface MemoryMember {
  readonly log: MemoryLog;
  readonly topic: string;
  readonly group: string;
  readonly member: string;
  readonly run: string;
  readonly leaseMs: number;
}

const firstAfter = (after: string | undefined): number =>
  after === undefined ? 0 : Number(after) + 1;

const delivered = (record: StoredRecord, partition: number, offset: number): DeliveredRecord => ({
  key: record.key,
  headers: record.headers,
  value: record.value,
  position: { partition, offset: String(offset) },
  appendedAt: new Date(record.at).toISOString(),
  delivery: 1,
});

const renew = (
  { log, topic, group: name, member, run, leaseMs }: MemoryMember,
  mode: 'first' | 'steady' | 'draining',
) => {
  const group = groupOf(log, topic, name);
  const now = log.now();
  group.members.set(member, now + leaseMs);
  for (const [other, until] of group.members) if (until <= now) group.members.delete(other);
  const quota = quotaOf(member, [...group.members.keys()], group.partitions.length);
  let held = group.partitions.filter((lease) => lease.run === run).length;
  const leases: Lease[] = [];
  for (const [partition, lease] of group.partitions.entries()) {
    const returning = mode === 'first' && lease.owner === member;
    const free = lease.owner === undefined || lease.leaseUntil <= now || returning;
    if (lease.run !== run && free && mode !== 'draining' && held < quota) {
      const crashed = lease.owner !== undefined && lease.takenAt === lease.next;
      lease.crashes = crashed ? lease.crashes + 1 : 0;
      lease.owner = member;
      lease.run = run;
      lease.epoch += 1;
      lease.takenAt = lease.next;
      held += 1;
    }
    if (lease.run !== run) continue;
    lease.leaseUntil = now + leaseMs;
    leases.push({
      partition,
      epoch: String(lease.epoch),
      after: lease.next === 0 ? undefined : String(lease.next - 1),
      crashes: lease.crashes,
    });
  }
  return { leases, quota };
};

const fetch = (
  { log, topic }: MemoryMember,
  partition: number,
  after: string | undefined,
  limits: { readonly records: number; readonly bytes: number },
) => {
  const stored = partitionsOf(log, topic)[partition] ?? [];
  const records: DeliveredRecord[] = [];
  let bytes = 0;
  let offset = firstAfter(after);
  for (; offset < stored.length && records.length < limits.records; offset++) {
    const record = stored[offset] as StoredRecord;
    bytes += record.value.length;
    if (records.length > 0 && bytes > limits.bytes) break;
    records.push(delivered(record, partition, offset));
  }
  return { records, more: offset < stored.length };
};

/** The leases of one run of one member. Every call first passes `reach`, as a network would be. */
export const memoryLeases = (
  self: MemoryMember,
  reach: <T>(work: () => T) => Promise<T>,
): LeasedBackend => {
  const leaseOf = ({ partition, epoch }: Lease) => {
    const lease = groupOf(self.log, self.topic, self.group).partitions[partition];
    return lease?.run === self.run && String(lease.epoch) === epoch ? lease : undefined;
  };
  return {
    renew: (mode) => reach(() => renew(self, mode)),
    release: (lease) =>
      reach(() => {
        const mine = leaseOf(lease);
        if (mine) Object.assign(mine, { owner: undefined, run: undefined, crashes: 0 });
      }),
    leave: () =>
      reach(() => {
        groupOf(self.log, self.topic, self.group).members.delete(self.member);
      }),
    pending: (wants) =>
      reach(() => {
        const partitions = partitionsOf(self.log, self.topic);
        const counts = wants.map(({ partition, after }): [number, number] => [
          partition,
          (partitions[partition]?.length ?? 0) - firstAfter(after),
        ]);
        return new Map(counts.filter(([, count]) => count > 0));
      }),
    fetch: (partition, after, limits) => reach(() => fetch(self, partition, after, limits)),
    commit: (lease, expected, next) =>
      reach(() => {
        const mine = leaseOf(lease);
        if (!mine || mine.next !== firstAfter(expected)) return false;
        mine.next = firstAfter(next);
        mine.crashes = 0;
        return true;
      }),
  };
};
