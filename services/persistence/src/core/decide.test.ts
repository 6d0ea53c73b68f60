import { formatDecimal } from '@ventanilla/invoice';
import type { DocumentTransformed } from '@ventanilla/messages';
import { after, fault, idOf, messageOf, noteOf, T0, uuidOf } from '../../test/messages.ts';
import { type BatchDecision, codesOf, type Decision, decideBatch } from './decide.ts';
import type { Candidate, LedgerState, Origin, Settled } from './ledger-state.ts';

const WAIT_MS = 900_000;

/** A ledger that remembers from batch to batch, as the database does. */
function ledger() {
  const documents = new Map<string, Settled>();
  const origins = new Map<string, Origin>();
  const waiting = new Map<string, Candidate>();
  let logSize = 0;
  const clearing = { off: false };
  const settle = (candidates: readonly Candidate[], now: string): BatchDecision => {
    const state: LedgerState = {
      documents,
      origins,
      waiting: new Map(
        [...waiting].map(([id, { message }]) => [id, message.submission.submissionId]),
      ),
    };
    const batch = decideBatch(candidates, state, { now, waitMs: WAIT_MS, logSize });
    for (const decision of batch.decisions) {
      const { message } = decision.candidate;
      const { documentId, submissionId, receivedAt, submitter } = message.submission;
      if (decision.kind === 'waits') {
        waiting.set(documentId, { message, deadline: decision.deadline });
      }
      if (decision.kind !== 'registered') continue;
      if (!clearing.off) waiting.delete(documentId);
      documents.set(documentId, {
        documentId,
        attempt: decision.attempt,
        verdict: decision.report.verdict,
        submissionId,
        receivedAt,
        registeredAt: decision.registeredAt,
        logIndex: decision.logIndex,
        codes: codesOf(decision.report),
        submitterClient: submitter.clientId,
        submitterTaxpayerId: submitter.taxpayerId,
      });
      expect(decision.logIndex).toBe(logSize);
      logSize += 1;
    }
    for (const origin of [...batch.newOrigins, ...batch.changedOrigins]) {
      origins.set(origin.businessKey, origin);
    }
    return batch;
  };
  return {
    send: (now: string, ...messages: readonly DocumentTransformed[]) =>
      settle(
        messages.map((message) => ({ message })),
        now,
      ).decisions.map(short),
    wake: (now: string) => settle([...waiting.values()], now).decisions.map(short),
    raw: settle,
    clearing,
    origin: (name: string) => {
      const origin = origins.get(`json:${name}`);
      return (
        origin && {
          credited: formatDecimal(origin.credited),
          debited: formatDecimal(origin.debited),
          liveNotes: origin.liveNotes,
          annulledBy: origin.annulledBy,
        }
      );
    },
    size: () => logSize,
  };
}

/** `name verdict#attempt codes` of a decision. */
function short(decision: Decision): string {
  const { summary } = decision.candidate.message;
  const name = summary?.number ?? 'unreadable';
  if (decision.kind === 'registered') {
    const codes = codesOf(decision.report);
    return [name, `${decision.report.verdict}#${decision.attempt}`, ...codes].join(' ');
  }
  if (decision.kind === 'repeat') {
    return `${name} repeats ${decision.outcome.verdict}#${decision.outcome.attempt}`;
  }
  return `${name} ${decision.kind}`;
}

const NOW = after(T0, 1_000);
const LATER = after(T0, 60_000);

describe('a document', () => {
  it('ends in one outcome, however often it comes', () => {
    const { send, size } = ledger();
    const again = { ...messageOf({ name: 'A' }), validatedAt: LATER };
    const other = messageOf({ name: 'A', submissionId: uuidOf('other'), receivedAt: LATER });
    expect(send(NOW, messageOf({ name: 'A' }), again)).toEqual([
      'A accepted#1',
      'A repeats accepted#1',
    ]);
    expect(send(after(LATER, 1), other, again)).toEqual([
      'A repeats accepted#1',
      'A repeats accepted#1',
    ]);
    expect(size()).toBe(1);
  });

  it('that was rejected is judged again when sent again, and its latest outcome counts', () => {
    const { send } = ledger();
    const bad = { name: 'A', faults: [fault('X-1')] };
    expect(send(NOW, messageOf(bad))).toEqual(['A rejected#1 X-1']);
    // Redelivery, and another submission that was received before the rejection was registered.
    expect(send(LATER, messageOf(bad))).toEqual(['A repeats rejected#1']);
    const early = { ...bad, submissionId: uuidOf('early'), receivedAt: after(NOW, -1) };
    expect(send(LATER, messageOf(early))).toEqual(['A repeats rejected#1']);
    const late = { name: 'A', submissionId: uuidOf('late'), receivedAt: LATER };
    expect(send(after(LATER, 10), messageOf(late))).toEqual(['A accepted#2']);
    // The old rejection comes once more, very late.
    expect(send(after(LATER, 20), messageOf(bad))).toEqual(['A repeats accepted#2']);
  });

  it('is never registered before it was received', () => {
    const { raw } = ledger();
    const ahead = messageOf({ name: 'A', receivedAt: after(NOW, 5_000) });
    const [decision] = raw([{ message: ahead }], NOW).decisions;
    expect(decision).toMatchObject({ registeredAt: after(NOW, 5_000) });
  });

  it('that could not be read is rejected without touching the ledger', () => {
    const { raw } = ledger();
    const message = messageOf({ name: 'A', summary: 'unreadable', faults: [fault('VEN-ADM-001')] });
    const { decisions, newOrigins } = raw([{ message }], NOW);
    expect(decisions.map(short)).toEqual(['unreadable rejected#1 VEN-ADM-001']);
    expect(newOrigins).toEqual([]);
  });

  it('with warnings is accepted with observations; information changes nothing', () => {
    const { send } = ledger();
    const warned = messageOf({ name: 'A', faults: [fault('W-1', 'warning')] });
    const informed = messageOf({ name: 'B', faults: [fault('I-1', 'information')] });
    expect(send(NOW, warned, informed)).toEqual([
      'A accepted-with-observations#1 W-1',
      'B accepted#1',
    ]);
  });
});

describe('a business key', () => {
  const SAME = { summary: { businessKey: 'json:K' } };

  it('belongs to the first document accepted under it', () => {
    const { send, raw } = ledger();
    expect(send(NOW, messageOf({ name: 'A', ...SAME }), messageOf({ name: 'B', ...SAME }))).toEqual(
      ['A accepted#1', 'B rejected#1 VEN-LED-001'],
    );
    const { decisions } = raw([{ message: messageOf({ name: 'C', ...SAME }) }], LATER);
    expect(decisions[0]).toMatchObject({
      report: {
        verdict: 'rejected',
        faults: [{ code: 'VEN-LED-001', expected: idOf('A'), actual: 'json:K', stage: 'ledger' }],
      },
    });
  });

  it('is not taken by a rejected document', () => {
    const { send } = ledger();
    const rejected = messageOf({ name: 'A', ...SAME, faults: [fault('X-1')] });
    expect(send(NOW, rejected, messageOf({ name: 'B', ...SAME }))).toEqual([
      'A rejected#1 X-1',
      'B accepted#1',
    ]);
  });

  it('of a rejected second document stays refused when it is sent again', () => {
    const { send } = ledger();
    send(NOW, messageOf({ name: 'A', ...SAME }), messageOf({ name: 'B', ...SAME }));
    const again = { name: 'B', ...SAME, submissionId: uuidOf('again'), receivedAt: LATER };
    expect(send(after(LATER, 1), messageOf(again))).toEqual(['B rejected#2 VEN-LED-001']);
  });
});

describe('a credit note', () => {
  const credit = (name: string, totalAmount: string, draft = {}) =>
    noteOf(name, 'A', 'credits', { ...draft, summary: { totalAmount } });

  it('finds its origin in its own batch, whatever the order', () => {
    const { send, origin } = ledger();
    expect(send(NOW, credit('C', '100.00'), messageOf({ name: 'A' }))).toEqual([
      'A accepted#1',
      'C accepted#1',
    ]);
    expect(origin('A')).toMatchObject({ credited: '100.00', liveNotes: 1 });
  });

  it('may use up the balance to the cent and not a cent more', () => {
    const { send, raw } = ledger();
    send(NOW, messageOf({ name: 'A' }));
    expect(send(NOW, credit('C1', '111.99'), credit('C2', '0.010'), credit('C3', '0.01'))).toEqual([
      'C1 accepted#1',
      'C2 accepted#1',
      'C3 rejected#1 VEN-LED-005',
    ]);
    const [decision] = raw([{ message: credit('C4', '5') }], NOW).decisions;
    expect(decision).toMatchObject({ report: { faults: [{ expected: '0.000', actual: '5' }] } });
  });

  it('waits for its origin, is told once it waits, and settles when the origin comes', () => {
    const { send, wake, size } = ledger();
    const note = credit('C', '50');
    expect(send(NOW, note)).toEqual(['C waits']);
    const again = credit('C', '50', { submissionId: uuidOf('again') });
    expect(send(LATER, note, again)).toEqual(['C waits-already', 'C waits-already']);
    expect(size()).toBe(0);
    expect(send(LATER, messageOf({ name: 'A' }))).toEqual(['A accepted#1']);
    expect(wake(LATER)).toEqual(['C accepted#1']);
    expect(send(LATER, note)).toEqual(['C repeats accepted#1']);
  });

  it('is rejected when the deadline passes, and accepted when sent again after its origin', () => {
    const { send, wake } = ledger();
    send(NOW, credit('C', '50'));
    expect(wake(after(NOW, WAIT_MS - 1))).toEqual(['C waits']);
    expect(wake(after(NOW, WAIT_MS))).toEqual(['C rejected#1 VEN-LED-002']);
    const late = after(NOW, WAIT_MS + 10);
    send(late, messageOf({ name: 'A' }));
    const again = { submissionId: uuidOf('again'), receivedAt: after(late, 1) };
    expect(send(after(late, 2), credit('C', '50', again))).toEqual(['C accepted#2']);
  });

  it('waits again when it is sent again while its ended wait is still being cleared away', () => {
    const { send, raw, clearing } = ledger();
    const note = credit('C', '50');
    send(NOW, note);
    const over = after(NOW, WAIT_MS);
    clearing.off = true;
    raw([{ message: note, deadline: over }], over);
    const again = { submissionId: uuidOf('again'), receivedAt: after(over, 10) };
    expect(send(after(over, 20), credit('C', '50', again))).toEqual(['C waits']);
  });

  it('keeps its first deadline when its turn comes too early', () => {
    const { send, raw } = ledger();
    const note = credit('C', '50');
    send(NOW, note);
    const deadline = after(NOW, WAIT_MS);
    const [decision] = raw([{ message: note, deadline }], LATER).decisions;
    expect(decision).toMatchObject({ kind: 'waits', deadline });
  });

  it('must agree with its origin in issuer, buyer, currency and stated facts, all told at once', () => {
    const { send, raw } = ledger();
    send(NOW, messageOf({ name: 'A' }));
    const message = noteOf('C', 'A', 'credits', {
      summary: { issuerId: '101', buyerId: '201', currency: 'USD' },
      expected: { issuerId: '101', issueDate: '2026-03-01' },
    });
    const [decision] = raw([{ message }], NOW).decisions;
    const faults = decision?.kind === 'registered' ? decision.report.faults : [];
    expect(faults.map(({ code, expected, actual }) => [code, expected, actual])).toEqual([
      ['VEN-LED-003', 'issuerId 100', 'issuerId 101'],
      ['VEN-LED-003', 'buyerId 200', 'buyerId 201'],
      ['VEN-LED-003', 'currency GTQ', 'currency USD'],
      ['VEN-LED-003', 'issueDate 2026-03-09', 'issueDate 2026-03-01'],
    ]);
  });

  it('may not correct a credit note, an annulled document or more than is there', () => {
    const { send } = ledger();
    send(NOW, messageOf({ name: 'A' }), messageOf({ name: 'B' }), credit('C', '1'));
    send(NOW, noteOf('N', 'B', 'annuls'));
    expect(send(NOW, noteOf('D', 'C'), noteOf('E', 'B'), credit('F', '112'))).toEqual([
      'D rejected#1 VEN-LED-008',
      'E rejected#1 VEN-LED-004',
      'F rejected#1 VEN-LED-005',
    ]);
  });

  it('whose origin is optional is accepted with an observation when it is unknown', () => {
    const { send, origin } = ledger();
    const note = noteOf('C', 'A', 'credits', { presence: 'optional' });
    expect(send(NOW, note)).toEqual(['C accepted-with-observations#1 VEN-LED-010']);
    // The invoice that comes later is not charged, so annulling the note gives nothing back.
    expect(send(NOW, messageOf({ name: 'A' }), noteOf('N', 'C', 'annuls'))).toEqual([
      'A accepted#1',
      'N accepted#1',
    ]);
    expect(origin('A')).toMatchObject({ credited: '0', liveNotes: 0 });
  });

  it('that is rejected changes nothing of its origin', () => {
    const { send, origin } = ledger();
    const rejected = noteOf('C', 'A', 'credits', { faults: [fault('X-1')] });
    send(NOW, messageOf({ name: 'A' }), rejected);
    expect(origin('A')).toMatchObject({ credited: '0', liveNotes: 0 });
  });
});

describe('a debit note', () => {
  it('is counted on its origin and does not raise what may be credited', () => {
    const { send, origin } = ledger();
    const debit = noteOf('D', 'A', 'debits', { summary: { totalAmount: '10' } });
    const credit = noteOf('C', 'A', 'credits', { summary: { totalAmount: '112.01' } });
    expect(send(NOW, messageOf({ name: 'A' }), debit, credit)).toEqual([
      'A accepted#1',
      'D accepted#1',
      'C rejected#1 VEN-LED-005',
    ]);
    expect(origin('A')).toMatchObject({ debited: '10', liveNotes: 1 });
    // It is an invoice of its own: it can be credited itself.
    const ofDebit = noteOf('E', 'D', 'credits', { summary: { totalAmount: '10' } });
    expect(send(NOW, ofDebit)).toEqual(['E accepted#1']);
  });
});

describe('an annulment', () => {
  it('withdraws a document once', () => {
    const { send, origin } = ledger();
    send(NOW, messageOf({ name: 'A' }));
    expect(send(NOW, noteOf('N1', 'A', 'annuls'), noteOf('N2', 'A', 'annuls'))).toEqual([
      'N1 accepted#1',
      'N2 rejected#1 VEN-LED-006',
    ]);
    expect(origin('A')).toMatchObject({ annulledBy: idOf('N1') });
  });

  it('is blocked by live notes until they are annulled, which gives their amount back', () => {
    const { send, origin } = ledger();
    const credit = noteOf('C', 'A', 'credits', { summary: { totalAmount: '112' } });
    const debit = noteOf('D', 'A', 'debits', { summary: { totalAmount: '1.5' } });
    send(NOW, messageOf({ name: 'A' }), credit, debit);
    expect(send(NOW, noteOf('N', 'A', 'annuls'))).toEqual(['N rejected#1 VEN-LED-007']);
    expect(send(NOW, noteOf('NC', 'C', 'annuls'), noteOf('ND', 'D', 'annuls'))).toEqual([
      'NC accepted#1',
      'ND accepted#1',
    ]);
    expect(origin('A')).toMatchObject({ credited: '0', debited: '0.0', liveNotes: 0 });
    expect(send(NOW, noteOf('N2', 'A', 'annuls'))).toEqual(['N2 accepted#1']);
  });

  it('does not compare currency or buyer, which it may not state, only what it says it expects', () => {
    const { send } = ledger();
    send(NOW, messageOf({ name: 'A' }), messageOf({ name: 'B' }));
    const bare = noteOf('N', 'A', 'annuls', { summary: { buyerId: 'CF', currency: '' } });
    const wrong = noteOf('M', 'B', 'annuls', { expected: { buyerId: '999' } });
    expect(send(NOW, bare, wrong)).toEqual(['N accepted#1', 'M rejected#1 VEN-LED-003']);
  });

  it('cannot be annulled, and waits for a document that is unknown', () => {
    const { send } = ledger();
    send(NOW, messageOf({ name: 'A' }), noteOf('N', 'A', 'annuls'));
    expect(send(NOW, noteOf('M', 'N', 'annuls'), noteOf('O', 'Z', 'annuls'))).toEqual([
      'M rejected#1 VEN-LED-008',
      'O waits',
    ]);
  });
});
