import type { DocumentStatus } from '../client/api.ts';
import { gatherEvidence } from './receipts.ts';

describe('gatherEvidence', () => {
  const outcomes = new Map<string, DocumentStatus>([
    ['a', { documentId: 'a', status: 'accepted' }],
    ['b', { documentId: 'b', status: 'rejected' }],
    ['c', { documentId: 'c', status: 'accepted' }],
  ]);
  const report = {
    faults: [
      { code: 'A', severity: 'fatal' },
      { code: 'W', severity: 'warning' },
      { code: 'I', severity: 'information' },
    ],
  };
  const json = async <T>(path: string): Promise<T> => {
    if (path === '/v1/documents/c/receipt') throw new Error('no receipt');
    return (path.endsWith('/report') ? report : { path }) as T;
  };

  it('checks each receipt for its document and reads faults where there may be some', async () => {
    const evidence = await gatherEvidence(
      outcomes,
      { json },
      (receipt, { documentId }) =>
        (receipt as { path: string }).path.includes(documentId) ? 'verified' : 'of another',
      () => {},
    );
    expect(Object.fromEntries(evidence)).toEqual({
      a: { receipt: 'verified', codes: [], observations: [] },
      b: { receipt: 'verified', codes: ['A'], observations: ['W'] },
      c: { receipt: 'no receipt', codes: [], observations: [] },
    });
  });
});
