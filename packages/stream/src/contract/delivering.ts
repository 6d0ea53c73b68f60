import { InvariantError, OperationalError } from '@ventanilla/errors';
import { DEAD_HEADERS, withDeadLetters } from '../dead-letters.ts';
import type { Batch } from '../stream.ts';
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

export const deliveringContract = (scene: () => Scene): void => {
  describe('delivering', () => {
    test('delivers a batch again, in order, until its handler succeeds; other partitions go on', async () => {
      const client = await scene().open();
      const topic = await scene().topic(client, 2);
      await put(client, topic, numbered(60, 12));
      const seen = journal();
      const errors: unknown[] = [];
      const deliveries: number[] = [];
      let stuck: number | undefined;
      scene().consume(client, {
        topic,
        group: 'g',
        batchSizeMax: 10,
        onError: (error) => errors.push(error),
        handler: async (batch) => {
          stuck ??= batch.partition;
          if (batch.partition === stuck && errors.length < 3) {
            deliveries.push(batch.records[0]?.delivery ?? 0);
            throw new OperationalError('outage', 'the world failed', { retryable: true });
          }
          await seen.handler(batch);
        },
      });
      await until('all records', () => seen.records.length >= 60);
      expect(errors).toHaveLength(3);
      expect(errors[0]).toMatchObject({ code: 'outage' });
      expect(deliveries).toEqual([1, 2, 3]);
      expect(firstSightInOrder(seen.texts()).size).toBe(60);
    });

    test('never hands over more than asked for, nor two batches of a partition at once', async () => {
      const client = await scene().open();
      const topic = await scene().topic(client, 2);
      const kilobyte = 'x'.repeat(1000);
      await put(
        client,
        topic,
        numbered(90, 6).map(({ key, value }) =>
          record(key, `${textOf({ key, value, headers: {} })}:${kilobyte}`),
        ),
      );
      await put(client, topic, [record('key-0', `key-0:15:${'y'.repeat(9000)}`)]);
      const seen = journal();
      const busy = new Set<number>();
      let overlaps = 0;
      scene().consume(client, {
        topic,
        group: 'g',
        batchSizeMax: 7,
        batchBytesMax: 5000,
        handler: async (batch) => {
          if (busy.has(batch.partition)) overlaps += 1;
          busy.add(batch.partition);
          // Slower than they arrive: nothing may pile up beside the one batch.
          await new Promise((resolve) => setImmediate(resolve));
          await seen.handler(batch);
          busy.delete(batch.partition);
        },
      });
      await until('all records', () => seen.records.length >= 91);
      expect(overlaps).toBe(0);
      for (const { records } of seen.batches) {
        expect(records.length).toBeLessThanOrEqual(7);
        const bytes = records.reduce((sum, { value }) => sum + value.length, 0);
        expect(records.length === 1 || bytes <= 5000).toBe(true);
      }
      expect(firstSightInOrder(seen.texts().map((t) => t.split(':', 2).join(':'))).size).toBe(91);
    });

    test('waits for a slow handler and resumes', async () => {
      const client = await scene().open();
      const topic = await scene().topic(client, 1);
      const slow = door();
      const seen = journal();
      scene().consume(client, {
        topic,
        group: 'g',
        batchSizeMax: 5,
        handler: async (batch) => {
          await slow.passed;
          await seen.handler(batch);
        },
      });
      await put(client, topic, numbered(50, 5));
      const [held] = await client.stream.backlog(topic, 'g');
      expect(held?.records).toBe(50);
      slow.open();
      await until('all records', () => seen.records.length >= 50);
      expect(firstSightInOrder(seen.texts()).size).toBe(50);
    });

    test('sets a poison record aside once, and handles all others', async () => {
      const client = await scene().open();
      const topic = await scene().topic(client, 1);
      const deadTopic = await scene().topic(client, 1);
      await put(client, topic, numbered(40, 4));
      const seen = journal();
      let outages = 2;
      const handler = withDeadLetters(
        async (batch: Batch) => {
          if (batch.records.some((r) => textOf(r) === 'key-3:2')) {
            throw new OperationalError('cannot-read', 'never will', { retryable: false });
          }
          // An outage after the poison was found must not set it aside a second time.
          if (batch.records.some((r) => textOf(r) === 'key-1:9') && outages-- > 0) {
            throw new OperationalError('outage', 'the world failed', { retryable: true });
          }
          await seen.handler(batch);
        },
        { sink: client.stream, deadTopic, group: 'g' },
      );
      scene().consume(client, { topic, group: 'g', handler });
      await until('the end', async () => {
        const [left] = await client.stream.backlog(topic, 'g');
        return left?.records === 0;
      });
      expect(new Set(seen.texts()).size).toBe(39);
      const letters = journal();
      scene().consume(client, { topic: deadTopic, group: 'g', handler: letters.handler });
      await until('the letter', () => letters.records.length > 0);
      const [backlog] = await client.stream.backlog(deadTopic, 'nobody');
      expect(backlog?.records).toBe(1);
      expect(letters.texts()).toEqual(['key-3:2']);
      expect(letters.records[0]?.headers).toMatchObject({
        kind: 'test',
        [DEAD_HEADERS.reason]: 'cannot-read',
        [DEAD_HEADERS.topic]: topic,
        [DEAD_HEADERS.partition]: '0',
        [DEAD_HEADERS.group]: 'g',
      });
    });

    test('lets each group see every record', async () => {
      const client = await scene().open();
      const topic = await scene().topic(client, 2);
      const one = journal();
      const two = journal();
      scene().consume(client, { topic, group: 'one', handler: one.handler });
      await put(client, topic, numbered(20, 5));
      await until('the first group', () => one.records.length === 20);
      scene().consume(client, { topic, group: 'two', handler: two.handler });
      await until('the second group', () => two.records.length === 20);
      expect(one.records).toHaveLength(20);
    });

    test('ends with the error when an invariant is broken', async () => {
      const client = await scene().open();
      const topic = await scene().topic(client, 1);
      await put(client, topic, numbered(1, 1));
      const running = scene().consume(client, {
        topic,
        group: 'g',
        handler: async () => {
          throw new InvariantError('our own bug');
        },
      });
      await expect(running.done).rejects.toBeInstanceOf(InvariantError);
      const [backlog] = await client.stream.backlog(topic, 'g');
      expect(backlog?.records).toBe(1);
    });
  });
};
