// biome-ignore-all lint/style/noDefaultExport: the modules of kafkajs have them
/** The parts of kafkajs 2.2.4 that we drive ourselves; it has no types for them. */
declare module 'kafkajs/src/cluster/index.js' {
  interface PartitionOffset {
    readonly partition: number;
    readonly offset: string;
  }
  interface Message {
    readonly offset: string;
    readonly timestamp: string;
    readonly key: Buffer | null;
    readonly value: Buffer | null;
    readonly headers: Readonly<Record<string, Buffer | string | readonly (Buffer | string)[]>>;
    readonly isControlRecord: boolean;
  }
  interface PartitionData {
    readonly partition: number;
    readonly highWatermark: string;
    readonly abortedTransactions: readonly unknown[];
    readonly messages: readonly Message[];
  }
  interface GroupTopic<P> {
    readonly topic: string;
    readonly partitions: readonly P[];
  }
  interface Broker {
    readonly connectionPool: { send(request: unknown): Promise<unknown> };
    lookupRequest(apiKey: number, definition: unknown): (payload: object) => unknown;
    fetch(request: {
      readonly replicaId: number;
      readonly isolationLevel: number;
      readonly maxWaitTime: number;
      readonly minBytes: number;
      readonly maxBytes: number;
      readonly topics: readonly GroupTopic<{
        readonly partition: number;
        readonly fetchOffset: string;
        readonly maxBytes: number;
      }>[];
    }): Promise<{
      readonly responses: readonly { readonly partitions: readonly PartitionData[] }[];
    }>;
    heartbeat(request: {
      readonly groupId: string;
      readonly groupGenerationId: number;
      readonly memberId: string;
    }): Promise<unknown>;
    syncGroup(request: {
      readonly groupId: string;
      readonly generationId: number;
      readonly memberId: string;
      readonly groupAssignment: readonly {
        readonly memberId: string;
        readonly memberAssignment: Buffer;
      }[];
    }): Promise<{ readonly memberAssignment: Buffer }>;
    leaveGroup(request: { readonly groupId: string; readonly memberId: string }): Promise<unknown>;
    offsetCommit(request: {
      readonly groupId: string;
      readonly groupGenerationId: number;
      readonly memberId: string;
      readonly topics: readonly GroupTopic<PartitionOffset & { readonly metadata: string }>[];
    }): Promise<unknown>;
    offsetFetch(request: {
      readonly groupId: string;
      readonly topics: readonly GroupTopic<{ readonly partition: number }>[];
    }): Promise<{
      readonly responses: readonly GroupTopic<
        PartitionOffset & { readonly metadata: string | null }
      >[];
    }>;
  }
  class Cluster {
    constructor(options: object);
    connect(): Promise<void>;
    disconnect(): Promise<void>;
    isConnected(): boolean;
    addTargetTopic(topic: string): Promise<void>;
    refreshMetadata(): Promise<void>;
    refreshMetadataIfNecessary(): Promise<void>;
    findBroker(options: { readonly nodeId: string }): Promise<Broker>;
    findTopicPartitionMetadata(topic: string): readonly { readonly partitionId: number }[];
    findLeaderForPartitions(
      topic: string,
      partitions: readonly number[],
    ): Readonly<Record<string, readonly number[]>>;
    findGroupCoordinator(options: { readonly groupId: string }): Promise<Broker>;
    fetchTopicsOffset(
      topics: readonly (GroupTopic<{ readonly partition: number }> & {
        readonly fromBeginning?: boolean;
        readonly fromTimestamp?: number;
      })[],
    ): Promise<readonly GroupTopic<PartitionOffset>[]>;
  }
  export default Cluster;
  export type { Broker, Message, PartitionData };
}

declare module 'kafkajs/src/loggers/index.js' {
  const loggers: {
    createLogger(options: { readonly level: number; readonly logCreator: unknown }): unknown;
  };
  export default loggers;
}

declare module 'kafkajs/src/network/socketFactory.js' {
  import type { ISocketFactory } from 'kafkajs';

  const createSocketFactory: () => ISocketFactory;
  export default createSocketFactory;
}

declare module 'kafkajs/src/consumer/batch.js' {
  import type { Message, PartitionData } from 'kafkajs/src/cluster/index.js';

  class Batch {
    constructor(topic: string, fetchedOffset: string, data: PartitionData);
    readonly messages: readonly Message[];
    lastOffset(): string;
    isEmptyDueToFiltering(): boolean;
  }
  export default Batch;
}

declare module 'kafkajs/src/protocol/requests/index.js' {
  const protocol: {
    requests: Record<string, unknown>;
  };
  export default protocol;
}

declare module 'kafkajs/src/protocol/requests/apiKeys.js' {
  const apiKeys: Readonly<Record<string, number>>;
  export default apiKeys;
}

declare module 'kafkajs/src/network/requestQueue/index.js' {
  class RequestQueue {
    constructor(options: object);
    readonly pending: readonly unknown[];
    readonly throttleCheckTimeoutId: NodeJS.Timeout | null;
    push(request: object): void;
    fulfillRequest(response: object): void;
    maybeThrottle(forMs: number): void;
    scheduleCheckPendingRequests(): void;
    destroy(): void;
  }
  export default RequestQueue;
}
