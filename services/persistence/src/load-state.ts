/** What the ledger knows about a batch. */
import {
  isAnyoneWaiting,
  type KnownDocument,
  loadDocuments,
  loadOrigins,
  loadWaiting,
  type OriginRow,
  type Queryable,
  type Transaction,
} from '@ventanilla/database';
import { invariant } from '@ventanilla/errors';
import { type Decimal, formatDecimal, parseDecimal } from '@ventanilla/invoice';
import { ledgerKey } from './core/ledger-key.ts';
import type { Candidate, LedgerState, Origin, Settled } from './core/ledger-state.ts';

/** Latest outcomes of the documents of a batch, read before the lock. */
export async function loadSettled(
  database: Queryable,
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<string, Settled>> {
  const known = await loadDocuments(database, idsOf(candidates));
  return new Map(known.map((document) => [document.documentId, asSettled(document)]));
}

export interface LoadedState extends LedgerState {
  /** Whether any document waits, of this batch or not. */
  readonly someoneWaits: boolean;
}

/** The rest, which others may change until the lock is held. */
export async function loadState(
  transaction: Transaction,
  candidates: readonly Candidate[],
  documents: LedgerState['documents'],
): Promise<LoadedState> {
  const someoneWaits = await isAnyoneWaiting(transaction);
  const waiting = someoneWaits
    ? await loadWaiting(transaction, idsOf(candidates))
    : new Map<string, string>();
  const named = await loadOrigins(transaction, keysOf(candidates));
  // Annulling a note gives its amount back to the document that the note corrected.
  const beyond = named.flatMap(({ originKey }) => (originKey === null ? [] : [originKey]));
  const corrected = await loadOrigins(transaction, beyond);
  return {
    documents,
    origins: new Map([...corrected, ...named].map((row) => [row.businessKey, asOrigin(row)])),
    waiting,
    someoneWaits,
  };
}

const idsOf = (candidates: readonly Candidate[]): readonly string[] => [
  ...new Set(candidates.map(({ message }) => message.submission.documentId)),
];

/** Keys that accepted documents of the batch would take or name. */
function keysOf(candidates: readonly Candidate[]): readonly string[] {
  const keys = new Set<string>();
  for (const { message } of candidates) {
    const { summary, report } = message;
    if (summary === undefined || report.verdict === 'rejected') continue;
    keys.add(ledgerKey(summary.businessKey));
    if (summary.origin !== undefined) keys.add(ledgerKey(summary.origin.businessKey));
  }
  return [...keys];
}

const asSettled = (known: KnownDocument): Settled => ({
  documentId: known.documentId,
  attempt: known.attempt,
  verdict: known.verdict,
  submissionId: known.submissionId,
  receivedAt: known.receivedAt.toISOString(),
  registeredAt: known.registeredAt.toISOString(),
  logIndex: known.logIndex,
  codes: known.codes ?? [],
  submitterClient: known.submitterClient,
  submitterTaxpayerId: known.submitterTaxpayerId,
  ...(known.issueDate !== null && { issueDate: known.issueDate }),
});

function amount(text: string): Decimal {
  const value = parseDecimal(text);
  invariant(value !== undefined, 'The database writes amounts as decimals.');
  return value;
}

const asOrigin = (row: OriginRow): Origin => ({
  businessKey: row.businessKey,
  documentId: row.documentId,
  issuerId: row.issuerId,
  ...(row.buyerId !== null && { buyerId: row.buyerId }),
  currency: row.currency,
  issueDate: row.issueDate,
  documentClass: row.documentClass,
  totalAmount: amount(row.totalAmount),
  debited: amount(row.debited),
  credited: amount(row.credited),
  liveNotes: row.liveNotes,
  ...(row.annulledBy !== null && { annulledBy: row.annulledBy }),
  ...(row.annulledAt !== null && { annulledAt: row.annulledAt.toISOString() }),
  ...(row.originKey !== null && { originKey: row.originKey }),
  ...(row.originEffect !== null && { originEffect: row.originEffect }),
});

/** The inverse of reading: an origin as its row. */
export const originRow = (origin: Origin): OriginRow => ({
  businessKey: origin.businessKey,
  documentId: origin.documentId,
  issuerId: origin.issuerId,
  buyerId: origin.buyerId ?? null,
  currency: origin.currency,
  issueDate: origin.issueDate,
  documentClass: origin.documentClass,
  totalAmount: formatDecimal(origin.totalAmount),
  debited: formatDecimal(origin.debited),
  credited: formatDecimal(origin.credited),
  liveNotes: origin.liveNotes,
  annulledAt: origin.annulledAt === undefined ? null : new Date(origin.annulledAt),
  annulledBy: origin.annulledBy ?? null,
  originKey: origin.originKey ?? null,
  originEffect: origin.originEffect ?? null,
});
