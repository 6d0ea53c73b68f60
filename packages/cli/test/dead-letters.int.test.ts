/** Dead letters by the command itself, over each stream that is not the database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBareStream, streamSettings } from '@ventanilla/backends';
import { OperationalError } from '@ventanilla/errors';
import { TOPICS } from '@ventanilla/messages';
import { appendAll, type Batch, type Stream, withDeadLetters } from '@ventanilla/stream';
import { describeUnless, startKinesis, testDatabase, waitFor } from '@ventanilla/testing';
import { testKafka, testKafkaObstacle } from '@ventanilla/testing/kafka';
import { z } from 'zod';
import { startWith } from './command.ts';

type Environment = Readonly<Record<string, string>>;
interface Place {
  readonly environment: Environment;
  readonly close: () => Promise<void>;
}

const overKafka = async (): Promise<Place> => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ventanilla-letters-'));
  const kafka = await testKafka({ dataDir });
  return {
    environment: {
      STREAM_KIND: 'kafka',
      STREAM_KAFKA_BROKERS: kafka.brokers.join(','),
      STREAM_KAFKA_REPLICATION: '1',
      STREAM_KAFKA_IN_SYNC_MIN: '1',
    },
    close: async () => {
      await kafka.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};

const overKinesis = async (): Promise<Place> => {
  const [kinesis, database] = await Promise.all([startKinesis(), testDatabase()]);
  return {
    environment: {
      STREAM_KIND: 'kinesis',
      STREAM_URL: database.url,
      STREAM_KINESIS_ENDPOINT: kinesis.endpoint,
      STREAM_KINESIS_REGION: kinesis.region,
      STREAM_KINESIS_ACCESS_KEY_ID: kinesis.credentials.accessKeyId,
      STREAM_KINESIS_SECRET_ACCESS_KEY: kinesis.credentials.secretAccessKey,
    },
    close: async () => {
      kinesis.stop();
      await database.drop();
    },
  };
};

const RECORDS = 40;
const POISON: Readonly<Record<string, string>> = { d7: 'unreadable', d8: 'unreadable', d31: 'odd' };

/** Handles all records of the topic but those that are poison, which it sets aside. */
const settle = async (stream: Stream): Promise<ReadonlySet<string>> => {
  const handled = new Set<string>();
  const stop = new AbortController();
  const work = async ({ records }: Batch) => {
    const [bad] = records.filter(({ key }) => POISON[key]);
    if (bad) throw new OperationalError(POISON[bad.key] ?? '', 'poison', { retryable: false });
    for (const { key } of records) handled.add(key);
  };
  const options = { sink: stream, deadTopic: TOPICS.dead, group: 'validation' };
  const consuming = stream.consume({
    topic: TOPICS.received,
    group: 'validation',
    member: 'm',
    signal: stop.signal,
    handler: withDeadLetters(work, options),
  });
  const settled = waitFor(
    async () => {
      const backlog = await stream.backlog(TOPICS.received, 'validation');
      return backlog.every(({ records }) => records === 0) && handled.size > 0;
    },
    { what: 'all records to be settled', timeoutMs: 60_000, everyMs: 100 },
  );
  await Promise.race([settled, consuming]).finally(() => stop.abort());
  await consuming;
  return handled;
};

const suite = (start: () => Promise<Place>) => () => {
  let place: Place;
  let stream: Stream;
  beforeAll(async () => {
    place = await start();
    stream = await openBareStream(z.object(streamSettings).parse(place.environment), 'test');
  }, 240_000);
  afterAll(async () => {
    await stream.close();
    await place.close();
  }, 60_000);

  const command = async (...args: readonly string[]) => {
    const { out, err, code } = await startWith(place.environment, ...args).finished;
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    return out.trimEnd().split('\n').filter(Boolean);
  };
  const letters = async (...args: readonly string[]): Promise<readonly string[]> => {
    const lines = await command('deadletters', ...args, '--json');
    return lines.map((line) => JSON.parse(line).documentId).sort();
  };

  it('are found one by one among the good, listed, shown, and handed back once', async () => {
    await command('stream', 'ensure');
    const keys = Array.from({ length: RECORDS }, (_, i) => `d${i}`);
    await appendAll(
      stream,
      TOPICS.received,
      keys.map((key) => ({ key, headers: { kept: key }, value: Buffer.from(key) })),
    );
    const handled = await settle(stream);
    expect([...handled].sort()).toEqual(keys.filter((key) => !POISON[key]).sort());

    expect(await letters('list')).toEqual(['d31', 'd7', 'd8']);
    expect(await letters('list', '--reason', 'odd')).toEqual(['d31']);
    expect(await letters('list', '--group', 'archive')).toEqual([]);
    const shown = JSON.parse((await command('deadletters', 'show', 'd7')).join('\n'));
    expect(shown).toMatchObject({ reason: 'unreadable', group: 'validation', valueBytes: 2 });

    const waiting = async () => {
      const backlog = await stream.backlog(TOPICS.received, 'validation');
      return backlog.reduce((sum, { records }) => sum + records, 0);
    };
    expect(await letters('replay', '--reason', 'unreadable', '--dry-run')).toEqual(['d7', 'd8']);
    expect(await waiting()).toBe(0);
    expect(await letters('replay', '--reason', 'unreadable', '--rate', '1')).toEqual(['d7', 'd8']);
    expect(await waiting()).toBe(2);
    expect(await letters('replay', '--reason', 'unreadable')).toEqual([]);
    expect(await letters('replay', '--id', 'd31')).toEqual(['d31']);
  }, 180_000);
};

describe('dead letters over Kinesis', suite(overKinesis));
describeUnless(await testKafkaObstacle(), 'dead letters over Kafka', () => {
  describe('dead letters over Kafka', suite(overKafka));
});
