import type { Api, DocumentStatus, Submitted } from '../client/api.ts';
import { type Handed, handIn, settle } from './hand-in.ts';

const problem = (status: number, code: string) => ({
  ok: false as const,
  problem: { status, code, title: code, detail: undefined, retryAfter: undefined },
});
const apiWith = (answers: Submitted[]): Api =>
  ({ submit: async () => answers.shift() }) as unknown as Api;

describe('handIn', () => {
  const document = { name: 'a', bytes: new Uint8Array(), mediaType: 'application/xml' };

  const run = async (answers: Submitted[]) => {
    const handed: Handed<typeof document>[] = [];
    await handIn([document], {
      api: apiWith(answers),
      concurrency: 2,
      onAnswer: (answer) => handed.push(answer),
    });
    return handed;
  };

  it('tries again while the platform is busy', async () => {
    const acknowledged = { ok: true as const, acknowledgement: { documentId: 'ab' } };
    const [handed] = await run([problem(503, 'busy'), acknowledged]);
    expect(handed).toMatchObject({ documentId: 'ab' });
  });

  it('takes a refusal for an answer', async () => {
    const [handed] = await run([problem(413, 'document-too-large')]);
    expect(handed?.refusal?.code).toBe('document-too-large');
  });
});

describe('settle', () => {
  it('asks until every document has its verdict', async () => {
    let calls = 0;
    const lookup = async (ids: readonly string[]): Promise<readonly DocumentStatus[]> => {
      calls += 1;
      return ids.map((documentId) =>
        calls > 1 || documentId === 'a'
          ? { documentId, status: 'accepted' }
          : { documentId, status: 'received' },
      );
    };
    const outcomes = await settle(['a', 'b'], {
      api: { lookup },
      patienceMs: 5_000,
      onSettled: () => {},
    });
    expect([...outcomes.keys()]).toEqual(['a', 'b']);
    expect(calls).toBe(2);
  });

  it('gives up when no outcome comes any more', async () => {
    const run = settle(['a'], {
      api: { lookup: async () => [] },
      patienceMs: 1,
      onSettled: () => {},
    });
    await expect(run).rejects.toThrow('1 documents have no outcome');
  });
});
