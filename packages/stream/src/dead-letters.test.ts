import { InvariantError } from '@ventanilla/errors';
import { DEAD_HEADERS, withDeadLetters } from './index.ts';
import type { Batch, StreamRecord } from './stream.ts';

const batchOf = (count: number, delivery = 1): Batch => ({
  topic: 't',
  partition: 3,
  signal: new AbortController().signal,
  records: Array.from({ length: count }, (_, i) => ({
    key: `k${i}`,
    headers: {},
    value: new Uint8Array(),
    position: { partition: 3, offset: String(i) },
    appendedAt: '2026-01-01T00:00:00.000Z',
    delivery,
  })),
});

const open = () => {
  const letters: StreamRecord[] = [];
  const sink = {
    append: async (_topic: string, records: readonly StreamRecord[]) => {
      letters.push(...records);
      return records.map(() => ({ ok: true as const, position: { partition: 0, offset: '0' } }));
    },
  };
  return { letters, options: { sink, deadTopic: 'dead', group: 'g' } };
};

describe('withDeadLetters', () => {
  it('finds the one at fault in few steps', async () => {
    const { letters, options } = open();
    let calls = 0;
    const handler = withDeadLetters(async ({ records }) => {
      calls += 1;
      if (records.some(({ key }) => key === 'k77')) throw new Error('never');
    }, options);
    await handler(batchOf(128));
    expect(letters.map(({ key }) => key)).toEqual(['k77']);
    expect(letters[0]?.headers[DEAD_HEADERS.reason]).toBe('unexpected');
    expect(calls).toBe(15);
  });

  it('sets a record aside unhandled when it took the process down too often', async () => {
    const { letters, options } = open();
    let calls = 0;
    const handler = withDeadLetters(async () => {
      calls += 1;
    }, options);
    await handler(batchOf(2, 30));
    expect(calls).toBe(1);
    await handler(batchOf(1, 13));
    expect(calls).toBe(1);
    expect(letters.map(({ headers }) => headers[DEAD_HEADERS.reason])).toEqual(['crash-loop']);
  });

  it('lets a broken invariant through', async () => {
    const { letters, options } = open();
    const handler = withDeadLetters(async () => {
      throw new InvariantError('bug');
    }, options);
    await expect(handler(batchOf(2))).rejects.toBeInstanceOf(InvariantError);
    expect(letters).toEqual([]);
  });
});
