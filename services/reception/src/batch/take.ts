/**
 * One batch from its first entry to its stored summary, going on by itself even when the client that
 * sent it no longer listens.
 *
 *   taking ──first line──► telling ──last entry──► settled ──reader gone──► closed
 *      └─broken before any line──► refused
 */
import type { Submitter } from '@ventanilla/invoice';
import { type Language, problem } from '@ventanilla/problems';
import type { Ports } from '../ports.ts';
import type { BeginTrace } from '../traces.ts';
import type { BatchBroken, Entry } from './entry.ts';
import { createResultLog, type ResultLog } from './result-log.ts';
import { type BatchTally, runBatch } from './run.ts';
import { createBatchStore, partKey, type StoredBatch, summaryKey } from './store.ts';

const PART_LINES = 5_000;

export interface Taking {
  readonly batchId: string;
  readonly entries: AsyncGenerator<Entry>;
  readonly submitter: Submitter;
  readonly language: Language;
  readonly beginTrace: BeginTrace;
  readonly requestId: string;
  /** Temporary file of the results. */
  readonly file: string;
  /** Called once when no entry is left. */
  readonly onTaken: () => void;
  /** Called once when the results are no longer needed here. */
  readonly onClosed: () => Promise<void>;
}

export interface TakenBatch {
  /** Resolves with the first result, or with why there will be none. */
  readonly beginning: Promise<BatchBroken | undefined>;
  /** Result lines as they come, the summary last. */
  readonly results: () => AsyncGenerator<Buffer>;
  /** To be called once when nobody reads any more. */
  readonly close: () => void;
}

/** Starts the batch; its results can be read at once. */
export async function takeBatch(ports: Ports, taking: Taking): Promise<TakenBatch> {
  const { batchId } = taking;
  const startedAt = new Date(ports.now()).toISOString();
  const store = createBatchStore(ports.objects, (error) =>
    ports.observe.failure(error, taking.requestId),
  );
  const log = await createResultLog({
    file: taking.file,
    storePart: async (part, lines) => {
      await store(partKey(batchId, part), lines);
    },
    partLinesMax: PART_LINES,
  });
  const read = Promise.withResolvers<void>();

  const settle = async (tally: BatchTally): Promise<BatchBroken | undefined> => {
    ports.observe.batch(tally.received, tally.refused);
    if (tally.broken !== undefined && tally.received + tally.refused === 0) return tally.broken;
    await log.settle();
    const summary = summaryOf({ batchId, startedAt, taking, tally, log, now: ports.now });
    const stored = await store(summaryKey(batchId), Buffer.from(JSON.stringify(summary)));
    await log.finish(summaryLine(summary, taking, stored, tally.broken));
    return undefined;
  };
  const done = run(ports, taking, batchId, log)
    .finally(taking.onTaken)
    .then(settle)
    .catch((error: unknown) => {
      ports.observe.failure(error, taking.requestId);
      log.fail(error);
      throw error;
    });
  void Promise.allSettled([done, read.promise]).then(log.close).then(taking.onClosed);
  return {
    beginning: Promise.race([log.started.then(() => undefined), done]),
    results: log.read,
    close: read.resolve,
  };
}

const run = (ports: Ports, taking: Taking, batchId: string, log: ResultLog): Promise<BatchTally> =>
  runBatch({
    entries: taking.entries,
    queue: ports.queue,
    log,
    signal: ports.signal,
    describe: (code, values) => problem(code, { values }, taking.language).detail,
    beginTrace: taking.beginTrace,
    submission: ({ mediaType, bytes }, documentId, traceparent) => {
      const receivedMs = ports.now();
      return {
        documentId,
        submissionId: ports.identifiers.uuid(receivedMs),
        receivedAt: new Date(receivedMs).toISOString(),
        submitter: taking.submitter,
        mediaType,
        sizeBytes: bytes.length,
        batchId,
        traceparent,
      };
    },
  });

interface SummaryFacts {
  readonly batchId: string;
  readonly startedAt: string;
  readonly taking: Taking;
  readonly tally: BatchTally;
  readonly log: ResultLog;
  readonly now: () => number;
}

const summaryOf = ({ batchId, startedAt, taking, tally, log, now }: SummaryFacts): StoredBatch => ({
  batchId,
  clientId: taking.submitter.clientId,
  taxpayerId: taking.submitter.taxpayerId,
  startedAt,
  finishedAt: new Date(now()).toISOString(),
  received: tally.received,
  refused: tally.refused,
  parts: log.parts(),
  ...(tally.broken === undefined ? {} : { brokenBy: tally.broken.code }),
});

function summaryLine(
  { batchId, received, refused }: StoredBatch,
  { language }: Taking,
  stored: boolean,
  broken: BatchBroken | undefined,
): string {
  const reason =
    broken === undefined
      ? {}
      : {
          code: broken.code,
          detail: problem(broken.code, { values: { retrySeconds: 2, ...broken.values } }, language)
            .detail,
        };
  return JSON.stringify({
    batchId,
    received,
    refused,
    complete: broken === undefined,
    stored,
    ...reason,
  });
}
