/** From a local Kinesis to a real Kafka broker by the command itself, killed again and again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBareStream, streamSettings } from '@ventanilla/backends';
import { appendAll, COPY_HEADER, type Stream, withoutRepeats } from '@ventanilla/stream';
import {
  describeUnless,
  type KafkaServer,
  type LocalKinesis,
  startKinesis,
  type TestDatabase,
  testDatabase,
  waitFor,
} from '@ventanilla/testing';
import { testKafka, testKafkaObstacle } from '@ventanilla/testing/kafka';
import { z } from 'zod';
import { startWith } from './command.ts';

const TOPIC = 'documents.registered';
const KEYS = 50;
const PLACES = 60;
const KILLS = 4;

/** What was handed over, and what came before its predecessor of the same key. */
function ledger() {
  const seen = new Map<string, number>();
  const next = new Map<string, number>();
  const outOfOrder: string[] = [];
  return {
    outOfOrder,
    distinct: () => seen.size,
    repeated: () => [...seen.values()].filter((count) => count > 1).length,
    note: (value: Uint8Array) => {
      const text = Buffer.from(value).toString();
      const [key = '', place] = text.split(':');
      const count = seen.get(text) ?? 0;
      seen.set(text, count + 1);
      if (count > 0) return;
      if (Number(place) !== (next.get(key) ?? 0)) outOfOrder.push(text);
      next.set(key, Number(place) + 1);
    },
  };
}

describeUnless(await testKafkaObstacle(), 'ventanilla stream bridge', () => {
  let folder: string;
  let kinesis: LocalKinesis;
  let kafka: KafkaServer;
  let leases: TestDatabase;
  let environment: Record<string, string>;
  const streams: Stream[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ventanilla-bridge-'));
    [kinesis, kafka, leases] = await Promise.all([
      startKinesis(),
      testKafka({ dataDir: folder }),
      testDatabase(),
    ]);
    environment = {
      STREAM_URL: leases.url,
      STREAM_KINESIS_ENDPOINT: kinesis.endpoint,
      STREAM_KINESIS_REGION: kinesis.region,
      STREAM_KINESIS_ACCESS_KEY_ID: kinesis.credentials.accessKeyId,
      STREAM_KINESIS_SECRET_ACCESS_KEY: kinesis.credentials.secretAccessKey,
      FROM_STREAM_PARTITIONS: '2',
      TO_STREAM_PARTITIONS: '3',
      STREAM_KAFKA_BROKERS: kafka.brokers.join(','),
      STREAM_KAFKA_REPLICATION: '1',
      STREAM_KAFKA_IN_SYNC_MIN: '1',
      MEMBER_ID: 'bridge',
    };
  }, 240_000);
  afterAll(async () => {
    await Promise.allSettled(streams.map((stream) => stream.close()));
    kinesis?.stop();
    await kafka?.stop();
    await leases?.drop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const open = async (kind: string): Promise<Stream> => {
    const settings = z.object(streamSettings).parse({ ...environment, STREAM_KIND: kind });
    const stream = await openBareStream(settings, 'test');
    streams.push(stream);
    return stream;
  };
  const bridge = (...more: string[]) =>
    startWith(environment, 'stream', 'bridge', '--from', 'kinesis', '--to', 'kafka', ...more);

  it('loses nothing, hands over nothing twice and keeps each key in order through kill -9', async () => {
    const source = await open('kinesis');
    const target = await open('kafka');
    await source.ensure([{ name: TOPIC, partitions: 2 }]);
    await target.ensure([{ name: TOPIC, partitions: 3 }]);
    const read = ledger();
    const raw = ledger();
    const stopping = new AbortController();
    const reader = { topic: TOPIC, member: 'm', signal: stopping.signal };
    const readers = [
      withoutRepeats(target).consume({
        ...reader,
        group: 'site',
        handler: async ({ records }) => records.forEach(({ value }) => void read.note(value)),
      }),
      target.consume({
        ...reader,
        group: 'raw',
        handler: async ({ records }) => {
          for (const { value, headers } of records) {
            expect(headers[COPY_HEADER]).toMatch(
              /^kinesis\/documents\.registered\/\d+\/\d+\/[0-9a-f]{16}$/,
            );
            raw.note(value);
          }
        },
      }),
    ];
    let running = bridge();
    const killing = (async () => {
      for (let kill = 1; kill <= KILLS; kill++) {
        const mark = (KEYS * PLACES * kill) / (KILLS + 1);
        // At the very sight of a copy: its original is hardly committed yet.
        const patience = { what: `${mark} copies`, timeoutMs: 90_000, everyMs: 1 };
        await waitFor(() => raw.distinct() >= mark, patience);
        running.child.kill('SIGKILL');
        await running.finished;
        running = bridge();
      }
    })();
    for (let place = 0; place < PLACES; place++) {
      const records = Array.from({ length: KEYS }, (_, i) => ({
        key: `key-${i}`,
        headers: { kind: 'test' },
        value: Buffer.from(`key-${i}:${place}`),
      }));
      await appendAll(source, TOPIC, records);
    }
    await killing;
    const all = () => read.distinct() === KEYS * PLACES && raw.distinct() === KEYS * PLACES;
    await waitFor(all, { what: 'all copies', timeoutMs: 90_000 });
    // The one before it may have copied all: then this one has hardly begun, and knows no SIGTERM yet.
    const hasBegun = () => running.out().includes('"copying"');
    await waitFor(hasBegun, { what: 'the bridge', timeoutMs: 60_000 });
    running.child.kill('SIGTERM');
    expect((await running.finished).code).toBe(0);
    // With everything copied, another run finds nothing and ends by itself.
    expect((await bridge('--once').finished).code).toBe(0);
    stopping.abort();
    await Promise.all(readers);
    expect([read.outOfOrder, raw.outOfOrder]).toEqual([[], []]);
    expect(read.repeated()).toBe(0);
    process.stderr.write(
      `bridge: ${raw.repeated()} of ${KEYS * PLACES} copied twice, 0 handed over twice\n`,
    );
  }, 240_000);

  it('says what is wrong with the settings of which side', async () => {
    const wrong = { ...environment, TO_STREAM_PARTITIONS: 'many' };
    const args = ['stream', 'bridge', '--from', 'kinesis', '--to', 'kafka'];
    const { code, err } = await startWith(wrong, ...args).finished;
    expect([code, err]).toEqual([2, expect.stringContaining('side TO')]);
  });
});
