/**
 * A consumer group as leases: a lease is a partition in one generation.
 *
 *   out ──join──► stable ──heartbeat says rebalance──► settling ──all released──► join again
 *                   └── generation or member unknown ──► out: every lease is lost
 *
 * While settling, the batches in hand are finished and committed under the old generation; the broker
 * refuses commits of any generation but the current one.
 */
import type { FetchLimits, Lease, LeasedBackend, Share } from '@ventanilla/stream/leased';
import type Cluster from 'kafkajs/src/cluster/index.js';
import { brokerErrorType, isFenced, translate, translated } from './errors.ts';
import { type Generation, Membership, type MembershipSettings } from './membership.ts';
import { type PartitionReader, partitionReader } from './reader.ts';

/** Kept beside the committed offset: how often in a row a holder took the partition and vanished. */
const TAKEN = /^taken (\d+)$/;
const takenNote = (crashes: number): string => `taken ${crashes}`;

const nextOf = (after: string | undefined): number => (after === undefined ? 0 : Number(after) + 1);
const afterOf = (next: number): string | undefined => (next === 0 ? undefined : String(next - 1));

type Holder = Pick<Generation, 'id' | 'memberId'>;
const epochOf = ({ id, memberId }: Holder): string => `${id}/${memberId}`;
const holderOf = ({ epoch }: Lease): Holder => {
  const slash = epoch.indexOf('/');
  return { id: Number(epoch.slice(0, slash)), memberId: epoch.slice(slash + 1) };
};

const NOTHING: Share = { leases: [], quota: 0 };

/** One run of one member in one group on one topic. */
export class GroupLeases implements LeasedBackend {
  readonly #settings: MembershipSettings;
  readonly #membership: Membership;
  readonly #reader: PartitionReader;
  readonly #held = new Map<number, Lease>();
  /** Partitions whose note is gone, because something was committed since they were taken. */
  readonly #progressed = new Set<number>();
  #generation: Generation | undefined;
  #settling = false;

  constructor(cluster: Cluster, settings: MembershipSettings) {
    this.#settings = settings;
    this.#membership = new Membership(cluster, settings);
    this.#reader = partitionReader(cluster, settings.topic);
  }

  async renew(mode: 'first' | 'steady' | 'draining'): Promise<Share> {
    try {
      return await this.#renew(mode);
    } catch (error) {
      this.#membership.forgetCoordinator();
      if (isFenced(error)) {
        this.#generation = undefined;
        // A join that others interrupted is simply begun again, as who we are.
        if (brokerErrorType(error) !== 'REBALANCE_IN_PROGRESS') this.#membership.forgetMember();
      }
      throw translate(error);
    }
  }

  async #renew(mode: 'first' | 'steady' | 'draining'): Promise<Share> {
    const draining = mode === 'draining';
    if (!this.#generation) return draining ? NOTHING : this.#join();
    const state = await this.#membership.heartbeat(this.#generation);
    if (state === 'lost') {
      this.#held.clear();
      this.#generation = undefined;
      return draining ? NOTHING : this.#join();
    }
    this.#settling ||= state === 'rebalance';
    if (this.#settling && this.#held.size === 0 && !draining) return this.#join();
    return { leases: [...this.#held.values()], quota: this.#settling ? 0 : this.#held.size };
  }

  async #join(): Promise<Share> {
    this.#held.clear();
    this.#generation = undefined;
    this.#settling = false;
    const joined = await this.#membership.join();
    const leases = await this.#take(joined);
    this.#generation = joined;
    for (const lease of leases) {
      this.#reader.forget(lease.partition);
      this.#progressed.delete(lease.partition);
      this.#held.set(lease.partition, lease);
    }
    return { leases, quota: leases.length };
  }

  /** Takes what the new generation gives us, noting that we did: a vanished holder can then be counted. */
  async #take(joined: Generation): Promise<readonly Lease[]> {
    if (joined.partitions.length === 0) return [];
    const { groupId, topic } = this.#settings;
    const partitions = joined.partitions.map((partition) => ({ partition }));
    const coordinator = await this.#membership.coordinator();
    const { responses } = await coordinator.offsetFetch({
      groupId,
      topics: [{ topic, partitions }],
    });
    const starts = await this.#reader.starts(joined.partitions);
    const leases = (responses[0]?.partitions ?? []).map(({ partition, offset, metadata }) => {
      const next = Number(offset) >= 0 ? Number(offset) : (starts.get(partition) ?? 0);
      const note = TAKEN.exec(metadata ?? '');
      return {
        partition,
        epoch: epochOf(joined),
        after: afterOf(next),
        crashes: note ? Number(note[1]) + 1 : 0,
      };
    });
    await this.#write(
      joined,
      leases.map(({ partition, after, crashes }) => ({
        partition,
        offset: String(nextOf(after)),
        metadata: takenNote(crashes),
      })),
    );
    return leases;
  }

  async #write(
    { id, memberId }: Holder,
    partitions: readonly { partition: number; offset: string; metadata: string }[],
  ): Promise<void> {
    const { groupId, topic } = this.#settings;
    const coordinator = await this.#membership.coordinator();
    await coordinator.offsetCommit({
      groupId,
      groupGenerationId: id,
      memberId,
      topics: [{ topic, partitions }],
    });
  }

  /** False when the broker knows a newer generation. */
  async #writeUnlessFenced(lease: Lease, next: number): Promise<boolean> {
    const { partition } = lease;
    try {
      await this.#write(holderOf(lease), [{ partition, offset: String(next), metadata: '' }]);
      return true;
    } catch (error) {
      if (isFenced(error)) return false;
      this.#membership.forgetCoordinator();
      throw translate(error);
    }
  }

  async commit(lease: Lease, _expected: string | undefined, next: string): Promise<boolean> {
    const kept = await this.#writeUnlessFenced(lease, nextOf(next));
    if (!kept) return false;
    this.#progressed.add(lease.partition);
    // A turn that thought the lease lost, while brokers were away, begins again from here.
    const held = this.#held.get(lease.partition);
    if (held?.epoch === lease.epoch) {
      this.#held.set(lease.partition, { ...held, after: next, crashes: 0 });
    }
    return true;
  }

  async release(lease: Lease): Promise<void> {
    const { partition, after } = lease;
    if (this.#held.get(partition)?.epoch !== lease.epoch) return;
    this.#held.delete(partition);
    if (!this.#progressed.has(partition)) await this.#writeUnlessFenced(lease, nextOf(after));
  }

  leave(): Promise<void> {
    return translated(() => this.#membership.leave());
  }

  async pending(
    wants: readonly { readonly partition: number; readonly after: string | undefined }[],
  ): Promise<ReadonlyMap<number, number>> {
    const ends = await this.#reader.ends(wants.map(({ partition }) => partition));
    const counts = wants.map(({ partition, after }): [number, number] => [
      partition,
      (ends.get(partition) ?? 0) - this.#reader.placeOf(partition, nextOf(after)),
    ]);
    return new Map(counts.filter(([, count]) => count > 0));
  }

  fetch(partition: number, after: string | undefined, limits: FetchLimits) {
    return this.#reader.fetch(partition, nextOf(after), limits);
  }
}
