import { OperationalError } from '@ventanilla/errors';
import { describeStreamContract } from './contract/index.ts';
import { CLAIM_HEADER, type ClaimStore, claimCheckStream, DEAD_HEADERS } from './index.ts';
import { createMemoryLog, createMemoryStream } from './memory/index.ts';
import type { DeliveredRecord, Stream } from './stream.ts';

const ABOVE = 100;
const mebibyte = 1024 * 1024;

const memoryStore = (): ClaimStore & { readonly objects: Map<string, Uint8Array> } => {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    put: async (key, bytes) => objects.set(key, Uint8Array.from(bytes)),
    get: async (key) => objects.get(key),
  };
};

const timing = { leaseMs: 1_000, renewEveryMs: 50, retryMinMs: 10, lingerMs: 5, pollMinMs: 2 };
const wrap = (stream: Stream, store: ClaimStore) =>
  claimCheckStream(stream, {
    store,
    aboveBytes: ABOVE,
    valueBytesMax: 2 * mebibyte,
    deadTopic: 'dead',
    now: () => new Date('2026-03-01T12:00:00Z'),
  });

const read = async (stream: Stream, topic: string, count: number) => {
  const seen: DeliveredRecord[] = [];
  const sizes: number[] = [];
  const controller = new AbortController();
  await stream.consume({
    topic,
    group: 'g',
    member: 'm',
    batchBytesMax: 2_500,
    signal: controller.signal,
    handler: async ({ records }) => {
      seen.push(...records);
      sizes.push(records.reduce((sum, { value }) => sum + value.length, 0));
      if (seen.length >= count) controller.abort();
    },
  });
  return { seen, sizes };
};

describe('claimCheckStream', () => {
  const open = async () => {
    const raw = createMemoryStream({ log: createMemoryLog(), timing });
    await raw.ensure([
      { name: 'topic', partitions: 1 },
      { name: 'dead', partitions: 1 },
    ]);
    const store = memoryStore();
    return { raw, store, stream: wrap(raw, store) };
  };
  const large = (filling: number) => new Uint8Array(1_000).fill(filling);
  const record = (key: string, value: Uint8Array) => ({ key, headers: { kind: 'k' }, value });

  it('stores what is large under its hash and hands it over whole, in bounded batches', async () => {
    const { raw, store, stream } = await open();
    const values = [1, 2, 3, 4, 5].map(large);
    await stream.append('topic', [
      record('small', new Uint8Array(ABOVE)),
      ...values.map((value) => record('k', value)),
    ]);
    expect(store.objects.size).toBe(5);
    const [key] = store.objects.keys();
    expect(key).toMatch(/^topic\/2026-03-01\/[0-9a-f]{64}$/);
    const stored = await read(raw, 'topic', 6);
    expect(stored.seen[1]).toMatchObject({ headers: { kind: 'k', [CLAIM_HEADER]: '1000' } });
    await stream.append('topic', [
      record('a', large(6)),
      record('a', large(7)),
      record('a', large(8)),
    ]);
    const { seen, sizes } = await read(stream, 'topic', 3);
    expect(seen.map(({ value }) => value[999])).toEqual([6, 7, 8]);
    expect(seen[0]?.headers).toEqual({ kind: 'k' });
    expect(sizes).toEqual([2_000, 1_000]);
  });

  it('writes no record when the store does not take the value', async () => {
    const { raw, store } = await open();
    const down = new OperationalError('objects-unreachable', 'down', { retryable: true });
    const stream = wrap(raw, { ...store, put: () => Promise.reject(down) });
    await expect(stream.append('topic', [record('k', large(1))])).rejects.toBe(down);
    expect((await raw.backlog('topic', 'g'))[0]?.records).toBe(0);
  });

  it('sets aside references that lead to nothing, to other bytes, or out of the store', async () => {
    const { raw, store, stream } = await open();
    await stream.append('topic', [record('gone', large(1)), record('altered', large(2))]);
    const [gone, altered] = [...store.objects.keys()] as [string, string];
    store.objects.delete(gone);
    store.objects.set(altered, large(9));
    const value = new TextEncoder().encode('../secrets');
    await raw.append('topic', [{ key: 'stray', headers: { [CLAIM_HEADER]: '10' }, value }]);
    await stream.append('topic', [record('sound', large(3))]);
    const { seen } = await read(stream, 'topic', 1);
    expect(seen.map(({ key }) => key)).toEqual(['sound']);
    const letters = await read(stream, 'dead', 3);
    expect(letters.seen.map(({ headers }) => headers[DEAD_HEADERS.reason])).toEqual([
      'claim-missing',
      'claim-altered',
      'claim-unreadable',
    ]);
  });
});

describeStreamContract(
  'memory with claim-check',
  async () => {
    const log = createMemoryLog();
    const store = memoryStore();
    return {
      open: async () => {
        let closed: PromiseWithResolvers<void> | undefined;
        const raw = createMemoryStream({ log, timing, gate: async () => closed?.promise });
        return {
          stream: wrap(raw, store),
          freeze: () => {
            closed ??= Promise.withResolvers<void>();
          },
          thaw: () => {
            closed?.resolve();
            closed = undefined;
          },
        };
      },
      close: async () => {},
    };
  },
  { gapless: true, valueBytesMax: 2 * mebibyte, returnsAtOnce: true, leaseMs: timing.leaseMs },
);
