import type { Stream } from '@ventanilla/stream';
import { Appender } from '@ventanilla/stream/appender';
import { consumeByLease, DEFAULT_TIMING, pause, type Timing } from '@ventanilla/stream/leased';
import { measure, type Sized } from '@ventanilla/stream/pack';
import { readBacklog } from './backlog.ts';
import { ensureTopics } from './ensure.ts';
import { postgresLeases } from './leases.ts';
import { type Database, type DatabaseSettings, openDatabase } from './pool.ts';
import { type Topic, topicDirectory } from './topics.ts';
import { writeRecords } from './writer.ts';

export interface PostgresStreamSettings {
  readonly url: string;
  readonly applicationName?: string;
  /** Connections for appending, and for consuming. */
  readonly writeConnectionsMax?: number;
  readonly readConnectionsMax?: number;
  /** How long records stay after every group has passed them (24). */
  readonly retentionHours?: number;
  /** Beyond this size of the log, records that every group has passed go sooner (16 GiB). */
  readonly logBytesMax?: number;
  /** Topics never cleared; by default those whose name ends in `.dead`. */
  readonly isKept?: (topic: string) => boolean;
  /** Roles that `ensure` lets use the stream. */
  readonly grantTo?: readonly string[];
  readonly valueBytesMax?: number;
  /** How long few records wait for company before they are written (4 ms). */
  readonly appendLingerMs?: number;
  readonly timing?: Partial<Timing>;
  /** Opens a pool; tests put themselves in between. */
  readonly open?: (settings: DatabaseSettings) => Database;
}

const ROTATE_EVERY_MS = 60_000;

/** Clears what nobody needs, now and then, while a consumer runs. A failure waits for the next time. */
const keepTidy = async (
  database: Database,
  settings: PostgresStreamSettings,
  signal: AbortSignal,
): Promise<void> => {
  const { retentionHours = 24, logBytesMax = 16 * 2 ** 30 } = settings;
  while (!signal.aborted) {
    await pause(ROTATE_EVERY_MS, signal);
    if (signal.aborted) return;
    await rotate(database, retentionHours, logBytesMax).catch(() => undefined);
  }
};

const rotate = async (database: Database, hours: number, bytesMax: number): Promise<string> => {
  const { rows } = await database.query({
    text: `select stream.rotate($1 * interval '1 hour', $2, $3)`,
    values: [hours, Math.floor(bytesMax / 8), bytesMax],
  });
  return rows[0]?.[0] ?? '';
};

/** A stream on Postgres: a partitioned log, for embedded use and small sites. `ensure` makes its schema. */
export const createPostgresStream = (settings: PostgresStreamSettings): Stream => {
  const { open = openDatabase, url, applicationName = 'ventanilla-stream' } = settings;
  const timing = { ...DEFAULT_TIMING, ...settings.timing };
  const writes = open({
    url,
    applicationName,
    connectionsMax: settings.writeConnectionsMax ?? 3,
    durable: true,
  });
  // A position lost in a crash of the database is a redelivery; waiting for the disk buys nothing.
  const reads = open({
    url,
    applicationName,
    connectionsMax: settings.readConnectionsMax ?? 4,
    durable: false,
  });
  const topicOf = topicDirectory(reads);
  const limits = {
    valueBytesMax: settings.valueBytesMax ?? 1024 * 1024,
    pendingBytesMax: 64 * 1024 * 1024,
    requestBytesMax: 8 * 1024 * 1024,
    requestRecordsMax: 2_000,
    lingerMs: settings.appendLingerMs ?? 4,
  };
  const newAppender = (topic: Topic) =>
    new Appender<Sized>(
      { prepare: measure, write: (records) => writeRecords(writes, topic, records) },
      limits,
    );
  // The promise is kept, not the writer: calls that overlap its making must not overtake each other.
  const writers = new Map<string, Promise<Appender<Sized>>>();
  const writerOf = (name: string): Promise<Appender<Sized>> => {
    const found = writers.get(name);
    if (found) return found;
    const made = topicOf(name).then((topic) => newAppender(topic));
    writers.set(name, made);
    made.catch(() => writers.delete(name));
    return made;
  };
  const isKept = settings.isKept ?? ((topic: string) => topic.endsWith('.dead'));

  return {
    append: async (topic, records) => (await writerOf(topic)).append(records),
    consume: async (options) => {
      const { group, member, signal } = options;
      const topic = await topicOf(options.topic);
      const backend = postgresLeases(reads, { topic, group, member, leaseMs: timing.leaseMs });
      const over = new AbortController();
      const tidied = keepTidy(reads, settings, AbortSignal.any([signal, over.signal]));
      try {
        await consumeByLease(backend, options, timing);
      } finally {
        over.abort();
        await tidied;
      }
    },
    backlog: async (topic, group) => readBacklog(reads, await topicOf(topic), group),
    ensure: (topics) => ensureTopics(writes, topics, { grantTo: settings.grantTo ?? [], isKept }),
    close: async () => {
      await Promise.all([writes.close(), reads.close()]);
    },
  };
};

/** Starts a new slot of the log if one is due; `rotated`, or why not. For the operator and for tests. */
export const rotateLog = async (settings: PostgresStreamSettings): Promise<string> => {
  const { retentionHours = 24, logBytesMax = 16 * 2 ** 30, open = openDatabase, url } = settings;
  const database = open({
    url,
    applicationName: 'ventanilla-stream',
    connectionsMax: 1,
    durable: true,
  });
  try {
    return await rotate(database, retentionHours, logBytesMax);
  } finally {
    await database.close();
  }
};
