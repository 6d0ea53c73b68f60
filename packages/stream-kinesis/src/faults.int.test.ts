import {
  KinesisClient,
  ListShardsCommand,
  MergeShardsCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { appendAll, type Stream } from '@ventanilla/stream';
import {
  type LocalKinesis,
  startKinesis,
  type TestDatabase,
  testDatabase,
  waitFor,
} from '@ventanilla/testing';
import { type Faults, faultyHandler } from '../test/faulty-handler.ts';
import { createKinesisStream } from './index.ts';

const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
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

describe('Kinesis faults', () => {
  let kinesis: LocalKinesis;
  let database: TestDatabase;
  const streams: Stream[] = [];
  beforeAll(async () => {
    kinesis = await startKinesis();
    database = await testDatabase();
  }, 120_000);
  afterEach(() => Promise.all(streams.splice(0).map((stream) => stream.close())));
  afterAll(async () => {
    kinesis.stop();
    await database.drop();
  });

  const open = (faults: Faults, seed: number) => {
    const { handler, counts } = faultyHandler(faults, seed);
    const stream = createKinesisStream({
      region: 'us-east-1',
      endpoint: kinesis.endpoint,
      credentials,
      leasesUrl: database.url,
      pollMs: 100,
      retentionHours: 24,
      appendDeadlineMs: 60_000,
      timing: { leaseMs: 3_000, renewEveryMs: 300, retryMinMs: 10 },
      requestHandler: handler,
    });
    streams.push(stream);
    return { stream, counts };
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

  it('loses nothing and keeps the order of each key through refusals and iterators that run out', async () => {
    const faults = { partial: 0.3, throttled: 0.4, expired: 0.2 };
    const writer = open(faults, 11);
    const reader = open(faults, 13);
    await writer.stream.ensure([{ name: 'refusals', partitions: 3 }]);
    const { book, done, stop } = consume(reader.stream, 'refusals', 'm');
    for (let place = 0; place < 6; place++) {
      await appendAll(writer.stream, 'refusals', recordsOf(place));
    }
    const all = waitFor(() => book.seen.size === 6 * KEYS, {
      what: 'all records',
      timeoutMs: 60_000,
    });
    await Promise.race([all, done]);
    await all;
    await stop();
    expect(book.outOfOrder).toEqual([]);
    expect(book.repeated()).toBe(0);
    expect(writer.counts.partial).toBeGreaterThan(30);
    expect(writer.counts.throttled).toBeGreaterThan(3);
    expect(reader.counts.expired).toBeGreaterThan(0);
  }, 120_000);

  it('keeps the order of each key through splits and merges under load', async () => {
    const none = { partial: 0, throttled: 0, expired: 0 };
    const writer = open(none, 1);
    const reader = open(none, 1);
    const other = open(none, 1);
    const name = 'resharded';
    await writer.stream.ensure([{ name, partitions: 2 }]);
    const one = consume(reader.stream, name, 'one');
    const two = consume(other.stream, name, 'two');
    const client = new KinesisClient({
      region: 'us-east-1',
      endpoint: kinesis.endpoint,
      credentials,
      requestHandler: faultyHandler(none).handler,
    });
    const openShards = async () => {
      const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: name }));
      return Shards.filter((shard) => !shard.SequenceNumberRange?.EndingSequenceNumber);
    };
    const split = async () => {
      const [shard] = await openShards();
      const { StartingHashKey = '0', EndingHashKey = '0' } = shard?.HashKeyRange ?? {};
      const middle = (BigInt(StartingHashKey) + BigInt(EndingHashKey)) / 2n;
      await client.send(
        new SplitShardCommand({
          StreamName: name,
          ShardToSplit: shard?.ShardId,
          NewStartingHashKey: middle.toString(),
        }),
      );
    };
    const merge = async () => {
      const shards = (await openShards()).sort((a, b) =>
        BigInt(a.HashKeyRange?.StartingHashKey ?? 0) < BigInt(b.HashKeyRange?.StartingHashKey ?? 0)
          ? -1
          : 1,
      );
      await client.send(
        new MergeShardsCommand({
          StreamName: name,
          ShardToMerge: shards[0]?.ShardId,
          AdjacentShardToMerge: shards[1]?.ShardId,
        }),
      );
    };
    let place = 0;
    for (let turn = 0; turn < 6; turn++) {
      for (let i = 0; i < 4; i++) await appendAll(writer.stream, name, recordsOf(place++));
      await (turn % 2 === 0 ? split() : merge());
    }
    await appendAll(writer.stream, name, recordsOf(place++));
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
    client.destroy();
  }, 120_000);
});
