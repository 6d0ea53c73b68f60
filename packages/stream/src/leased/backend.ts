/**
 * What an adapter whose partitions are leased must offer (Postgres, Kinesis, memory). The engine beside
 * does the rest: sharing, delivery, retries, draining.
 *
 *   free ──renew──► held ──commit*──► held ──release──► free
 *                    │ not renewed for leaseMs
 *                    └──► anybody's, under the next epoch: the old holder's commits are refused
 */
import type { DeliveredRecord } from '../stream.ts';

export interface Lease {
  readonly partition: number;
  /** Rises with every change of holder. */
  readonly epoch: string;
  /** Offset of the last committed record, undefined when none. */
  readonly after: string | undefined;
  /** How often in a row a holder vanished without committing anything. */
  readonly crashes: number;
}

export interface Share {
  /** All that this consumer holds now, renewed. */
  readonly leases: readonly Lease[];
  /** How many it should hold, given who else is alive. */
  readonly quota: number;
}

export interface FetchLimits {
  readonly records: number;
  readonly bytes: number;
}

export interface LeasedBackend {
  /**
   * Extends the leases held, takes free and expired ones up to the quota. `first` also takes back what
   * an earlier run of the same member held; `draining` takes nothing. By the back end's clock.
   */
  readonly renew: (mode: 'first' | 'steady' | 'draining') => Promise<Share>;
  /** Makes a lease free at once. Harmless when it was lost. */
  readonly release: (lease: Lease) => Promise<void>;
  /** This consumer no longer counts when partitions are shared out. */
  readonly leave: () => Promise<void>;
  /** How many records lie after each offset; a partition with none may be left out. */
  readonly pending: (
    wants: readonly { readonly partition: number; readonly after: string | undefined }[],
  ) => Promise<ReadonlyMap<number, number>>;
  /** At least one record when there is any; `more` when the limits cut it short. */
  readonly fetch: (
    partition: number,
    after: string | undefined,
    limits: FetchLimits,
  ) => Promise<{ readonly records: readonly DeliveredRecord[]; readonly more: boolean }>;
  /** Moves the position from `expected` to `next`; false when the lease is another's by now. */
  readonly commit: (lease: Lease, expected: string | undefined, next: string) => Promise<boolean>;
}

export interface Timing {
  readonly leaseMs: number;
  readonly renewEveryMs: number;
  /** Few records wait this long for company, so that batches grow with load. */
  readonly lingerMs: number;
  /** As many records go without waiting. */
  readonly fill: number;
  readonly pollMinMs: number;
  readonly pollMaxMs: number;
  readonly retryMinMs: number;
  readonly retryMaxMs: number;
  /** How long a stopping consumer lets its batches finish before it aborts them. */
  readonly drainMs: number;
}

export const DEFAULT_TIMING: Timing = {
  leaseMs: 10_000,
  renewEveryMs: 2_000,
  lingerMs: 20,
  fill: 64,
  pollMinMs: 10,
  pollMaxMs: 50,
  retryMinMs: 100,
  retryMaxMs: 5_000,
  drainMs: 15_000,
};

/** Lists who gets how many: as even as can be, the first names one more. Zero for an unknown name. */
export const quotaOf = (member: string, members: readonly string[], partitions: number): number => {
  const rank = [...members].sort().indexOf(member);
  if (rank < 0) return 0;
  return Math.floor(partitions / members.length) + (rank < partitions % members.length ? 1 : 0);
};
