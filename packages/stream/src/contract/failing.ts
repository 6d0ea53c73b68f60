import type { DeliveredRecord } from '../stream.ts';
import {
  door,
  firstSightInOrder,
  journal,
  numbered,
  put,
  record,
  type Scene,
  test,
  textOf,
  until,
} from './scene.ts';
import type { Abilities, ContractTarget } from './target.ts';

export const failingContract = (
  scene: () => Scene,
  target: () => ContractTarget,
  abilities: Abilities,
): void => {
  describe('failing', () => {
    test('gives the records of a member that vanished to another, none lost, order kept', async () => {
      const [first, second] = await Promise.all([scene().open(), scene().open()]);
      const topic = await scene().topic(first, 2);
      await put(first, topic, numbered(40, 8));
      const seen = journal();
      const reached = door();
      let frozen = false;
      scene().consume(first, {
        topic,
        group: 'g',
        member: 'one',
        batchSizeMax: 5,
        handler: async (batch) => {
          await seen.handler(batch);
          if (seen.records.length >= 15) reached.open();
          // Only once: put away, it must be able to end.
          if (seen.records.length >= 15 && !frozen) first.freeze();
          frozen ||= seen.records.length >= 15;
        },
      });
      await reached.passed;
      scene().consume(second, { topic, group: 'g', member: 'two', handler: seen.handler });
      await until('all records', () => new Set(seen.texts()).size === 40);
      expect(firstSightInOrder(seen.texts()).size).toBe(40);
      const repeated = seen.records.filter(({ delivery }) => delivery > 1);
      expect(repeated.length).toBeLessThanOrEqual(40);
    });

    test('gives a restarted member its partitions back', async () => {
      const [before, after] = await Promise.all([scene().open(), scene().open()]);
      const topic = await scene().topic(before, 2);
      await put(before, topic, numbered(2, 2));
      const seen = journal();
      scene().consume(before, { topic, group: 'g', member: 'same', handler: seen.handler });
      await until('the first records', () => seen.records.length >= 2);
      before.freeze();
      await put(after, topic, numbered(8, 2).slice(2));
      const startedAt = performance.now();
      scene().consume(after, { topic, group: 'g', member: 'same', handler: seen.handler });
      await until('the other records', () => new Set(seen.texts()).size === 8);
      if (abilities.returnsAtOnce) {
        expect(performance.now() - startedAt).toBeLessThan(abilities.leaseMs * 0.8);
      }
    });

    test('counts how often holders vanished on a record, and hands over ever fewer', async () => {
      const lives = await Promise.all([scene().open(), scene().open(), scene().open()]);
      const [first] = lives;
      const topic = await scene().topic(first, 1);
      await put(first, topic, numbered(8, 1));
      const over = door();
      const taken: (readonly DeliveredRecord[])[] = [];
      for (const client of lives) {
        const caught = door();
        scene().consume(client, {
          topic,
          group: 'g',
          member: 'same',
          batchSizeMax: 8,
          handler: async ({ records }) => {
            client.freeze();
            taken.push(records);
            caught.open();
            await over.passed;
          },
        });
        await caught.passed;
      }
      over.open();
      expect(taken.map(([record]) => record?.delivery)).toEqual([1, 2, 3]);
      expect(taken.map(([record]) => record && textOf(record))).toEqual(Array(3).fill('key-0:0'));
      expect(taken.at(-1)?.length).toBeLessThanOrEqual(2);
    });

    test('refuses the commit of a zombie, and tells it to stop', async () => {
      const [zombie, heir] = await Promise.all([scene().open(), scene().open()]);
      const topic = await scene().topic(zombie, 1);
      await put(zombie, topic, numbered(10, 1));
      const holding = door();
      const frozen = door();
      let signal: AbortSignal | undefined;
      scene().consume(zombie, {
        topic,
        group: 'g',
        member: 'zombie',
        batchSizeMax: 3,
        handler: async (batch) => {
          if (!signal) zombie.freeze();
          signal ??= batch.signal;
          frozen.open();
          await holding.passed;
        },
      });
      await frozen.passed;
      const seen = journal();
      const heirs = scene().consume(heir, {
        topic,
        group: 'g',
        member: 'heir',
        batchSizeMax: 4,
        handler: seen.handler,
      });
      await until('the heir to be done', async () => {
        const [left] = await heir.stream.backlog(topic, 'g');
        return left?.records === 0;
      });
      holding.open();
      zombie.thaw();
      await until('the zombie to be told', () => signal?.aborted);
      await put(heir, topic, [record('key-0', 'key-0:10')]);
      await until('the next record', () => seen.texts().includes('key-0:10'));
      expect(firstSightInOrder(seen.texts()).size).toBe(11);
      await heirs.stop();
      const [left] = await heir.stream.backlog(topic, 'g');
      expect(left).toMatchObject({ records: 0, committed: left?.end });
    });

    test('shares partitions with a member that joins, and takes them back when it leaves', async () => {
      const [first, second] = await Promise.all([scene().open(), scene().open()]);
      const topic = await scene().topic(first, 4);
      const one = journal();
      const two = journal();
      const all = () => [...one.texts(), ...two.texts()];
      scene().consume(first, { topic, group: 'g', member: 'one', handler: one.handler });
      await put(first, topic, numbered(32, 32));
      await until('all at the first', () => one.records.length >= 32);
      const guest = scene().consume(second, {
        topic,
        group: 'g',
        member: 'two',
        handler: two.handler,
      });
      let sent = 32;
      await until('both at work', async () => {
        await put(first, topic, [record(`more-${sent}`)]);
        sent += 1;
        return two.records.length > 0 && two.batches.length > 3;
      });
      await guest.stop();
      const left = two.records.length;
      await put(
        first,
        topic,
        numbered(32, 32).map(({ key }) => record(`again-${key}`)),
      );
      await until('all again', () => new Set(all()).size === sent + 32);
      expect(two.records).toHaveLength(left);
      // Nothing was in hand when partitions changed hands, so nothing came twice.
      expect(all()).toHaveLength(sent + 32);
    });

    test('finishes and commits the batch in hand when it is stopped, and lets go at once', async () => {
      const [first, second] = await Promise.all([scene().open(), scene().open()]);
      const topic = await scene().topic(first, 1);
      await put(first, topic, numbered(20, 1));
      const handling = door();
      const finish = door();
      const seen = journal();
      const running = scene().consume(first, {
        topic,
        group: 'g',
        member: 'one',
        batchSizeMax: 6,
        handler: async (batch) => {
          handling.open();
          await finish.passed;
          await seen.handler(batch);
        },
      });
      await handling.passed;
      const stopped = running.stop();
      finish.open();
      await stopped;
      expect(seen.records).toHaveLength(6);
      const startedAt = performance.now();
      scene().consume(second, { topic, group: 'g', member: 'two', handler: seen.handler });
      await until('the rest', () => seen.records.length >= 20);
      expect(seen.texts()).toEqual(Array.from({ length: 20 }, (_, i) => `key-0:${i}`));
      if (abilities.returnsAtOnce) {
        expect(performance.now() - startedAt).toBeLessThan(abilities.leaseMs * 0.8);
      }
    });

    test('stops at once while it waits to deliver again', async () => {
      const client = await scene().open();
      const topic = await scene().topic(client, 1);
      await put(client, topic, numbered(1, 1));
      let failures = 0;
      const running = scene().consume(client, {
        topic,
        group: 'g',
        onError: () => {
          failures += 1;
        },
        handler: async () => {
          throw new Error('never works');
        },
      });
      await until('two failures', () => failures >= 2);
      await running.stop();
      const [left] = await client.stream.backlog(topic, 'g');
      expect(left?.records).toBe(1);
    });

    test('carries on after every connection broke', async () => {
      const { disrupt } = target();
      // Only a back end in this very process has no connections to break; it says so by having no `disrupt`.
      if (!disrupt) return;
      const client = await scene().open();
      const topic = await scene().topic(client, 2);
      const seen = journal();
      scene().consume(client, { topic, group: 'g', handler: seen.handler });
      await put(client, topic, numbered(20, 4));
      await until('the first records', () => seen.records.length >= 20);
      await disrupt();
      await until('an append to succeed', async () => {
        const results = await client.stream.append(topic, [record('late')]).catch(() => []);
        return results[0]?.ok;
      });
      await until('the late record', () => seen.texts().includes('late'));
      expect(firstSightInOrder(seen.texts().filter((text) => text !== 'late')).size).toBe(20);
    });
  });
};
