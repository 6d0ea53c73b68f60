/** What the ledger knows when a batch is decided, and what it knows afterwards. */
import type { Decimal, DocumentClass, OriginReference } from '@ventanilla/invoice';
import type { DocumentTransformed } from '@ventanilla/messages';
import type { Verdict } from '@ventanilla/rules';

/** A document to be settled. */
export interface Candidate {
  readonly message: DocumentTransformed;
  /** Present when it comes out of the waiting room: ISO instant at which its wait ends. */
  readonly deadline?: string;
}

/** The latest outcome of a document, as far as deciding needs it. */
export interface Settled {
  readonly documentId: string;
  readonly attempt: number;
  readonly verdict: Verdict;
  readonly submissionId: string;
  /** ISO instant. */
  readonly registeredAt: string;
  readonly logIndex: number;
  readonly codes: readonly string[];
  readonly submitterClient: string;
  readonly submitterTaxpayerId: string;
  readonly receivedAt: string;
  readonly issueDate?: string;
}

/** An accepted document as later ones see it. */
export interface Origin {
  readonly businessKey: string;
  readonly documentId: string;
  readonly issuerId: string;
  readonly buyerId?: string;
  readonly currency: string;
  readonly issueDate: string;
  readonly documentClass: DocumentClass;
  readonly totalAmount: Decimal;
  readonly debited: Decimal;
  readonly credited: Decimal;
  /** Notes that refer to it and are not annulled. */
  readonly liveNotes: number;
  /** Document that annulled it, and when. */
  readonly annulledBy?: string;
  readonly annulledAt?: string;
  /** Of a note or an annulment: what it did, and to whom. */
  readonly originKey?: string;
  readonly originEffect?: OriginReference['effect'];
}

export interface LedgerState {
  readonly documents: ReadonlyMap<string, Settled>;
  /** By ledger key: those that the batch takes or names, and those that the named ones name. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** Documents in the waiting room, with the submission that waits (or did until just now). */
  readonly waiting: ReadonlyMap<string, string>;
}
