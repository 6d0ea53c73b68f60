/** Where the stream of a platform on this machine is. */

import { join } from 'node:path';
import type { Home } from './home.ts';

export type StreamKind = 'postgres' | 'kafka';

/** Where the stream is, in the words of the services' settings. */
export type StreamAddress =
  | { readonly STREAM_KIND: 'postgres'; readonly STREAM_URL: string }
  | {
      readonly STREAM_KIND: 'kafka';
      readonly STREAM_KAFKA_BROKERS: string;
      readonly STREAM_KAFKA_REPLICATION: '1';
      readonly STREAM_KAFKA_IN_SYNC_MIN: '1';
    };

/** A broker of this platform's own, when its stream is to be Kafka. */
export async function startLocalBroker(
  kind: StreamKind,
  home: Home,
  log: (line: string) => void,
): Promise<{ readonly address: StreamAddress; readonly stop: () => Promise<void> } | undefined> {
  if (kind !== 'kafka') return undefined;
  const { startKafka } = await import('@ventanilla/testing');
  const broker = await startKafka({ dataDir: join(home.root, 'kafka'), log, heapMb: 512 });
  return {
    address: {
      STREAM_KIND: 'kafka',
      STREAM_KAFKA_BROKERS: broker.brokers.join(','),
      STREAM_KAFKA_REPLICATION: '1',
      STREAM_KAFKA_IN_SYNC_MIN: '1',
    },
    stop: broker.stop,
  };
}
