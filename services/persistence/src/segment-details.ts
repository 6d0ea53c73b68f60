/** What a segment of canonical forms says about each document: enough to register it again. */
import { OperationalError } from '@ventanilla/errors';
import type { DocumentTransformed, Submission } from '@ventanilla/messages';

export interface SegmentDetails {
  readonly submission: Submission;
  readonly summary?: DocumentTransformed['summary'];
  readonly classification?: DocumentTransformed['classification'];
  /** ISO instant: of two segments with the same document the later is the one that counted. */
  readonly storedAt: string;
}

export function detailsOf(
  { submission, summary, classification }: DocumentTransformed,
  at: Date,
): SegmentDetails {
  const { traceparent: _, ...facts } = submission;
  return {
    submission: facts,
    ...(summary !== undefined && { summary }),
    ...(classification !== undefined && { classification }),
    storedAt: at.toISOString(),
  };
}

/** Throws OperationalError `segment-too-old` for details of before they said all of this. */
export function readDetails(details: unknown, object: string): SegmentDetails {
  const { submission, storedAt } = (details ?? {}) as Partial<SegmentDetails>;
  if (submission !== undefined && storedAt !== undefined) return details as SegmentDetails;
  throw new OperationalError(
    'segment-too-old',
    `The details of ${object} do not hold what a ledger is rebuilt from.`,
    { retryable: false },
  );
}
