/** What a document may do to the one it refers to. */
import {
  add,
  compare,
  type Decimal,
  type DocumentSummary,
  formatDecimal,
  type OriginReference,
  subtract,
} from '@ventanilla/invoice';
import { type Fault, ledgerFault } from '@ventanilla/rules';
import type { Origin } from './ledger-state.ts';

/** Every rule that the reference breaks; empty when the effect may be applied. */
export function checkOrigin(
  summary: DocumentSummary,
  total: Decimal,
  reference: OriginReference,
  origin: Origin,
): readonly Fault[] {
  const disagreeing = checkAgreement(summary, reference, origin);
  const effect =
    reference.effect === 'annuls' ? checkAnnulment(origin) : checkNote(reference, total, origin);
  return [...disagreeing, ...effect];
}

function checkAgreement(
  summary: DocumentSummary,
  { effect, expected = {} }: OriginReference,
  origin: Origin,
): readonly Fault[] {
  const isNote = effect !== 'annuls';
  const claims: readonly (readonly [string, string | undefined, string | undefined])[] = [
    ['issuerId', summary.issuerId, origin.issuerId],
    ['issuerId', expected.issuerId, origin.issuerId],
    ['buyerId', isNote ? summary.buyerId : undefined, origin.buyerId],
    ['buyerId', expected.buyerId, origin.buyerId],
    ['currency', isNote ? summary.currency : undefined, origin.currency],
    ['issueDate', expected.issueDate, origin.issueDate],
  ];
  const wrong = new Map<string, Fault>();
  for (const [fact, said, is] of claims) {
    if (said === undefined || is === undefined || said === is) continue;
    wrong.set(`${fact} ${said}`, ledgerFault('VEN-LED-003', `${fact} ${is}`, `${fact} ${said}`));
  }
  return [...wrong.values()];
}

function checkNote({ effect }: OriginReference, total: Decimal, origin: Origin): readonly Fault[] {
  const { documentClass, businessKey, annulledBy } = origin;
  if (documentClass !== 'invoice' && documentClass !== 'debit-note') {
    return [ledgerFault('VEN-LED-008', 'invoice, debit-note', documentClass)];
  }
  if (annulledBy !== undefined) return [ledgerFault('VEN-LED-004', businessKey, annulledBy)];
  const left = subtract(origin.totalAmount, origin.credited);
  if (effect === 'credits' && compare(total, left) > 0) {
    return [ledgerFault('VEN-LED-005', formatDecimal(left), formatDecimal(total))];
  }
  return [];
}

function checkAnnulment(origin: Origin): readonly Fault[] {
  const { documentClass, businessKey, annulledBy, liveNotes } = origin;
  if (documentClass === 'annulment') {
    return [ledgerFault('VEN-LED-008', 'invoice, credit-note, debit-note, other', documentClass)];
  }
  if (annulledBy !== undefined) return [ledgerFault('VEN-LED-006', businessKey, annulledBy)];
  if (liveNotes > 0) return [ledgerFault('VEN-LED-007', businessKey, `${liveNotes}`)];
  return [];
}

/** The origin after an accepted document had this effect on it. */
export function applyEffect(
  effect: OriginReference['effect'],
  total: Decimal,
  origin: Origin,
  by: { readonly documentId: string; readonly at: string },
): Origin {
  switch (effect) {
    case 'credits':
      return {
        ...origin,
        credited: add(origin.credited, total),
        liveNotes: origin.liveNotes + 1,
      };
    case 'debits':
      return { ...origin, debited: add(origin.debited, total), liveNotes: origin.liveNotes + 1 };
    case 'annuls':
      return { ...origin, annulledBy: by.documentId, annulledAt: by.at };
  }
}

/** The origin of a note once that note is annulled: the amount is given back. */
export function withdrawNote(note: Origin, origin: Origin): Origin {
  const liveNotes = origin.liveNotes - 1;
  return note.originEffect === 'debits'
    ? { ...origin, liveNotes, debited: subtract(origin.debited, note.totalAmount) }
    : { ...origin, liveNotes, credited: subtract(origin.credited, note.totalAmount) };
}
