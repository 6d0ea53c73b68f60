/**
 * What travels on the stream: past facts about one document. Every record is a CloudEvent in binary
 * mode (attributes in headers, `ce_` prefix); its key is the document id, so one document keeps to
 * one partition through every topic.
 */
import type { Classification, DocumentSummary, Submitter } from '@ventanilla/invoice';
import type { Report, Verdict } from '@ventanilla/rules';

export const TOPICS = {
  received: 'documents.received',
  validated: 'documents.validated',
  transformed: 'documents.transformed',
  registered: 'documents.registered',
  dead: 'documents.dead',
} as const;

/** What every message of one submission carries on, unchanged, from reception to registration. */
export interface Submission {
  /** SHA-256 of the exact bytes, lower-case hex. */
  readonly documentId: string;
  /** UUIDv7 made by reception; two submissions of the same bytes differ in it. */
  readonly submissionId: string;
  /** ISO instant, milliseconds, reception's clock. */
  readonly receivedAt: string;
  readonly submitter: Submitter;
  readonly mediaType: 'application/xml' | 'application/json';
  readonly sizeBytes: number;
  readonly batchId?: string;
  /** W3C trace context. */
  readonly traceparent?: string;
}

/** Body: the original bytes. */
export interface DocumentReceived {
  readonly submission: Submission;
  readonly original: Uint8Array;
}

export interface DocumentValidated {
  readonly submission: Submission;
  readonly validatedAt: string;
  readonly report: Report;
  readonly summary?: DocumentSummary;
  /** Canonical invoice as JSON text (decimals as strings), carried verbatim; absent when it could not be read. */
  readonly invoiceJson?: string;
}

export interface DocumentTransformed extends DocumentValidated {
  readonly transformedAt: string;
  readonly classification?: Classification;
}

export interface DocumentRegistered {
  readonly submission: Submission;
  readonly registeredAt: string;
  readonly verdict: Verdict;
  readonly attempt: number;
  readonly logIndex: number;
  readonly summary?: DocumentSummary;
  /** Codes of the fatal faults and warnings, for subscribers; the report is fetched by id. */
  readonly codes: readonly string[];
}
