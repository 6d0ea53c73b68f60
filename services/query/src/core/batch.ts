/** The results of a batch as reception stores them: a summary that comes last, and parts of lines. */
import type { BatchCounts } from '@ventanilla/database/reads';
import { z } from 'zod';
import type { StatusView } from './status.ts';

const summarySchema = z.object({
  batchId: z.string(),
  clientId: z.string(),
  taxpayerId: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  received: z.number(),
  refused: z.number(),
  parts: z.number(),
  brokenBy: z.string().optional(),
});
const lineSchema = z.looseObject({
  index: z.number(),
  documentId: z.string().optional(),
  status: z.enum(['received', 'refused']),
});

export type BatchSummary = z.infer<typeof summarySchema>;
export type BatchLine = z.infer<typeof lineSchema>;

export const summaryKey = (batchId: string): string => `batches/${batchId}/summary.json`;
/** Parts count from 1. */
export const partKey = (batchId: string, part: number): string =>
  `batches/${batchId}/part-${String(part).padStart(5, '0')}.ndjson`;

export const readSummary = (bytes: Uint8Array): BatchSummary =>
  summarySchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));

export const readLines = (bytes: Uint8Array): readonly BatchLine[] =>
  Buffer.from(bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => lineSchema.parse(JSON.parse(line)));

/** A line with the outcome of its document in place of `received`, once there is one. */
export function lineView(line: BatchLine, view: StatusView | undefined) {
  if (line.status === 'refused' || !view || view.status === 'unknown') return line;
  const { status, attempt, registeredAt, codes, links } = view;
  return {
    ...line,
    status,
    ...(attempt !== undefined && { attempt }),
    ...(registeredAt !== undefined && { registeredAt }),
    ...(codes !== undefined && { codes }),
    links,
  };
}

/**
 * A batch is settled when all that was received in it has an outcome. Counting alone would miss bytes
 * that came before in another batch, whose outcome stays there: the completeness mark tells those.
 */
export function batchView(
  batchId: string,
  summary: BatchSummary | undefined,
  outcomes: BatchCounts | undefined,
  settledBefore: string | undefined,
) {
  const counted = outcomes
    ? outcomes.accepted + outcomes.acceptedWithObservations + outcomes.rejected
    : 0;
  if (!summary) return { batchId, status: 'receiving', settled: counted, outcomes };
  const documents = summary.received;
  const waiting = outcomes?.waiting ?? 0;
  const passed = settledBefore !== undefined && settledBefore > summary.finishedAt;
  const settled = passed ? documents - waiting : Math.min(counted, documents);
  const status = settled >= documents ? 'settled' : 'settling';
  return { ...summary, batchId, status, documents, settled, outcomes: outcomes ?? null };
}
