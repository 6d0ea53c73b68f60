import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRetryable } from '@ventanilla/errors';
import type { Stream } from '@ventanilla/stream';
import {
  describeUnless,
  freePort,
  type KafkaServer,
  kafkaObstacle,
  startKafka,
  waitFor,
} from '@ventanilla/testing';
import { createKafkaStream } from './index.ts';

/** Appends one record at a time, noting outside of the stream what it was promised. */
const writeUntil = async (stream: Stream, topic: string, name: string, signal: AbortSignal) => {
  const promised: string[] = [];
  const errors: unknown[] = [];
  for (let i = 0; !signal.aborted; i++) {
    const key = `${name}-${i}`;
    try {
      const [result] = await stream.append(topic, [{ key, headers: {}, value: Buffer.from(key) }]);
      if (result?.ok) promised.push(key);
    } catch (error) {
      errors.push(error);
    }
  }
  return { promised, errors };
};

describeUnless(await kafkaObstacle(), 'Kafka under faults', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ventanilla-kafka-'));
  let server: KafkaServer | undefined;
  let port: number;
  beforeAll(async () => {
    port = await freePort();
    server = await startKafka({ dataDir, port });
  }, 240_000);
  afterAll(async () => {
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  const open = () =>
    createKafkaStream({
      brokers: [`127.0.0.1:${port}`],
      clientId: 'recovery',
      timing: { leaseMs: 6_000, renewEveryMs: 300, retryMaxMs: 300 },
    });

  const consume = (stream: Stream, topic: string, member: string, seen: Map<string, number>) => {
    const controller = new AbortController();
    const done = stream.consume({
      topic,
      group: 'g',
      member,
      signal: controller.signal,
      handler: async ({ records }) => {
        for (const { key } of records) seen.set(key, (seen.get(key) ?? 0) + 1);
      },
    });
    done.catch(() => undefined); // its failure is told by the records that do not come
    return async () => {
      controller.abort();
      await done;
    };
  };

  it('loses nothing it promised while the broker is killed and restarted', async () => {
    const [writer, reader] = [open(), open()];
    await writer.ensure([{ name: 'crashes', partitions: 3 }]);
    const seen = new Map<string, number>();
    const stop = consume(reader, 'crashes', 'm', seen);
    const stopWriting = new AbortController();
    const writing = ['a', 'b', 'c'].map((name) =>
      writeUntil(writer, 'crashes', name, stopWriting.signal),
    );
    for (let crash = 0; crash < 3; crash++) {
      const before = seen.size;
      await waitFor(() => seen.size > before + 30, { what: 'records to flow', timeoutMs: 60_000 });
      if (crash % 2 === 0) server?.kill();
      else await server?.stop();
      server = await startKafka({ dataDir, port });
    }
    stopWriting.abort();
    const ledgers = await Promise.all(writing);
    const promised = ledgers.flatMap((ledger) => ledger.promised);
    await waitFor(() => promised.every((key) => seen.has(key)), {
      what: 'every promised record',
      timeoutMs: 60_000,
    });
    expect(promised.length).toBeGreaterThan(90);
    const errors = ledgers.flatMap((ledger) => ledger.errors);
    expect(errors.filter((error) => !isRetryable(error))).toEqual([]);
    await stop();
    await Promise.all([writer.close(), reader.close()]);
  }, 300_000);

  it('loses nothing while members come and go', async () => {
    const [writer, one, two] = [open(), open(), open()];
    await writer.ensure([{ name: 'storm', partitions: 4 }]);
    const seen = new Map<string, number>();
    const stopOne = consume(one, 'storm', 'one', seen);
    let sent = 0;
    const send = async (): Promise<void> => {
      const records = Array.from({ length: 20 }, () => {
        sent += 1;
        return { key: `k${sent}`, headers: {}, value: new Uint8Array(0) };
      });
      for (const result of await writer.append('storm', records))
        if (!result.ok) throw result.error;
    };
    for (let turn = 0; turn < 5; turn++) {
      const stopTwo = consume(two, 'storm', 'two', seen);
      for (let i = 0; i < 5; i++) await send();
      await waitFor(() => seen.size === sent, { what: 'all so far', timeoutMs: 60_000 });
      await stopTwo();
    }
    await send();
    await waitFor(() => seen.size === sent, { what: 'the rest', timeoutMs: 60_000 });
    // Batches in hand are finished before partitions change hands, so nothing comes twice.
    expect([...seen.values()].filter((times) => times > 1)).toEqual([]);
    await stopOne();
    await Promise.all([writer.close(), one.close(), two.close()]);
  }, 300_000);
});
