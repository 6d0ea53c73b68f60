import type { Stream } from '@ventanilla/stream';
import { Appender } from '@ventanilla/stream/appender';
import { consumeByLease, DEFAULT_TIMING, type Timing } from '@ventanilla/stream/leased';
import { readBacklog } from './backlog.ts';
import { type ClientSettings, openClient, openSubscriptionClient } from './client.ts';
import { ensureStreams } from './ensure.ts';
import { FanOutSource } from './fan-out.ts';
import { type Database, ensureLeases, openDatabase } from './lease-table.ts';
import { ShardLeases } from './leases.ts';
import { PollingSource } from './polling.ts';
import { registration } from './registration.ts';
import { listShards } from './shards.ts';
import { measure, type Sized, writeRecords } from './writer.ts';

export interface KinesisStreamSettings extends ClientSettings {
  /** Postgres that holds the leases. */
  readonly leasesUrl: string;
  /** Roles that may use the leases made by `ensure`. */
  readonly grantTo?: readonly string[];
  /** Put before each topic to make the stream's name. */
  readonly prefix?: string;
  readonly retentionHours?: number;
  readonly kmsKeyId?: string;
  readonly onDemand?: boolean;
  readonly valueBytesMax?: number;
  readonly appendLingerMs?: number;
  readonly appendDeadlineMs?: number;
  /** Between reads of one shard (200 ms): five a second are allowed, for all groups together. */
  readonly pollMs?: number;
  /** Each group subscribes, at a throughput of its own, in place of polling. */
  readonly fanOut?: boolean;
  readonly timing?: Partial<Timing>;
  /** Tests put themselves in between here. */
  readonly openLeases?: (url: string) => Database;
}

/** What the service takes, less room for key and headers. */
const VALUE_BYTES_MAX = 1024 * 1024 - 16 * 1024;

/** A stream on Kinesis: appends that keep the order of a key, and a consumer of our own with leases in Postgres. */
export const createKinesisStream = (settings: KinesisStreamSettings): Stream => {
  const timing = { ...DEFAULT_TIMING, ...settings.timing };
  const { prefix = '', pollMs = 200 } = settings;
  const client = openClient(settings);
  const subscribing = settings.fanOut ? openSubscriptionClient(settings) : undefined;
  const database = (settings.openLeases ?? openDatabase)(settings.leasesUrl);
  const limits = {
    valueBytesMax: settings.valueBytesMax ?? VALUE_BYTES_MAX,
    pendingBytesMax: 64 * 1024 * 1024,
    requestBytesMax: 5 * 1024 * 1024 - 64 * 1024,
    requestRecordsMax: 500,
    lingerMs: settings.appendLingerMs ?? 10,
  };
  const appenders = new Map<string, Promise<Appender<Sized>>>();
  const appenderOf = (topic: string): Promise<Appender<Sized>> => {
    const found = appenders.get(topic);
    if (found) return found;
    const streamName = prefix + topic;
    const deadlineMs = settings.appendDeadlineMs ?? 10_000;
    const ports = { client, streamName, deadlineMs, random: Math.random };
    const made = listShards(client, streamName).then(
      () =>
        new Appender<Sized>(
          { prepare: measure, write: (records) => writeRecords(ports, records) },
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
      const streamName = prefix + topic;
      await ensureLeases(database);
      const over = new AbortController();
      const source = subscribing
        ? new FanOutSource({
            client: subscribing,
            consumer: registration(client, streamName, group, over.signal),
            over: over.signal,
          })
        : new PollingSource(client, streamName, pollMs);
      const lease = { streamName, group, member, leaseMs: timing.leaseMs };
      const leases = new ShardLeases({ client, database, source }, lease);
      await consumeByLease(leases, options, timing).finally(() => over.abort());
    },
    backlog: async (topic, group) => {
      await ensureLeases(database);
      return readBacklog(client, database, prefix + topic, group);
    },
    ensure: async (topics) => {
      await ensureLeases(database, settings.grantTo);
      const { retentionHours = 168, kmsKeyId, onDemand = false } = settings;
      const wanted = { prefix, retentionHours, onDemand };
      return ensureStreams(client, topics, {
        ...wanted,
        ...(kmsKeyId !== undefined && { kmsKeyId }),
      });
    },
    close: async () => {
      client.destroy();
      subscribing?.destroy();
      await database.close();
    },
  };
};
