/** One batch into the ledger: the segment first, then one transaction for everything that is said of it. */
import {
  type Database,
  insertSegment,
  lockLog,
  type PartitionProgress,
  saveProgress,
} from '@ventanilla/database';
import type { Envelope } from '@ventanilla/encryption';
import { asOutage } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import { encodeJudged, writeSegment } from '@ventanilla/segments';
import { type Decision, decideBatch } from './core/decide.ts';
import { closeReport, createReportHasher } from './core/final-report.ts';
import type { Candidate } from './core/ledger-state.ts';
import type { SegmentPlace } from './core/rows.ts';
import { loadSettled, loadState } from './load-state.ts';
import { createMonths } from './months.ts';
import { detailsOf } from './segment-details.ts';
import type { AtStep } from './steps.ts';
import { type Stored, type StoredBatch, writeBatch } from './write-batch.ts';

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
      details: detailsOf(message, at),
    }));
    const segment = await writeSegment({ ...ports, purpose: 'canonical' }, documents, at);
    const stored = prepared.map(({ candidate, report }, index): [Candidate, Stored] => [
      candidate,
      { report, place: segment.places[index] as SegmentPlace },
    ]);
    const { object, sizeBytes } = segment;
    return {
      segment: { object, sizeBytes, entries: documents.length },
      stored: new Map(stored),
    };
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
      await writeBatch(
        transaction,
        { ...ports, recordSegment: insertSegment },
        {
          decided,
          batch,
          hash,
          now,
          logSize,
        },
      );
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
