import { createHash } from 'node:crypto';
import { canonicalJson, encodeEntry } from '@ventanilla/receipts';
import { after, fault, idOf, messageOf, noteOf, T0 } from '../../test/messages.ts';
import { createCalendar, totalsOf } from './daily-totals.ts';
import { decideBatch, type Registered } from './decide.ts';
import { closeReport, createReportHasher } from './final-report.ts';
import { entryOf, invoiceRow, isDay, outcomeRow } from './rows.ts';

const EMPTY = { documents: new Map(), origins: new Map(), waiting: new Map<string, string>() };
const NOW = after(T0, 1_000);
const decided = (...messages: readonly ReturnType<typeof messageOf>[]) =>
  decideBatch(
    messages.map((message) => ({ message })),
    EMPTY,
    { now: NOW, waitMs: 0, logSize: 7 },
  ).decisions as readonly Registered[];
const PLACE = { offset: 8, length: 100 };

describe('rows of an outcome', () => {
  const hash = createReportHasher();

  it('carry the report only when it has faults, and always its hash', () => {
    const [sound, warned] = decided(
      messageOf({ name: 'A' }),
      messageOf({ name: 'B', faults: [fault('W-1', 'warning')] }),
    );
    const row = outcomeRow(sound as Registered, hash((sound as Registered).report), PLACE);
    expect(row.reportJson).toBeUndefined();
    expect(row).toMatchObject({ documentId: idOf('A'), logIndex: 7, attempt: 1, codes: [] });
    const other = outcomeRow(warned as Registered, hash((warned as Registered).report), PLACE);
    expect(other.codes).toEqual(['W-1']);
    expect(
      createHash('sha256')
        .update(other.reportJson ?? '')
        .digest('hex'),
    ).toBe(other.reportHash);
  });

  it('make the log entry of exactly what they say', () => {
    const [accepted, rejected] = decided(
      messageOf({ name: 'A', receivedAt: '2026-03-10T06:00:00-06:00' }),
      messageOf({ name: 'B', faults: [fault('X-1')] }),
    ) as [Registered, Registered];
    const final = hash(accepted.report);
    expect(entryOf(accepted, final)).toEqual({
      documentId: idOf('A'),
      attempt: 1,
      verdict: 'accepted',
      receivedAt: T0,
      registeredAt: NOW,
      businessKey: 'json:A',
      reportHash: final.hash,
    });
    const entry = entryOf(rejected, hash(rejected.report));
    expect(entry.businessKey).toBeUndefined();
    expect(() => encodeEntry(entry)).not.toThrow();
  });

  it('leave out of the search what has no day or amounts, and still record it', () => {
    const silly = { name: 'A', faults: [fault('X-1')] };
    const [day, amount, sound] = decided(
      messageOf({ ...silly, summary: { issueDate: '2026-02-30' } }),
      messageOf({ ...silly, name: 'B', summary: { totalAmount: 'NaN' } }),
      noteOf('C', 'Z', 'credits', { presence: 'optional', summary: { totalAmount: ' +1.50 ' } }),
    ) as [Registered, Registered, Registered];
    expect(invoiceRow(day)).toBeUndefined();
    expect(outcomeRow(day, hash(day.report), PLACE).issueDate).toBeUndefined();
    expect(invoiceRow(amount)).toBeUndefined();
    expect(invoiceRow(sound)).toMatchObject({
      totalAmount: '1.50',
      details: JSON.stringify({ origin: { effect: 'credits', businessKey: 'json:Z' } }),
    });
  });
});

describe('isDay', () => {
  it.each([
    ['2024-02-29', true],
    ['2025-02-29', false],
    ['2000-02-29', true],
    ['2100-02-29', false],
    ['2025-04-31', false],
    ['2025-12-31', true],
    ['2025-00-10', false],
    ['2025-01-00', false],
    ['2025-13-01', false],
    ['0000-01-01', false],
    ['2025-1-1', false],
    ['2025-01-01T00:00', false],
  ])('%s: %s', (text, expected) => {
    expect(isDay(text)).toBe(expected);
  });
});

describe('the final report', () => {
  it('shows the ledger only what validation let through', () => {
    const rejected = messageOf({ name: 'A', faults: [fault('X-1')] }).report;
    expect(closeReport(rejected, [])).toBe(rejected);
    const closed = closeReport(messageOf({ name: 'A' }).report, []);
    expect(closed.stages.at(-1)).toEqual({ name: 'ledger', outcome: 'passed' });
    const failed = closeReport(messageOf({ name: 'A' }).report, [fault('VEN-LED-001')]);
    expect(failed).toMatchObject({ verdict: 'rejected' });
    expect(failed.stages.filter(({ name }) => name === 'ledger')).toEqual([
      { name: 'ledger', outcome: 'failed' },
    ]);
  });

  it('is hashed over its canonical JSON, remembered or not', () => {
    const hash = createReportHasher();
    const { report } = messageOf({ name: 'A' });
    const expected = createHash('sha256').update(canonicalJson(report)).digest('hex');
    expect(hash(report)).toMatchObject({ hash: expected, json: canonicalJson(report) });
    expect(hash({ ...report })).toMatchObject({ hash: expected });
    const otherPack = { ...report, pack: { id: 'json', version: '2', hash: 'bb' } };
    expect(hash(otherPack).hash).not.toBe(expected);
  });
});

describe('daily totals', () => {
  it('sum by line; rejected documents count without amounts', () => {
    const outcomes = decided(
      messageOf({ name: 'A' }),
      messageOf({ name: 'B', summary: { totalAmount: '0.005', taxAmount: '0' } }),
      messageOf({ name: 'C', summary: { currency: 'USD' } }),
      messageOf({ name: 'D', faults: [fault('X-1')], summary: { currency: 'Z'.repeat(5000) } }),
      messageOf({ name: 'E', faults: [fault('X-1')], summary: 'unreadable' }),
    );
    const lines = totalsOf(outcomes, '2026-03-10');
    const brief = lines.map((line) => [
      line.documentClass,
      line.verdict,
      line.currency,
      line.documents,
      line.totalAmount,
      line.taxAmount,
    ]);
    expect(brief).toEqual([
      ['invoice', 'accepted', 'GTQ', 2, '112.005', '12.00'],
      ['invoice', 'accepted', 'USD', 1, '112.00', '12.00'],
      ['invoice', 'rejected', '', 1, '0', '0'],
      ['unknown', 'rejected', '', 1, '0', '0'],
    ]);
  });

  it('count a day by the clock of the country', () => {
    const dayOf = createCalendar('America/Guatemala');
    expect(dayOf('2026-03-10T05:59:59.999Z')).toBe('2026-03-09');
    expect(dayOf('2026-03-10T06:00:00.000Z')).toBe('2026-03-10');
  });
});
