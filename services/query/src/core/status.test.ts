import type { OutcomeRow } from '@ventanilla/database/reads';
import { answers, outcomeView, pendingView } from './status.ts';

const row: OutcomeRow = {
  documentId: 'ab'.repeat(32),
  submissionId: '0190-b',
  attempt: 2,
  verdict: 'rejected',
  receivedAt: '2026-03-01T12:00:00.000Z',
  registeredAt: '2026-03-01T12:00:01.000Z',
  logIndex: 7,
  covered: true,
  reportHash: 'cd'.repeat(32),
  businessKey: undefined,
  codes: ['BR-CO-10'],
  format: 'gt-fel',
};

describe('status view', () => {
  it('tells an outcome only once a signed head covers it', () => {
    const { status, links, logIndex } = outcomeView({ ...row, covered: false });
    expect(status).toBe('received');
    expect(logIndex).toBeUndefined();
    expect(Object.keys(links)).toEqual(['self', 'events']);
  });

  it('tells a covered outcome with its codes', () => {
    expect(outcomeView(row)).toMatchObject({
      status: 'rejected',
      attempt: 2,
      logIndex: 7,
      codes: ['BR-CO-10'],
    });
  });

  it('calls acceptance final and rejection not', () => {
    expect(outcomeView(row).final).toBe(false);
    expect(outcomeView({ ...row, verdict: 'accepted' }).final).toBe(true);
  });

  it('says what a document waits for', () => {
    const view = pendingView({
      documentId: row.documentId,
      status: 'waiting',
      receivedAt: row.receivedAt,
      waitsFor: 'gt-fel:X',
      waitsUntil: '2026-03-02T00:00:00.000Z',
    });
    expect(view).toMatchObject({ status: 'waiting', waitsFor: 'gt-fel:X', final: false });
  });
});

describe('which outcome answers a submission', () => {
  it('an older rejection does not answer a newer submission', () => {
    expect(answers(row, '0190-a')).toBe(true);
    expect(answers(row, '0190-b')).toBe(true);
    expect(answers(row, '0190-c')).toBe(false);
    expect(answers(row, undefined)).toBe(true);
  });

  it('an acceptance answers every submission', () => {
    expect(answers({ ...row, verdict: 'accepted' }, '0190-c')).toBe(true);
  });
});
