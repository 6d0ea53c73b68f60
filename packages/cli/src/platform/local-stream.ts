/** Where the stream of a platform on this machine is. */
import { join } from 'node:path';
import type { KinesisDoor } from '@ventanilla/testing';
import type { Home } from './home.ts';

export const STREAM_KINDS = ['postgres', 'kafka', 'kinesis'] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

/** Where the stream is, in the words of the services' settings. */
export type StreamAddress = Readonly<Record<`STREAM_${string}`, string>> & {
  readonly STREAM_KIND: StreamKind;
};

export interface LocalBroker {
  /** All but the database. */
  readonly address: StreamAddress;
  readonly pid: () => number;
  /** Stops it, by kill -9 or in order, and starts it on the same data and port; Kafka only. */
  readonly restart?: (how: 'kill' | 'stop') => Promise<void>;
  /** What its API does to those who ask; Kinesis only. */
  readonly door?: KinesisDoor;
  readonly stop: () => Promise<void>;
}

/** A broker of this platform's own, unless its stream is in the database. */
export async function startLocalBroker(
  kind: StreamKind,
  home: Home,
  log: (line: string) => void,
): Promise<LocalBroker | undefined> {
  switch (kind) {
    case 'postgres':
      return undefined;
    case 'kafka':
      return startLocalKafka(home, log);
    case 'kinesis':
      return startLocalKinesis(log);
  }
}

async function startLocalKafka(home: Home, log: (line: string) => void): Promise<LocalBroker> {
  const { startKafka } = await import('@ventanilla/testing');
  const options = { dataDir: join(home.root, 'kafka'), heapMb: 512 };
  let broker = await startKafka({ ...options, log });
  const { port, brokers } = broker;
  return {
    address: kafkaAddress(brokers),
    pid: () => broker.pid,
    restart: async (how) => {
      if (how === 'kill') await broker.kill();
      else await broker.stop();
      broker = await startKafka({ ...options, port });
    },
    stop: () => broker.stop(),
  };
}

/** Of one broker without copies. */
export const kafkaAddress = (brokers: readonly string[]): StreamAddress => ({
  STREAM_KIND: 'kafka',
  STREAM_KAFKA_BROKERS: brokers.join(','),
  STREAM_KAFKA_REPLICATION: '1',
  STREAM_KAFKA_IN_SYNC_MIN: '1',
});

/** A double of the API: it keeps nothing on disk, so it is for trying out only. */
async function startLocalKinesis(log: (line: string) => void): Promise<LocalBroker> {
  const { openKinesisDoor, startKinesis } = await import('@ventanilla/testing');
  const { endpoint: inner, region, credentials, pid, stop } = await startKinesis();
  const door = await openKinesisDoor(inner);
  const { endpoint } = door;
  log(`a local Kinesis on ${endpoint}; what it holds is gone when it stops`);
  return {
    address: {
      STREAM_KIND: 'kinesis',
      STREAM_KINESIS_ENDPOINT: endpoint,
      STREAM_KINESIS_REGION: region,
      // Leases outlive it in the database: those of an earlier start are not to be taken for ours.
      STREAM_KINESIS_PREFIX: `from-${Date.now()}.`,
      STREAM_KINESIS_ACCESS_KEY_ID: credentials.accessKeyId,
      STREAM_KINESIS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    },
    pid: () => pid,
    door,
    stop: async () => {
      await door.close();
      stop();
    },
  };
}
