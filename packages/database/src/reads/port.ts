/**
 * What query asks of the hot store. A session sees only the rows that row-level security grants its
 * reader; nothing here filters by right a second time, except where a table has no owner column.
 */
import type { Classification, DocumentSummary } from '@ventanilla/invoice';
import type { Report, Verdict } from '@ventanilla/rules';
import type { ReadScope } from '../reader.ts';

/** Who reads: what the policies are told, and what the audit trail keeps. */
export interface Reader {
  readonly scope: ReadScope;
  readonly clientId: string;
  readonly roles: readonly string[];
}

/** A place in an encrypted segment on the object store. */
export interface SegmentPlace {
  readonly object: string;
  readonly offset: number;
  readonly length: number;
}

/** The latest outcome of a document. */
export interface OutcomeRow {
  readonly documentId: string;
  readonly submissionId: string;
  readonly attempt: number;
  readonly verdict: Verdict;
  readonly receivedAt: string;
  readonly registeredAt: string;
  readonly logIndex: number;
  /** Whether a signed tree head covers the entry: only then is the outcome told. */
  readonly covered: boolean;
  readonly reportHash: string;
  /** Of a document that was accepted. */
  readonly businessKey: string | undefined;
  /** Codes of what was found, empty when nothing was. */
  readonly codes: readonly string[];
  readonly format: string;
}

/** A document the hot store knows and that has no outcome. */
export interface PendingRow {
  readonly documentId: string;
  readonly status: 'received' | 'waiting';
  readonly receivedAt: string;
  /** Business key of the origin it waits for, and until when. */
  readonly waitsFor?: string;
  readonly waitsUntil?: string;
}

/** What was indexed of a document that could be read. */
export interface IndexedInvoice {
  readonly summary: Omit<DocumentSummary, 'origin'>;
  readonly classification: Classification;
}

export interface OriginalPlace extends SegmentPlace {
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Past its retention and removed: there is nothing to read any more. */
  readonly isPurged: boolean;
}

export interface CanonicalPlace {
  readonly place: SegmentPlace;
  readonly isPurged: boolean;
  /** undefined when there were no faults: the report is then told by the segment. */
  readonly report: Report | undefined;
}

export interface EventRow {
  readonly at: string;
  readonly kind: 'received' | 'archived' | 'waiting' | 'registered' | 'read';
  readonly attempt?: number;
  readonly verdict?: Verdict;
  readonly logIndex?: number;
  /** Client that submitted or read. */
  readonly actor?: string;
  readonly purpose?: string;
}

export interface SearchFilter {
  readonly issuer?: string | undefined;
  readonly buyer?: string | undefined;
  readonly number?: string | undefined;
  /** ISO days of issue, both included. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Decimal text, both included. */
  readonly minAmount?: string | undefined;
  readonly maxAmount?: string | undefined;
  readonly verdict?: Verdict | undefined;
  readonly type?: string | undefined;
}

/** Keyset: newest issue date first, then by id, both falling. */
export interface SearchKey {
  readonly issueDate: string;
  readonly documentId: string;
}

export interface SearchRow extends SearchKey {
  readonly verdict: Verdict;
  readonly registeredAt: string;
  readonly format: string;
  readonly documentType: string;
  readonly documentClass: string;
  readonly businessKey: string;
  readonly issuerId: string;
  readonly issuerName: string | null;
  readonly buyerId: string | null;
  readonly buyerName: string | null;
  readonly series: string | null;
  readonly number: string;
  readonly currency: string;
  /** Decimal text. */
  readonly totalAmount: string;
  readonly taxAmount: string;
  readonly region: string;
  readonly activity: string;
}

export type TotalsCut = 'region' | 'activity' | 'format';

export interface DailyTotal {
  readonly day: string;
  readonly documentClass: string;
  readonly verdict: Verdict;
  readonly currency: string;
  readonly documents: number;
  readonly totalAmount: string;
  readonly taxAmount: string;
  /** Present when the totals were cut. */
  readonly group?: string;
}

export interface BatchCounts {
  readonly accepted: number;
  readonly acceptedWithObservations: number;
  readonly rejected: number;
  readonly waiting: number;
  readonly lastRegisteredAt: string | null;
}

/** What anyone may learn of an accepted document. */
export interface PublicRow {
  readonly documentId: string;
  readonly verdict: Verdict;
  readonly annulled: boolean;
  readonly issueDate: string | null;
  readonly issuerId: string | null;
  readonly issuerName: string | null;
  readonly buyerId: string | null;
  readonly buyerName: string | null;
  readonly currency: string | null;
  readonly totalAmount: string | null;
}

/** What the trail tells of: every original, and whatever staff read of others. */
export type AuditAction = 'original-read' | 'document-read' | 'documents-searched' | 'audit-read';

export interface AuditEntry {
  readonly action: AuditAction;
  readonly documentId?: string;
  readonly purpose?: string | undefined;
  /** The request, and what it asked for. */
  readonly details: Readonly<Record<string, unknown>> & { readonly requestId: string };
}

export interface AuditFilter {
  readonly client?: string | undefined;
  readonly action?: string | undefined;
  readonly document?: string | undefined;
  /** ISO instants: from, inclusive, to, exclusive. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

export interface AuditRow {
  readonly id: number;
  readonly at: string;
  readonly client: string;
  readonly taxpayerId: string | null;
  readonly roles: readonly string[];
  readonly action: string;
  readonly documentId: string | null;
  readonly purpose: string | null;
  readonly details: unknown;
  /** Its leaf in the log of the trail; null for some seconds. */
  readonly logIndex: number | null;
}

export interface ReadSession {
  /** Latest outcomes of those ids that have one, in no order. At most 1,000 ids. */
  readonly outcomes: (ids: readonly string[]) => Promise<readonly OutcomeRow[]>;
  /** Those ids that are known and have no outcome. */
  readonly pending: (ids: readonly string[]) => Promise<readonly PendingRow[]>;
  readonly indexed: (id: string) => Promise<IndexedInvoice | undefined>;
  readonly canonical: (id: string) => Promise<CanonicalPlace | undefined>;
  /** Where the original lies; the right to the document must have been seen by `outcomes` before. */
  readonly original: (id: string) => Promise<OriginalPlace | undefined>;
  /** In order of time; at most 1,000. */
  readonly events: (id: string) => Promise<readonly EventRow[]>;
  readonly search: (
    filter: SearchFilter,
    after: SearchKey | undefined,
    limit: number,
  ) => Promise<readonly SearchRow[]>;
  /** Staff: the country's counters by day of registration; taxpayers: their own by day of issue. */
  readonly dailyTotals: (
    from: string,
    to: string,
    cut: TotalsCut | undefined,
  ) => Promise<readonly DailyTotal[]>;
  /** undefined when no document of the batch has come so far within the reader's reach. */
  readonly batch: (batchId: string) => Promise<BatchCounts | undefined>;
  /** Writes one line of the audit trail in this transaction. */
  readonly audit: (entry: AuditEntry) => Promise<void>;
  /** Lines of the trail within the reader's scope, newest first, those before the id `before`. */
  readonly auditTrail: (
    filter: AuditFilter,
    before: number | undefined,
    limit: number,
  ) => Promise<readonly AuditRow[]>;
}

/** A document that has settled, as those who wait are told. */
export interface SettledRow {
  readonly documentId: string;
  readonly submissionId: string;
  readonly verdict: Verdict;
}

export interface LogHead {
  /** Entries it covers. */
  readonly size: number;
  /** C2SP signed note. */
  readonly checkpoint: string;
}

export interface Reads {
  /** One transaction within the reader's scope; commits when `work` resolves. Throws OperationalError. */
  readonly session: <T>(reader: Reader, work: (session: ReadSession) => Promise<T>) => Promise<T>;
  /** Of those ids, the ones whose latest outcome a signed tree head covers. No right is checked. */
  readonly settled: (ids: readonly string[]) => Promise<readonly SettledRow[]>;
  /** Newest reception time that persistence handled, by partition of the topic it reads. */
  readonly progress: (
    topic: string,
  ) => Promise<readonly { readonly partition: number; readonly receivedAt: string }[]>;
  /** The tree head that was last signed and published; undefined before the first. */
  readonly head: () => Promise<LogHead | undefined>;
  /** The signed head of the audit trail's own log; undefined before the first. */
  readonly auditCheckpoint: () => Promise<string | undefined>;
  readonly publicCheck: (
    key: { readonly documentId: string } | { readonly businessKey: string },
  ) => Promise<PublicRow | undefined>;
}
