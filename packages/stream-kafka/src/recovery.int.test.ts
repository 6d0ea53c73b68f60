import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRetryable } from '@ventanilla/errors';
import type { Stream } from '@ventanilla/stream';
import type { Lease } from '@ventanilla/stream/leased';
import { describeUnless, freePort, type KafkaServer, waitFor } from '@ventanilla/testing';
import { testKafka, testKafkaObstacle } from '@ventanilla/testing/kafka';
import { openCluster } from './connection.ts';
import { createKafkaStream } from './index.ts';
import { GroupLeases } from './leases.ts';

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

describeUnless(await testKafkaObstacle(), 'Kafka under faults', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ventanilla-kafka-'));
  let server: KafkaServer | undefined;
  let port: number;
  let brokers: readonly string[];
  beforeAll(async () => {
    port = await freePort();
    server = await testKafka({ dataDir, port });
    brokers = server.brokers;
  }, 240_000);
  afterAll(async () => {
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  const open = () =>
    createKafkaStream({
      brokers,
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
      if (crash % 2 === 0) await server?.kill();
      else await server?.stop();
      server = await testKafka({ dataDir, port });
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

  it('knows what was committed when a turn that thought its lease lost begins again', async () => {
    const writer = open();
    await writer.ensure([{ name: 'again', partitions: 1 }]);
    await writer.append('again', [{ key: 'k', headers: {}, value: new Uint8Array(0) }]);
    const cluster = openCluster({ brokers, clientId: 'again' });
    await cluster.connect();
    await cluster.addTargetTopic('again');
    const times = { sessionMs: 6_000, rebalanceMs: 6_000 };
    const leases = new GroupLeases(cluster, {
      topic: 'again',
      groupId: 'g',
      member: 'm',
      ...times,
    });
    // A new broker's coordinator loads for a moment.
    const {
      leases: [taken],
    } = await waitFor(() => leases.renew('first'));
    expect(taken).toMatchObject({ partition: 0, after: undefined });
    expect(await leases.commit(taken as Lease, undefined, '0')).toBe(true);
    // The broker was away for longer than a lease and knows the member still: the same generation goes on.
    const { leases: renewed } = await leases.renew('steady');
    expect(renewed).toEqual([{ ...taken, after: '0' }]);
    await leases.leave();
    await Promise.all([writer.close(), cluster.disconnect()]);
  }, 60_000);

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
