import { isRetryable } from '@ventanilla/errors';
import type { Stream } from '@ventanilla/stream';
import { Appender } from '@ventanilla/stream/appender';
import { consumeByLease, DEFAULT_TIMING, pause, type Timing } from '@ventanilla/stream/leased';
import { readBacklog } from './backlog.ts';
import { type ConnectionSettings, openClient, openCluster } from './connection.ts';
import { ensureTopics } from './ensure.ts';
import { GroupLeases } from './leases.ts';
import { topicDirectory } from './topics.ts';
import { measure, type Sized, SteadyProducer } from './writer.ts';

export interface KafkaStreamSettings extends ConnectionSettings {
  /** Of topics made by `ensure`. */
  readonly replicationFactor?: number;
  readonly minInsyncReplicas?: number;
  /** How long records stay, consumed or not (168). */
  readonly retentionHours?: number;
  /** Topics never cleared; by default those whose name ends in `.dead`. */
  readonly isKept?: (topic: string) => boolean;
  readonly valueBytesMax?: number;
  readonly appendLingerMs?: number;
  /** How long an append goes on trying while brokers are away (10 s). */
  readonly appendDeadlineMs?: number;
  /** `leaseMs` is the group session timeout. */
  readonly timing?: Partial<Timing>;
}

const REQUEST_BYTES_MAX = 4 * 1024 * 1024;
const REBALANCE_MS = 60_000;

/** A group of ours is one for each topic: Kafka would share all topics of a group out at once. */
const groupIdOf = (group: string, topic: string): string => `${group}.${topic}`;

/** A question that changes nothing is asked again for a moment while a coordinator or leader moves. */
const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (!isRetryable(error) || attempt === 5) throw error;
      await pause(50 * 2 ** attempt, new AbortController().signal);
    }
  }
};

/** A stream on Kafka: own group membership over kafkajs's protocol, its producer for appending. */
export const createKafkaStream = (settings: KafkaStreamSettings): Stream => {
  const timing = { ...DEFAULT_TIMING, ...settings.timing };
  const client = openClient(settings);
  const producer = new SteadyProducer(client, settings.appendDeadlineMs ?? 10_000);
  const cluster = openCluster(settings);
  const partitionsOf = topicDirectory(cluster);
  const limits = {
    valueBytesMax: settings.valueBytesMax ?? 1024 * 1024,
    pendingBytesMax: 64 * 1024 * 1024,
    // Room for what measuring leaves out: the broker refuses a larger request whole.
    requestBytesMax: REQUEST_BYTES_MAX - 64 * 1024,
    requestRecordsMax: 2_000,
    lingerMs: settings.appendLingerMs ?? 4,
  };
  const appenders = new Map<string, Promise<Appender<Sized>>>();
  const appenderOf = (topic: string): Promise<Appender<Sized>> => {
    const found = appenders.get(topic);
    if (found) return found;
    const made = partitionsOf(topic).then(
      (partitions) =>
        new Appender<Sized>(
          { prepare: measure, write: (records) => producer.write(topic, partitions, records) },
          limits,
        ),
    );
    appenders.set(topic, made);
    made.catch(() => appenders.delete(topic));
    return made;
  };

  return {
    append: async (topic, records) => (await appenderOf(topic)).append(records),
    consume: async (options) => {
      const { topic, group, member } = options;
      await partitionsOf(topic);
      // A connection of its own: a join holds up whatever else goes over the same one.
      const own = openCluster(settings);
      await topicDirectory(own)(topic);
      const membership = {
        topic,
        groupId: groupIdOf(group, topic),
        member,
        sessionMs: timing.leaseMs,
        rebalanceMs: Math.max(REBALANCE_MS, timing.leaseMs),
      };
      try {
        await consumeByLease(new GroupLeases(own, membership), options, timing);
      } finally {
        await own.disconnect().catch(() => undefined);
      }
    },
    backlog: async (topic, group) =>
      patiently(async () =>
        readBacklog(cluster, topic, await partitionsOf(topic), groupIdOf(group, topic), Date.now()),
      ),
    ensure: async (topics) => {
      const admin = client.admin();
      try {
        return await ensureTopics(admin, topics, {
          replicationFactor: settings.replicationFactor ?? 1,
          minInsyncReplicas: settings.minInsyncReplicas ?? 1,
          retentionHours: settings.retentionHours ?? 168,
          requestBytesMax: REQUEST_BYTES_MAX,
          isKept: settings.isKept ?? ((topic) => topic.endsWith('.dead')),
        });
      } finally {
        await admin.disconnect().catch(() => undefined);
      }
    },
    close: async () => {
      await producer.close();
      await cluster.disconnect().catch(() => undefined);
    },
  };
};
