/** The rows of a batch that was decided, in the transaction that holds the log's lock. */
import {
  addCoSubmitters,
  addDailyTotals,
  appendLog,
  type CoSubmitter,
  insertInvoices,
  insertOrigins,
  insertWaiting,
  keepEarlierOutcomes,
  type NewSegment,
  recordOutcomes,
  removeInvoices,
  type Transaction,
  updateOrigins,
} from '@ventanilla/database';
import type { Envelope } from '@ventanilla/encryption';
import { invariant } from '@ventanilla/errors';
import { encodeBundle, encodeEntry, leafHash } from '@ventanilla/receipts';
import { totalsOf } from './core/daily-totals.ts';
import type { BatchDecision, Decision, Registered } from './core/decide.ts';
import type { FinalReport } from './core/final-report.ts';
import type { Candidate } from './core/ledger-state.ts';
import { entryOf, invoiceRow, outcomeRow, type SegmentPlace } from './core/rows.ts';
import { originRow } from './load-state.ts';
import { encryptMessages } from './waiting-message.ts';

/** A candidate whose content is on the store, with the report as it stands if the ledger agrees. */
export interface Stored {
  readonly report: FinalReport;
  readonly place: SegmentPlace;
}

export interface StoredBatch {
  readonly segment: Omit<NewSegment, 'purpose'> | undefined;
  readonly stored: ReadonlyMap<Candidate, Stored>;
}

export interface WriterPorts {
  /** Of purpose `canonical`. */
  readonly envelope: Envelope;
  /** ISO day on which an instant counts in the daily totals. */
  readonly dayOf: (iso: string) => string;
  /** The short id of the segment in this ledger. */
  readonly recordSegment: (transaction: Transaction, segment: NewSegment) => Promise<number>;
}

export interface Writing {
  readonly decided: BatchDecision;
  readonly batch: StoredBatch;
  readonly hash: (report: FinalReport['report']) => FinalReport;
  readonly now: string;
  readonly logSize: number;
}

/** Writes what was decided; the content of all that is registered is on the store already. */
export async function writeBatch(
  transaction: Transaction,
  ports: WriterPorts,
  { decided, batch, hash, now, logSize }: Writing,
): Promise<void> {
  const registered = decided.decisions.filter((decision) => decision.kind === 'registered');
  await addCoSubmitters(transaction, coSubmittersOf(decided.decisions));
  await admitWaiting(transaction, ports.envelope, decided.decisions, now);
  if (registered.length === 0) return;
  const { segment, stored } = batch;
  invariant(segment !== undefined, 'A document that gets an outcome has its content stored.');
  const again = registered.filter(({ earlier }) => earlier !== undefined);
  await forgetEarlier(transaction, again);
  const segmentId = await ports.recordSegment(transaction, {
    object: segment.object,
    purpose: 'canonical',
    entries: segment.entries,
    sizeBytes: segment.sizeBytes,
  });
  const finals = registered.map((outcome) => {
    const found = stored.get(outcome.candidate);
    invariant(found !== undefined, 'A document that gets an outcome has its content stored.');
    const { report, place } = found;
    // The ledger's faults, if any, are the only difference from the report in the segment.
    const same = report.report.faults.length === outcome.report.faults.length;
    return { outcome, report: same ? report : hash(outcome.report), place };
  });
  await recordOutcomes(
    transaction,
    segmentId,
    finals.map(({ outcome, report, place }) => outcomeRow(outcome, report, place)),
  );
  await insertInvoices(
    transaction,
    registered.flatMap((outcome) => invoiceRow(outcome) ?? []),
  );
  await insertOrigins(transaction, decided.newOrigins.map(originRow));
  await updateOrigins(transaction, decided.changedOrigins.map(originRow));
  const entries = finals.map(({ outcome, report }) => encodeEntry(entryOf(outcome, report)));
  await appendLog(transaction, logSize, {
    leafHashes: entries.map(leafHash),
    entries: encodeBundle(entries),
    registeredAt: now,
  });
  await addDailyTotals(transaction, totalsOf(registered, ports.dayOf(now)));
}

/** Earlier outcomes go into the history of their documents, and out of the search. */
async function forgetEarlier(
  transaction: Transaction,
  again: readonly Registered[],
): Promise<void> {
  if (again.length === 0) return;
  const ids = again.map(({ candidate }) => candidate.message.submission.documentId);
  await keepEarlierOutcomes(transaction, ids);
  const days = again.flatMap(({ earlier }) => earlier?.issueDate ?? []);
  await removeInvoices(transaction, ids, days);
}

/** Who may read a document besides the submitter of its latest outcome. */
function coSubmittersOf(decisions: readonly Decision[]): readonly CoSubmitter[] {
  const found = new Map<string, CoSubmitter>();
  const add = (row: CoSubmitter, submitter: string) => {
    if (row.taxpayerId !== submitter) found.set(`${row.documentId} ${row.taxpayerId}`, row);
  };
  for (const decision of decisions) {
    const { submission, report } = decision.candidate.message;
    const { documentId, submissionId, receivedAt, submitter } = submission;
    if (decision.kind === 'registered' && decision.earlier !== undefined) {
      const { earlier } = decision;
      add(
        {
          documentId,
          taxpayerId: earlier.submitterTaxpayerId,
          clientId: earlier.submitterClient,
          submissionId: earlier.submissionId,
          receivedAt: earlier.receivedAt,
        },
        submitter.taxpayerId,
      );
    }
    // One whom validation refused has no claim to a document that others got accepted.
    if (decision.kind === 'repeat' && report.verdict !== 'rejected') {
      const { taxpayerId, clientId } = submitter;
      const row = { documentId, taxpayerId, clientId, submissionId, receivedAt };
      add(row, decision.outcome.submitterTaxpayerId);
    }
  }
  return [...found.values()];
}

async function admitWaiting(
  transaction: Transaction,
  envelope: Envelope,
  decisions: readonly Decision[],
  now: string,
): Promise<void> {
  // One that comes from there keeps its place.
  const waits = decisions
    .filter((decision) => decision.kind === 'waits')
    .filter(({ candidate }) => candidate.deadline === undefined);
  if (waits.length === 0) return;
  const messages = waits.map(({ candidate }) => candidate.message);
  const encrypted = await encryptMessages(envelope, messages);
  const rows = waits.map(({ originKey, deadline }, at) => {
    const { submission, summary, classification } = messages[at] as (typeof messages)[number];
    const { documentId, submissionId, receivedAt, submitter, batchId } = submission;
    return {
      documentId,
      originKey,
      submissionId,
      receivedAt,
      waitingSince: now,
      deadline,
      submitterClient: submitter.clientId,
      submitterTaxpayerId: submitter.taxpayerId,
      ...(batchId !== undefined && { batchId }),
      ...(summary !== undefined && { issuerId: summary.issuerId }),
      ...(classification !== undefined && { region: classification.region }),
      message: encrypted[at] as Uint8Array,
    };
  });
  await insertWaiting(transaction, rows);
}
