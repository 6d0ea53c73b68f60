import type { Stream } from '@ventanilla/stream';
import { type TestDatabase, testDatabase, waitFor } from '@ventanilla/testing';
import { Client } from 'pg';
import { createPostgresStream, rotateLog } from './index.ts';

const put = async (stream: Stream, topic: string, from: number, count: number): Promise<void> => {
  const records = Array.from({ length: count }, (_, i) => ({
    key: `k${from + i}`,
    headers: {},
    value: Buffer.alloc(2_000, from + i),
  }));
  const results = await stream.append(topic, records);
  for (const result of results) if (!result.ok) throw result.error;
};

const read = async (stream: Stream, topic: string, group: string, count: number) => {
  const keys: string[] = [];
  const controller = new AbortController();
  const done = stream.consume({
    topic,
    group,
    member: 'm',
    signal: controller.signal,
    handler: async ({ records }) => {
      keys.push(...records.map(({ key }) => key));
    },
  });
  await waitFor(() => keys.length >= count, { what: `${count} records of ${topic}` });
  controller.abort();
  await done;
  return keys;
};

describe('retention', () => {
  let database: TestDatabase;
  let stream: Stream;
  const rotate = () =>
    rotateLog({ url: database.url, retentionHours: 0.000_001, logBytesMax: 1_000_000 });
  beforeAll(async () => {
    database = await testDatabase();
    stream = createPostgresStream({ url: database.url });
    await stream.ensure([
      { name: 'topic', partitions: 2 },
      { name: 'letters.dead', partitions: 1 },
    ]);
  }, 60_000);
  afterAll(async () => {
    await stream.close();
    await database.drop();
  });

  it('reads on across slots, keeps what a group still needs, and clears the rest', async () => {
    await put(stream, 'letters.dead', 0, 5);
    // A group that has consumed nothing yet holds everything back, once it is known.
    await put(stream, 'topic', 0, 60);
    await read(stream, 'topic', 'slow', 60);
    const outcomes: string[] = [];
    let sent = 60;
    for (let turn = 0; turn < 12; turn++) {
      outcomes.push(await rotate());
      await put(stream, 'topic', sent, 60);
      sent += 60;
    }
    expect(outcomes.slice(0, 7)).toEqual(new Array(7).fill('rotated'));
    expect(outcomes.at(-1)).toBe('needed');

    const [before] = await stream.backlog('topic', 'slow');
    expect(before?.records).toBeGreaterThan(0);
    const keys = await read(stream, 'topic', 'slow', sent - 60);
    expect(new Set(keys).size).toBe(sent - 60);

    for (let turn = 0; turn < 3; turn++) {
      expect(await rotate()).toBe('rotated');
      await put(stream, 'topic', sent, 60);
      sent += 60;
    }
    // A group that comes late starts with the oldest record there is.
    const backlog = await stream.backlog('topic', 'late');
    const left = backlog.reduce((sum, { records }) => sum + records, 0);
    expect(left).toBeLessThan(sent);
    const late = await read(stream, 'topic', 'late', left);
    expect(late).toHaveLength(left);
    expect(late).toContain(`k${sent - 1}`);
    expect(await read(stream, 'letters.dead', 'operator', 5)).toHaveLength(5);
  }, 60_000);

  it('is used by a role that owns nothing', async () => {
    const role = `reader_${database.name}`;
    const owner = new Client({ connectionString: database.url });
    await owner.connect();
    await owner.query(`create role ${role} login password 'secret'`);
    const granting = createPostgresStream({ url: database.url, grantTo: [role] });
    await granting.ensure([{ name: 'granted', partitions: 1 }]);
    await granting.close();
    const url = new URL(database.url);
    url.username = role;
    url.password = 'secret';
    const plain = createPostgresStream({ url: url.href });
    await plain.ensure([{ name: 'granted', partitions: 1 }]);
    await put(plain, 'granted', 0, 3);
    expect(await read(plain, 'granted', 'g', 3)).toEqual(['k0', 'k1', 'k2']);
    await expect(plain.ensure([{ name: 'not-mine', partitions: 1 }])).resolves.toEqual([]);
    await plain.close();
    await owner.query(`drop owned by ${role}`);
    await owner.query(`drop role ${role}`);
    await owner.end();
  }, 60_000);
});
