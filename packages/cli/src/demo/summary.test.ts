import { describeSummary, type Finding, mismatchOf, summarise } from './summary.ts';

const accepted: Finding = {
  name: '000001-gt-fel-FACT',
  expect: { verdict: 'accepted', codes: [], observations: [] },
  documentId: 'ab',
  ackMs: 3,
  verdict: 'accepted',
  outcomeMs: 40,
  codes: [],
  observations: [],
  receipt: 'verified',
};
const rejected: Finding = {
  ...accepted,
  name: '000002-gt-fel-FACT',
  expect: { verdict: 'rejected', codes: ['A', 'B'], observations: [] },
  verdict: 'rejected',
  codes: ['B', 'A', 'A'],
};

describe('mismatchOf', () => {
  it('finds none where the outcome is the one seeded, whatever the order of its codes', () => {
    expect([accepted, rejected].map(mismatchOf)).toEqual([undefined, undefined]);
  });

  it.each<[string, Partial<Finding>, string]>([
    ['another verdict', { verdict: 'accepted', codes: [] }, 'accepted'],
    ['another code', { codes: ['A', 'C'] }, 'rejected A C'],
    ['an observation too many', { observations: ['W'] }, 'rejected A B W'],
    ['a refusal', { refusal: 'document-too-large' }, 'refused document-too-large'],
    ['a receipt that fails', { receipt: 'wrong signature' }, 'wrong signature'],
  ])('finds %s', (_, difference, actual) => {
    expect(mismatchOf({ ...rejected, ...difference })?.actual).toBe(actual);
  });

  it('finds a document without any outcome', () => {
    const { verdict: _, ...lost } = accepted;
    expect(mismatchOf(lost)?.actual).toBe('none');
  });
});

describe('summarise', () => {
  it('counts by verdict and by code, each code once a document', () => {
    const summary = summarise('7', [accepted, rejected, { ...rejected, codes: ['A'] }], 1000);
    expect(summary).toMatchObject({
      documents: 3,
      received: 3,
      accepted: 1,
      rejected: 2,
      rejectedByCode: { A: 2, B: 1 },
      receiptsVerified: 3,
      documentsPerSecond: 3,
    });
    expect(summary.mismatches).toHaveLength(1);
    expect(describeSummary(summary)).toContain('1 documents did not end as they were seeded');
  });
});
