import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRetryable } from '@ventanilla/errors';
import type { Stream } from '@ventanilla/stream';
import { freePort, type PostgresServer, startPostgres, waitFor } from '@ventanilla/testing';
import { createPostgresStream } from './index.ts';

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
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  return { promised, errors };
};

describe('Postgres crashes under load', () => {
  const dataDir = join(mkdtempSync(join(tmpdir(), 'ventanilla-stream-')), 'postgres');
  let server: PostgresServer | undefined;
  afterAll(async () => {
    await server?.stop();
    rmSync(server?.dataDir ?? dataDir, { recursive: true, force: true });
    rmSync(join(dataDir, '..'), { recursive: true, force: true });
  });

  it('loses nothing it promised, and both sides carry on by themselves', async () => {
    const port = await freePort();
    server = await startPostgres({ dataDir, port });
    const { url } = server;
    const open = () => createPostgresStream({ url, timing: { leaseMs: 3_000, retryMaxMs: 200 } });
    const [writer, reader] = [open(), open()];
    await writer.ensure([{ name: 'topic', partitions: 3 }]);
    const seen = new Map<string, number>();
    const stopReading = new AbortController();
    const reading = reader.consume({
      topic: 'topic',
      group: 'g',
      member: 'm',
      signal: stopReading.signal,
      handler: async ({ records }) => {
        for (const { key } of records) seen.set(key, (seen.get(key) ?? 0) + 1);
      },
    });
    const stopWriting = new AbortController();
    const writing = ['a', 'b', 'c', 'd'].map((name) =>
      writeUntil(writer, 'topic', name, stopWriting.signal),
    );
    for (let crash = 0; crash < 4; crash++) {
      const before = seen.size;
      await waitFor(() => seen.size > before + 50, { what: 'records to flow', timeoutMs: 30_000 });
      if (crash % 2 === 0) server.kill();
      else await server.stop('immediate');
      server = await startPostgres({ dataDir, port });
    }
    stopWriting.abort();
    const ledgers = await Promise.all(writing);
    const promised = ledgers.flatMap((ledger) => ledger.promised);
    await waitFor(() => promised.every((key) => seen.has(key)), {
      what: 'every promised record',
      timeoutMs: 30_000,
    });
    expect(promised.length).toBeGreaterThan(200);
    const errors = ledgers.flatMap((ledger) => ledger.errors);
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.filter((error) => !isRetryable(error))).toEqual([]);
    stopReading.abort();
    await reading;
    await Promise.all([writer.close(), reader.close()]);
  }, 120_000);
});
