import type { DocumentStatus } from '../client/api.ts';
import { auditLedger } from './ledger.ts';

const answers: Record<string, Partial<DocumentStatus>> = {
  a: { status: 'accepted', attempt: 1 },
  b: { status: 'rejected', attempt: 1 },
  c: { status: 'received' },
  d: { status: 'unknown' },
  e: { status: 'rejected', attempt: 3 },
};
const lookup = async (ids: readonly string[]) =>
  ids.map((documentId) => ({
    receivedAt: '2026-01-01T00:00:00.000Z',
    registeredAt: '2026-01-01T00:00:00.200Z',
    ...answers[documentId],
    documentId,
  })) as DocumentStatus[];

describe('auditLedger', () => {
  it('finds nothing wrong where nothing is', async () => {
    expect(await auditLedger(['a', 'b'], { lookup }, 2)).toMatchObject({
      lost: 0,
      duplicated: 0,
      outcomeMaxMs: 200,
    });
  });

  it('counts what was acknowledged and has no outcome as lost', async () => {
    expect((await auditLedger(['a', 'c', 'd'], { lookup }, 1)).lost).toBe(2);
  });

  it('counts second outcomes, told by attempts or by the log', async () => {
    expect((await auditLedger(['a', 'e'], { lookup }, 4)).duplicated).toBe(2);
    expect((await auditLedger(['a', 'b'], { lookup }, 5)).duplicated).toBe(3);
  });
});
