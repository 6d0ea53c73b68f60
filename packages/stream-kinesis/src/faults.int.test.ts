import { appendAll, type Stream } from '@ventanilla/stream';
import {
  type KinesisDoor,
  type LocalKinesis,
  openKinesisDoor,
  startKinesis,
  type TestDatabase,
  testDatabase,
  waitFor,
} from '@ventanilla/testing';
import { createKinesisStream } from './index.ts';
import { openUnrest, type Unrest } from './unrest.ts';

const KEYS = 40;

/** Each value says its place within its key. */
const recordsOf = (place: number) =>
  Array.from({ length: KEYS }, (_, i) => ({
    key: `key-${i}`,
    headers: {},
    value: Buffer.from(`key-${i}:${place}`),
  }));

/** The ledger kept outside: what was seen, and the first record of a key that came too early. */
const ledger = () => {
  const seen = new Set<string>();
  const last = new Map<string, number>();
  const outOfOrder: string[] = [];
  let deliveries = 0;
  return {
    seen,
    outOfOrder,
    repeated: () => deliveries - seen.size,
    note: (value: Uint8Array) => {
      deliveries += 1;
      const text = Buffer.from(value).toString();
      if (seen.has(text)) return;
      seen.add(text);
      const [key = '', place] = text.split(':');
      if (Number(place) !== (last.get(key) ?? -1) + 1) outOfOrder.push(text);
      last.set(key, Number(place));
    },
  };
};

describe.each(['polling', 'fan-out'])('Kinesis faults, %s', (mode) => {
  let kinesis: LocalKinesis;
  let door: KinesisDoor;
  let database: TestDatabase;
  let unrest: Unrest;
  const streams: Stream[] = [];
  const settings = () => ({
    region: kinesis.region,
    endpoint: door.endpoint,
    credentials: kinesis.credentials,
    leasesUrl: database.url,
    pollMs: 100,
    fanOut: mode === 'fan-out',
    retentionHours: 24,
    appendDeadlineMs: 60_000,
    timing: { leaseMs: 3_000, renewEveryMs: 300, retryMinMs: 10 },
  });
  beforeAll(async () => {
    kinesis = await startKinesis();
    door = await openKinesisDoor(kinesis.endpoint, { apartMs: 300 });
    database = await testDatabase();
    unrest = openUnrest(settings());
  }, 120_000);
  afterEach(() => Promise.all(streams.splice(0).map((stream) => stream.close())));
  afterAll(async () => {
    await unrest.close();
    await door.close();
    kinesis.stop();
    await database.drop();
  });

  const open = (): Stream => {
    const stream = createKinesisStream(settings());
    streams.push(stream);
    return stream;
  };

  const consume = (stream: Stream, topic: string, member: string) => {
    const book = ledger();
    const controller = new AbortController();
    const done = stream.consume({
      topic,
      group: 'g',
      member,
      signal: controller.signal,
      handler: async ({ records }) => {
        for (const { value } of records) book.note(value);
      },
    });
    // Never resolves before it is stopped: what it rejects with is why the test fails.
    done.catch(() => undefined);
    const stop = () => {
      controller.abort();
      return done;
    };
    return { book, done, stop };
  };

  it('loses nothing and keeps the order of each key through refusals and reads that come to an end', async () => {
    const [writer, reader] = [open(), open()];
    await writer.ensure([{ name: 'refusals', partitions: 3 }]);
    const reading = mode === 'polling' ? { expired: 0.2 } : { ranOut: 0.2, failed: 0.2 };
    Object.assign(door.faults, { partial: 0.3, throttled: 0.4, ...reading });
    const { book, done, stop } = consume(reader, 'refusals', 'm');
    for (let place = 0; place < 6; place++) {
      await appendAll(writer, 'refusals', recordsOf(place));
    }
    const all = waitFor(() => book.seen.size === 6 * KEYS, {
      what: 'all records',
      timeoutMs: 60_000,
    });
    await Promise.race([all, done]);
    await all;
    await stop();
    Object.assign(door.faults, { partial: 0, throttled: 0, expired: 0, ranOut: 0, failed: 0 });
    expect(book.outOfOrder).toEqual([]);
    expect(book.repeated()).toBe(0);
    expect(door.counts.partial).toBeGreaterThan(30);
    expect(door.counts.throttled).toBeGreaterThan(3);
    const struck = Object.keys(reading).map((fault) => door.counts[fault as keyof typeof reading]);
    expect(Math.min(...struck)).toBeGreaterThan(0);
  }, 120_000);

  it('keeps the order of each key through splits, merges and thefts of leases under load', async () => {
    const [writer, reader, other] = [open(), open(), open()];
    const name = 'resharded';
    await writer.ensure([{ name, partitions: 2 }]);
    const one = consume(reader, name, 'one');
    const two = consume(other, name, 'two');
    let place = 0;
    for (let turn = 0; turn < 6; turn++) {
      for (let i = 0; i < 4; i++) await appendAll(writer, name, recordsOf(place++));
      await (turn % 2 === 0 ? unrest.split(name) : unrest.merge(name));
      await waitFor(() => unrest.steal(), { what: 'a lease to steal' });
    }
    await appendAll(writer, name, recordsOf(place++));
    const all = () => new Set([...one.book.seen, ...two.book.seen]);
    await waitFor(() => all().size === place * KEYS, { what: 'all records', timeoutMs: 60_000 });
    await Promise.all([one.stop(), two.stop()]);
    // A key changes hands with its shard, so each consumer alone sees parts of it, in rising order.
    for (const { book } of [one, two]) {
      const places = new Map<string, number>();
      for (const text of book.seen) {
        const [key = '', at] = text.split(':');
        expect(Number(at)).toBeGreaterThan(places.get(key) ?? -1);
        places.set(key, Number(at));
      }
    }
  }, 120_000);
});
