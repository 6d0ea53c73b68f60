/**
 * The stream port: an append-only log cut into topics and partitions.
 *
 * Order: records of one key keep the order in which `append` was called; between keys none is promised.
 * Delivery: at least once; a handler's effect comes before the commit, so every handler must be
 * harmless when run twice. Positions of one partition rise; gaps are allowed.
 */

export interface StreamRecord {
  /** Decides the partition, and the order within it. */
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Uint8Array;
}

/** Where a record lies. `offset` is decimal text: Kinesis sequence numbers outgrow a double. */
export interface Position {
  readonly partition: number;
  readonly offset: string;
  /** Place within a bundle of records that share one offset. */
  readonly index?: number;
}

export type AppendResult =
  | { readonly ok: true; readonly position: Position }
  | { readonly ok: false; readonly error: unknown };

export interface Sink {
  /**
   * Resolves when every record is durable or has failed, in the order given. A failed record of a key
   * fails the later records of that key too. Throws OperationalError when nothing was written.
   */
  readonly append: (
    topic: string,
    records: readonly StreamRecord[],
  ) => Promise<readonly AppendResult[]>;
}

export interface DeliveredRecord extends StreamRecord {
  readonly position: Position;
  /** ISO instant at which the stream took it, by the stream's clock. */
  readonly appendedAt: string;
  /** 1 for the first delivery; best effort, an adapter that cannot know says 1. */
  readonly delivery: number;
}

/** Records of one partition, in order. */
export interface Batch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly DeliveredRecord[];
  /**
   * Aborted when the right to this partition is lost, or when a stopping consumer has waited for the
   * batch long enough: abandon unfinished work.
   */
  readonly signal: AbortSignal;
}

/**
 * Returns when the effects of the whole batch are durable; the adapter then commits its position.
 * Throwing leaves the position where it was and the same records are delivered again after a delay.
 */
export type BatchHandler = (batch: Batch) => Promise<void>;

export interface ConsumeOptions {
  readonly topic: string;
  /** Consumers of one group share the partitions; each group sees every record. */
  readonly group: string;
  /** Stable across restarts, so that a restarted process takes its own partitions back at once. */
  readonly member: string;
  readonly handler: BatchHandler;
  /** Records a batch, and bytes of values a batch; at least one record is always delivered. */
  readonly batchSizeMax?: number;
  readonly batchBytesMax?: number;
  /** Called once for each failed delivery, before the delay. */
  readonly onError?: (error: unknown, batch: Batch) => void;
  /** Ends the consumer: the batch in hand is finished and committed, leases are released. */
  readonly signal: AbortSignal;
}

/** How far a group is behind on one partition. */
export interface Backlog {
  readonly partition: number;
  /** Offset of the last committed record, undefined when none. */
  readonly committed: string | undefined;
  /** Offset of the newest record, undefined when the partition is empty. */
  readonly end: string | undefined;
  readonly records: number;
  /** Age of the oldest record not yet committed, by the stream's clock; 0 when there is none. */
  readonly oldestAgeMs: number;
}

/** Something that a topic has otherwise than asked. */
export interface Deviation {
  readonly topic: string;
  /** `partitions`, or the vendor's name of a setting. */
  readonly of: string;
  readonly found: string;
  readonly wanted: string;
}

export interface Stream extends Sink {
  /** Runs until `signal` aborts; rejects only on a broken invariant or a non-retryable failure of the stream. */
  readonly consume: (options: ConsumeOptions) => Promise<void>;
  readonly backlog: (topic: string, group: string) => Promise<readonly Backlog[]>;
  /**
   * Creates the topics with this many partitions if they are not there, and completes what a call cut short
   * left undone. Existing ones keep what they have: where that is not what was asked, it is told.
   */
  readonly ensure: (
    topics: readonly { readonly name: string; readonly partitions: number }[],
  ) => Promise<readonly Deviation[]>;
  readonly close: () => Promise<void>;
}
