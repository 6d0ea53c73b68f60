import type { Stream } from '../stream.ts';

/** One client of the back end under test, as a process of its own would have. */
export interface ContractClient {
  readonly stream: Stream;
  /** From now on nothing of this client reaches the back end, as if its process were stopped. */
  readonly freeze: () => void;
  /** What was held up goes on. */
  readonly thaw: () => void;
}

export interface ContractTarget {
  readonly open: () => Promise<ContractClient>;
  /** Breaks every connection, or restarts the back end; it must come back by itself. */
  readonly disrupt?: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What an adapter can promise beyond the port, so that it is tested and not assumed. */
export interface Abilities {
  /** Offsets of a partition have no gaps. */
  readonly gapless: boolean;
  /** A value of this size passes; one byte more is refused. */
  readonly valueBytesMax: number;
  /** A restarted member gets its partitions back well before its lease would end. */
  readonly returnsAtOnce: boolean;
  /** A lease that nobody renews is free after this time. */
  readonly leaseMs: number;
}
