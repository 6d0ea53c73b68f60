import type { SettledRow } from '@ventanilla/database/reads';
import { createWaiting } from './waiting.ts';

const row = (documentId: string, over: Partial<SettledRow> = {}): SettledRow => ({
  documentId,
  submissionId: 'b',
  verdict: 'accepted',
  ...over,
});

function setUp(rows: () => readonly SettledRow[], waitersMax = 10) {
  const questions: (readonly string[])[] = [];
  const errors: unknown[] = [];
  const waiting = createWaiting({
    reads: {
      settled: async (ids) => {
        questions.push(ids);
        return rows().filter(({ documentId }) => ids.includes(documentId));
      },
    },
    intervalMs: 1,
    waitersMax,
    onError: (error) => errors.push(error),
  });
  const wait = (id: string, submissionId?: string, timeoutMs = 5_000, signal?: AbortSignal) =>
    waiting.settled(id, {
      submissionId,
      timeoutMs,
      signal: signal ?? new AbortController().signal,
    });
  return { waiting, wait, questions, errors };
}

describe('waiting', () => {
  it('asks once for everyone who waits, and nothing when nobody does', async () => {
    const { wait, questions, waiting } = setUp(() => [row('x'), row('y')]);
    expect(questions).toEqual([]);
    expect(await Promise.all([wait('x'), wait('y'), wait('x')])).toEqual([true, true, true]);
    expect(questions).toEqual([['x', 'y']]);
    expect(waiting.size()).toBe(0);
  });

  it('goes on asking until the document settles', async () => {
    let asked = 0;
    const { wait } = setUp(() => (++asked < 3 ? [] : [row('x')]));
    expect(await wait('x')).toBe(true);
    expect(asked).toBe(3);
  });

  it('does not take the rejection of an earlier attempt for an answer', async () => {
    let asked = 0;
    const { wait } = setUp(() => [
      row('x', { verdict: 'rejected', submissionId: ++asked < 3 ? 'a' : 'b' }),
    ]);
    expect(await wait('x', 'b')).toBe(true);
    expect(asked).toBe(3);
  });

  it('gives up at the time limit', async () => {
    const { wait, waiting } = setUp(() => []);
    expect(await wait('x', undefined, 10)).toBe(false);
    expect(waiting.size()).toBe(0);
  });

  it('forgets a client that went away', async () => {
    const { wait, waiting } = setUp(() => []);
    const client = new AbortController();
    const answer = wait('x', undefined, 60_000, client.signal);
    expect(waiting.size()).toBe(1);
    client.abort();
    expect(await answer).toBe(false);
    expect(waiting.size()).toBe(0);
  });

  it('holds no more than its limit', async () => {
    const { wait, waiting } = setUp(() => [], 1);
    const held = wait('x', undefined, 60_000);
    expect(await wait('y', undefined, 60_000)).toBe(false);
    waiting.close();
    expect(await held).toBe(false);
  });

  it('outlives a store that fails', async () => {
    let asked = 0;
    const { wait, errors } = setUp(() => {
      if (++asked === 1) throw new Error('down');
      return [row('x')];
    });
    expect(await wait('x')).toBe(true);
    expect(errors).toHaveLength(1);
  });
});
