/** Takes a batch apart and hands its documents in, each judged on its own, within a window of memory. */
import { hash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Submission } from '@ventanilla/messages';
import { PROBLEMS, type ProblemCode } from '@ventanilla/problems';
import { NotConfirmed } from '../append-group.ts';
import type { AppendQueue } from '../append-queue.ts';
import type { BeginTrace } from '../traces.ts';
import { BatchBroken, type Entry, type Values } from './entry.ts';
import type { ResultLog } from './result-log.ts';

export interface BatchRun {
  readonly entries: AsyncGenerator<Entry>;
  /** A fresh submission of these bytes for this batch. */
  readonly submission: (
    entry: Entry & { ok: true },
    documentId: string,
    traceparent: string,
  ) => Submission;
  readonly beginTrace: BeginTrace;
  readonly queue: Pick<AppendQueue, 'offer' | 'room'>;
  readonly log: Pick<ResultLog, 'append'>;
  /** The detail of a problem in the caller's language. */
  readonly describe: (code: ProblemCode, values: Values) => string;
  /** Aborts when the service stops: nothing more is taken, what was taken is settled. */
  readonly signal: AbortSignal;
}

export interface BatchTally {
  readonly received: number;
  readonly refused: number;
  /** Why the batch ended before its end. */
  readonly broken?: BatchBroken;
}

/** Documents and bytes of one batch that may await the stream. */
const WINDOW_DOCUMENTS = 256;
const WINDOW_BYTES = 8 * 1_024 * 1_024;
/** The part of the append queue that batches may fill. */
const QUEUE_SHARE = 0.5;
const ATTEMPTS = 3;
const RETRY_DELAY_MS = 500;

/** Never rejects for what is in the batch; rejects when the results cannot be written down. */
export async function runBatch(run: BatchRun): Promise<BatchTally> {
  const tally = { received: 0, refused: 0 };
  const window = createWindow();
  let index = 0;
  try {
    for await (const entry of run.entries) {
      if (run.signal.aborted) throw new BatchBroken('batch-interrupted');
      const line = lineOf(run, entry, index, tally);
      index += 1;
      await window.add(entry.ok ? entry.bytes.length : 0, async () => run.log.append(await line));
    }
    await window.close();
    return tally;
  } catch (error) {
    await window.close();
    if (error instanceof BatchBroken) return { ...tally, broken: error };
    throw error;
  }
}

/** Runs tasks in order while letting callers run ahead by a bounded number and bytes. */
function createWindow() {
  let chain: Promise<void> = Promise.resolve();
  let open = 0;
  let openBytes = 0;
  let wake: (() => void) | undefined;
  let failure: unknown;
  return {
    async add(bytes: number, task: () => Promise<void>): Promise<void> {
      open += 1;
      openBytes += bytes;
      chain = chain.then(async () => {
        try {
          if (failure === undefined) await task();
        } catch (error) {
          failure = error;
        }
        open -= 1;
        openBytes -= bytes;
        wake?.();
      });
      while (open >= WINDOW_DOCUMENTS || openBytes >= WINDOW_BYTES) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (failure !== undefined) throw failure;
    },
    async close(): Promise<void> {
      await chain;
      if (failure !== undefined) throw failure;
    },
  };
}

/** The result of one entry as a line of JSON; never rejects. */
async function lineOf(
  run: BatchRun,
  entry: Entry,
  index: number,
  tally: { received: number; refused: number },
): Promise<string> {
  if (!entry.ok) {
    tally.refused += 1;
    return refusedLine(run, index, entry.name, entry.code, entry.values);
  }
  const documentId = hash('sha256', entry.bytes, 'hex');
  const trace = run.beginTrace();
  const submission = run.submission(entry, documentId, trace.traceparent);
  try {
    await confirm(run, submission, entry.bytes);
    trace.end();
    tally.received += 1;
    const { submissionId, receivedAt } = submission;
    return `{"index":${index},"name":${JSON.stringify(entry.name)},"documentId":"${documentId}","submissionId":"${submissionId}","receivedAt":"${receivedAt}","status":"received"}`;
  } catch (error) {
    tally.refused += 1;
    const code = error instanceof NotConfirmed ? error.code : 'internal-error';
    trace.end(code);
    return refusedLine(run, index, entry.name, code, {}, documentId);
  }
}

function refusedLine(
  run: BatchRun,
  index: number,
  name: string | null,
  code: ProblemCode,
  values: Values = {},
  documentId?: string,
): string {
  const detail = run.describe(code, values);
  const id = documentId === undefined ? {} : { documentId };
  const { status: httpStatus } = PROBLEMS[code];
  return JSON.stringify({ index, name, ...id, status: 'refused', code, httpStatus, detail });
}

/** A batch can wait where a single request is refused, and tries again before it gives a document up. */
async function confirm(run: BatchRun, submission: Submission, original: Buffer): Promise<void> {
  for (let attempt = 1; ; ) {
    try {
      await run.queue.offer({ submission, original }, QUEUE_SHARE);
      return;
    } catch (error) {
      const code = error instanceof NotConfirmed ? error.code : undefined;
      if (code === 'reception-full' && !run.signal.aborted) {
        await run.queue.room();
        continue;
      }
      if (code === undefined || attempt >= ATTEMPTS || run.signal.aborted) throw error;
      await delay(RETRY_DELAY_MS * 2 ** attempt, undefined, { signal: run.signal }).catch(() => {});
      attempt += 1;
    }
  }
}
