import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { KinesisClient, type KinesisClientConfig } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Stream } from '@ventanilla/stream';
import { Appender } from '@ventanilla/stream/appender';
import { consumeByLease, DEFAULT_TIMING, type Timing } from '@ventanilla/stream/leased';
import { readBacklog } from './backlog.ts';
import { ensureStreams } from './ensure.ts';
import { type Database, ensureLeases, openDatabase } from './lease-table.ts';
import { ShardLeases } from './leases.ts';
import { ShardReader } from './reader.ts';
import { listShards } from './shards.ts';
import { measure, type Sized, writeRecords } from './writer.ts';

export interface KinesisStreamSettings {
  readonly region: string;
  /** Another server than AWS. */
  readonly endpoint?: string;
  /** Else those of the task or the machine. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Postgres that holds the leases. */
  readonly leasesUrl: string;
  /** Roles that may use the leases made by `ensure`. */
  readonly grantTo?: readonly string[];
  /** Put before each topic to make the stream's name. */
  readonly prefix?: string;
  readonly retentionHours?: number;
  readonly kmsKeyId?: string;
  readonly valueBytesMax?: number;
  readonly appendLingerMs?: number;
  readonly appendDeadlineMs?: number;
  /** Between reads of one shard (200 ms): five a second are allowed, for all groups together. */
  readonly pollMs?: number;
  readonly timing?: Partial<Timing>;
  /** Tests put themselves in between here. */
  readonly requestHandler?: KinesisClientConfig['requestHandler'];
  readonly openLeases?: (url: string) => Database;
}

/** What the service takes, less room for key and headers. */
const VALUE_BYTES_MAX = 1024 * 1024 - 16 * 1024;

export const openClient = (settings: KinesisStreamSettings): KinesisClient => {
  const agents = { keepAlive: true, maxSockets: 64 };
  return new KinesisClient({
    region: settings.region,
    // Trying again is ours: we know until when, and which records of a request.
    maxAttempts: 1,
    // Its default speaks HTTP/2, where a large body to a server without it ends the whole process.
    requestHandler:
      settings.requestHandler ??
      new NodeHttpHandler({
        httpAgent: new HttpAgent(agents),
        httpsAgent: new HttpsAgent(agents),
        connectionTimeout: 3_000,
        requestTimeout: 20_000,
        throwOnRequestTimeout: true,
      }),
    ...(settings.endpoint !== undefined && { endpoint: settings.endpoint }),
    ...(settings.credentials && { credentials: settings.credentials }),
  });
};

/** A stream on Kinesis: appends that keep the order of a key, and a consumer of our own with leases in Postgres. */
export const createKinesisStream = (settings: KinesisStreamSettings): Stream => {
  const timing = { ...DEFAULT_TIMING, ...settings.timing };
  const { prefix = '', pollMs = 200 } = settings;
  const client = openClient(settings);
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
      const reader = new ShardReader(client, streamName, pollMs);
      const lease = { streamName, group, member, leaseMs: timing.leaseMs };
      await consumeByLease(new ShardLeases({ client, database, reader }, lease), options, timing);
    },
    backlog: async (topic, group) => {
      await ensureLeases(database);
      return readBacklog(client, database, prefix + topic, group);
    },
    ensure: async (topics) => {
      await ensureLeases(database, settings.grantTo);
      const { retentionHours = 168, kmsKeyId } = settings;
      await ensureStreams(
        client,
        topics.map(({ name, partitions }) => ({ name: prefix + name, partitions })),
        { retentionHours, ...(kmsKeyId !== undefined && { kmsKeyId }) },
      );
    },
    close: async () => {
      client.destroy();
      await database.close();
    },
  };
};
