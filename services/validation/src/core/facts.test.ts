import { factsFor, lookupsOf } from './facts.ts';

const taxpayer = { clientId: 'a', taxpayerId: 'A', kind: 'taxpayer' } as const;
const certifier = { clientId: 'b', taxpayerId: 'B', kind: 'certifier' } as const;

describe('lookupsOf', () => {
  it('asks for each id once, and for mandates of certifiers only', () => {
    const { taxpayerIds, mandates } = lookupsOf([
      { submitter: taxpayer, references: ['1', '2'] },
      { submitter: certifier, references: ['2', '3'] },
      { submitter: certifier, references: ['3'] },
    ]);
    expect(taxpayerIds).toEqual(['1', '2', '3']);
    expect([...mandates]).toEqual([['B', ['2', '3']]]);
  });
});

describe('factsFor', () => {
  it('gives a submitter nobody mandated an empty set', () => {
    const submission = {
      documentId: '00',
      submissionId: 's',
      receivedAt: '2026-01-01T00:00:00.000Z',
      submitter: taxpayer,
      mediaType: 'application/xml',
      sizeBytes: 1,
    } as const;
    const facts = factsFor(submission, { taxpayers: new Map(), mandates: new Map() });
    expect(facts.receivedAt).toBe(submission.receivedAt);
    expect(facts.registry?.mandates.size).toBe(0);
  });
});
