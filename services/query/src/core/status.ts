/** What a reader is told about one document, made from what the hot store holds. */
import type { IndexedInvoice, OutcomeRow, PendingRow } from '@ventanilla/database/reads';

export interface StatusView {
  readonly documentId: string;
  readonly status:
    | 'received'
    | 'waiting'
    | 'accepted'
    | 'accepted-with-observations'
    | 'rejected'
    | 'unknown';
  /** True when no later submission of the same bytes can change the outcome. */
  readonly final: boolean;
  readonly attempt?: number;
  readonly receivedAt?: string;
  readonly registeredAt?: string;
  readonly logIndex?: number;
  /** Business key of the document it waits for, and the instant at which the wait ends. */
  readonly waitsFor?: string;
  readonly waitsUntil?: string;
  /** Codes of the faults found, in a document that has any. */
  readonly codes?: readonly string[];
  readonly summary?: IndexedInvoice['summary'];
  readonly classification?: IndexedInvoice['classification'];
  readonly links: Readonly<Record<string, string>>;
}

const base = (id: string) => `/v1/documents/${id}`;

/** An outcome that no signed head covers yet is told as `received`: it could not be proved. */
export function outcomeView(row: OutcomeRow, indexed?: IndexedInvoice): StatusView {
  const self = base(row.documentId);
  if (!row.covered) {
    return {
      documentId: row.documentId,
      status: 'received',
      final: false,
      receivedAt: row.receivedAt,
      links: { self, events: `${self}/events` },
    };
  }
  return {
    documentId: row.documentId,
    status: row.verdict,
    final: row.verdict !== 'rejected',
    attempt: row.attempt,
    receivedAt: row.receivedAt,
    registeredAt: row.registeredAt,
    logIndex: row.logIndex,
    ...(row.codes.length > 0 && { codes: row.codes }),
    ...indexed,
    links: {
      self,
      report: `${self}/report`,
      receipt: `${self}/receipt`,
      original: `${self}/original`,
      canonical: `${self}/canonical`,
      events: `${self}/events`,
    },
  };
}

export function pendingView(row: PendingRow): StatusView {
  const self = base(row.documentId);
  return {
    documentId: row.documentId,
    status: row.status,
    final: false,
    receivedAt: row.receivedAt,
    ...(row.waitsFor !== undefined && { waitsFor: row.waitsFor }),
    ...(row.waitsUntil !== undefined && { waitsUntil: row.waitsUntil }),
    links: { self, events: `${self}/events` },
  };
}

export const unknownView = (documentId: string): StatusView => ({
  documentId,
  status: 'unknown',
  final: false,
  links: { self: base(documentId) },
});

/**
 * Whether an outcome answers a given submission. An accepted document answers every submission of
 * its bytes; a rejection only those that came no later than the one it judged. Submission ids are
 * UUIDv7, so their order as text is the order of time.
 */
export const answers = (
  outcome: Pick<OutcomeRow, 'verdict' | 'submissionId'>,
  submissionId: string | undefined,
): boolean =>
  submissionId === undefined ||
  outcome.verdict !== 'rejected' ||
  outcome.submissionId >= submissionId;
