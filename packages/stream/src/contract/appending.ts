import { type Journal, journal, numbered, put, record, type Scene, test, until } from './scene.ts';
import type { Abilities } from './target.ts';

/** Fails unless the offsets of each partition rise, one by one where that is promised. */
const expectRising = ({ records }: Journal, gapless: boolean): void => {
  const last = new Map<number, bigint>();
  for (const { position } of records) {
    const offset = BigInt(position.offset);
    const previous = last.get(position.partition);
    if (previous !== undefined && gapless) expect(offset).toBe(previous + 1n);
    else if (previous !== undefined) expect(offset).toBeGreaterThan(previous);
    last.set(position.partition, offset);
  }
};

export const appendingContract = (scene: () => Scene, abilities: Abilities): void => {
  describe('appending', () => {
    test('gives back key, headers and value as they were, with position and time', async () => {
      const client = await scene().open();
      const topic = await scene().topic(client, 1);
      const sent = [
        { key: 'ñandú', headers: { 've-x': 'á\n"\\', empty: '' }, value: new Uint8Array(0) },
        { key: 'bytes', headers: {}, value: Uint8Array.from({ length: 256 }, (_, i) => i) },
      ];
      const before = Date.now();
      const results = await client.stream.append(topic, sent);
      const seen = journal();
      scene().consume(client, { topic, group: 'g', handler: seen.handler });
      await until('both records', () => seen.records.length === 2);
      expect(seen.records.map(({ key, headers }) => ({ key, headers }))).toEqual(
        sent.map(({ key, headers }) => ({ key, headers })),
      );
      expect(seen.records.map(({ value }) => [...value])).toEqual(sent.map((r) => [...r.value]));
      const positions = results.map((result) => result.ok && result.position);
      expect(seen.records.map(({ position }) => position)).toEqual(positions);
      expect(seen.records.map(({ delivery }) => delivery)).toEqual([1, 1]);
      const skewMs = Math.abs(Date.parse(seen.records[0]?.appendedAt ?? '') - before);
      expect(skewMs).toBeLessThan(60_000);
    });

    test('skips nothing and keeps the order of each key while many write at once', async () => {
      const clients = await Promise.all([scene().open(), scene().open(), scene().open()]);
      const topic = await scene().topic(clients[0], 3);
      const seen = journal();
      scene().consume(clients[0], { topic, group: 'g', handler: seen.handler });
      const writers = clients.flatMap((client, c) =>
        [0, 1, 2].map(async (w) => {
          const pending: Promise<void>[] = [];
          for (let place = 0; place < 40; place++) {
            // Not awaited one by one: order must hold between overlapping calls, too.
            const key = `k${c}${w}`;
            pending.push(put(client, topic, [record(key, `${key}:${place}`), record(`x${place}`)]));
          }
          await Promise.all(pending);
        }),
      );
      await Promise.all(writers);
      await until('all records', () => seen.records.length >= 720);
      const texts = seen.texts().filter((text) => text.startsWith('k'));
      expect(texts).toHaveLength(360);
      for (const key of new Set(texts.map((text) => text.split(':')[0]))) {
        const places = texts.filter((t) => t.startsWith(`${key}:`)).map((t) => t.split(':')[1]);
        expect(places).toEqual(Array.from({ length: 40 }, (_, i) => String(i)));
      }
      expectRising(seen, abilities.gapless);
    });

    test('refuses a record that is too large, and those of its key that follow, not the others', async () => {
      const client = await scene().open();
      const topic = await scene().topic(client, 2);
      const results = await client.stream.append(topic, [
        record('a', '1'),
        record('a', new Uint8Array(abilities.valueBytesMax + 1)),
        record('b', new Uint8Array(abilities.valueBytesMax)),
        record('a', '2'),
      ]);
      expect(results.map(({ ok }) => ok)).toEqual([true, false, true, false]);
      expect(results[1]).toMatchObject({ error: { code: 'record-too-large', retryable: false } });
    });

    test('refuses a topic that is not there', async () => {
      const client = await scene().open();
      await expect(client.stream.append('no-such-topic', [record('a')])).rejects.toMatchObject({
        code: 'unknown-topic',
        retryable: false,
      });
    });

    test('keeps a topic as it is when it is ensured again, and says what differs', async () => {
      const client = await scene().open();
      const topic = await scene().topic(client, 2);
      await put(client, topic, numbered(10, 10));
      const other = await scene().open();
      const [same, more] = await Promise.all([
        other.stream.ensure([{ name: topic, partitions: 2 }]),
        client.stream.ensure([{ name: topic, partitions: 5 }]),
      ]);
      expect(same).toEqual([]);
      expect(more).toEqual([{ topic, of: 'partitions', found: '2', wanted: '5' }]);
      const backlog = await other.stream.backlog(topic, 'new-group');
      expect(backlog).toHaveLength(2);
      expect(backlog.reduce((sum, { records }) => sum + records, 0)).toBe(10);
    });

    test('takes nothing for nothing', async () => {
      const client = await scene().open();
      const topic = await scene().topic(client, 1);
      expect(await client.stream.append(topic, [])).toEqual([]);
    });
  });

  describe('backlog', () => {
    test('tells how far a group is, in records and in time', async () => {
      const client = await scene().open();
      const topic = await scene().topic(client, 1);
      const [empty] = await client.stream.backlog(topic, 'g');
      expect(empty).toEqual({
        partition: 0,
        committed: undefined,
        end: undefined,
        records: 0,
        oldestAgeMs: 0,
      });
      await put(client, topic, numbered(5, 1));
      const waiting = await until('an age', async () => {
        const [found] = await client.stream.backlog(topic, 'g');
        return found && found.oldestAgeMs > 0 ? found : undefined;
      });
      expect(waiting).toMatchObject({ committed: undefined, records: 5 });
      const seen = journal();
      scene().consume(client, { topic, group: 'g', handler: seen.handler });
      const done = await until('nothing left', async () => {
        const [found] = await client.stream.backlog(topic, 'g');
        return found?.records === 0 ? found : undefined;
      });
      expect(done).toMatchObject({ committed: done.end, oldestAgeMs: 0 });
      expect(done.end).toBe(seen.records.at(-1)?.position.offset);
      const [other] = await client.stream.backlog(topic, 'another');
      expect(other).toMatchObject({ committed: undefined, records: 5 });
    });
  });
};
