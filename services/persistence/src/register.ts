/** One batch into the ledger: the segment first, then one transaction for everything that is said of it. */
import {
  addCoSubmitters,
  addDailyTotals,
  appendLog,
  type CoSubmitter,
  type Database,
  insertInvoices,
  insertOrigins,
  insertSegment,
  insertWaiting,
  keepEarlierOutcomes,
  lockLog,
  type PartitionProgress,
  recordOutcomes,
  removeInvoices,
  saveProgress,
  type Transaction,
  updateOrigins,
} from '@ventanilla/database';
import type { Envelope } from '@ventanilla/encryption';
import { asOutage, invariant } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import { encodeBundle, encodeEntry, leafHash } from '@ventanilla/receipts';
import { encodeJudged, type WrittenSegment, writeSegment } from '@ventanilla/segments';
import { totalsOf } from './core/daily-totals.ts';
import { type BatchDecision, type Decision, decideBatch, type Registered } from './core/decide.ts';
import { closeReport, createReportHasher, type FinalReport } from './core/final-report.ts';
import type { Candidate } from './core/ledger-state.ts';
import { entryOf, invoiceRow, outcomeRow, type SegmentPlace } from './core/rows.ts';
import { loadSettled, loadState, originRow } from './load-state.ts';
import { createMonths } from './months.ts';
import type { AtStep } from './steps.ts';
import { encryptMessages } from './waiting-message.ts';

export interface LedgerPorts {
  readonly database: Database;
  readonly objects: ObjectStore;
  /** Of purpose `canonical`. */
  readonly envelope: Envelope;
  readonly now: () => Date;
  /** How long a document waits for its origin. */
  readonly waitMs: number;
  /** ISO day on which an instant counts in the daily totals. */
  readonly dayOf: (iso: string) => string;
  readonly atStep: AtStep;
}

export type Progress = Omit<PartitionProgress, 'settledAt' | 'receivedAt'>;

/** A candidate whose content is on the store, with the report as it stands if the ledger agrees. */
interface Stored {
  readonly report: FinalReport;
  readonly place: SegmentPlace;
}

interface StoredBatch {
  readonly segment: WrittenSegment | undefined;
  readonly stored: ReadonlyMap<Candidate, Stored>;
}

export interface BatchOutcome {
  /** In the order decided. */
  readonly decisions: readonly Decision[];
  /** Whether any document waited for another when this was decided. */
  readonly someoneWaited: boolean;
}

/**
 * Registers a batch and says what became of each document. Durable when it resolves; run twice, the
 * second run repeats the outcomes of the first.
 */
export function createRegister(ports: LedgerPorts) {
  const hash = createReportHasher();
  const months = createMonths(ports.database);

  const store = async (candidates: readonly Candidate[], at: Date): Promise<StoredBatch> => {
    const prepared = candidates.map((candidate) => ({
      candidate,
      report: hash(closeReport(candidate.message.report, [])),
    }));
    if (prepared.length === 0) return { segment: undefined, stored: new Map() };
    const documents = prepared.map(({ candidate: { message }, report }) => ({
      documentId: message.submission.documentId,
      content: encodeJudged({
        reportJson: report.json,
        ...(message.invoiceJson !== undefined && { invoiceJson: message.invoiceJson }),
      }),
      // Who sent it and what it says is with its original.
      details: {
        submissionId: message.submission.submissionId,
        receivedAt: message.submission.receivedAt,
      },
    }));
    const segment = await writeSegment({ ...ports, purpose: 'canonical' }, documents, at);
    const stored = prepared.map(({ candidate, report }, index): [Candidate, Stored] => [
      candidate,
      { report, place: segment.places[index] as SegmentPlace },
    ]);
    return { segment, stored: new Map(stored) };
  };

  return async (candidates: readonly Candidate[], progress?: Progress): Promise<BatchOutcome> => {
    const settled = await loadSettled(ports.database, candidates);
    // Accepted is final, so their content need not be stored again.
    const unsettled = candidates.filter(({ message }) => {
      const known = settled.get(message.submission.documentId);
      return known === undefined || known.verdict === 'rejected';
    });
    const batch = await asOutage(() => store(unsettled, ports.now()));
    await ports.atStep('segment-stored');
    await asOutage(() => months.ensure(unsettled, ports.now()));
    const outcome = await ports.database.transaction(async (transaction) => {
      const logSize = await lockLog(transaction);
      const state = await loadState(transaction, candidates, settled);
      const now = ports.now().toISOString();
      const decided = decideBatch(candidates, state, { now, waitMs: ports.waitMs, logSize });
      await write(transaction, ports, { decided, batch, hash, now, logSize });
      if (progress !== undefined) {
        const receivedAt = latest(candidates);
        await saveProgress(transaction, { ...progress, receivedAt, settledAt: now });
      }
      await ports.atStep('rows-written');
      return { decisions: decided.decisions, someoneWaited: state.someoneWaits };
    });
    await ports.atStep('committed');
    return outcome;
  };
}

const latest = (candidates: readonly Candidate[]): string =>
  new Date(
    Math.max(...candidates.map(({ message }) => Date.parse(message.submission.receivedAt))),
  ).toISOString();

interface Writing {
  readonly decided: BatchDecision;
  readonly batch: StoredBatch;
  readonly hash: (report: FinalReport['report']) => FinalReport;
  readonly now: string;
  readonly logSize: number;
}

async function write(
  transaction: Transaction,
  ports: LedgerPorts,
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
  const segmentId = await insertSegment(transaction, {
    object: segment.object,
    purpose: 'canonical',
    entries: segment.places.length,
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
