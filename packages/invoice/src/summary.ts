/**
 * What the platform itself needs to know of a document, whatever its format: to key it, index it,
 * and apply ledger rules. Everything a rule of a format needs stays in the format.
 */

/** invoice: claims money; credit-note, debit-note: correct one; annulment: withdraws one; other: no claim. */
export type DocumentClass = 'invoice' | 'credit-note' | 'debit-note' | 'annulment' | 'other';

/** What an accepted document does to another one. Decided in persistence, inside the transaction. */
export interface OriginReference {
  readonly effect: 'credits' | 'debits' | 'annuls';
  /** Business key of the document it refers to. */
  readonly businessKey: string;
  /** required: an unknown origin waits and is then rejected; optional: accepted with an observation. */
  readonly presence: 'required' | 'optional';
  /** Facts of the origin that the document states and that must agree with it. */
  readonly expected?: {
    readonly issuerId?: string;
    readonly buyerId?: string;
    readonly issueDate?: string;
  };
}

export interface DocumentSummary {
  /** Format id: `gt-fel`, `en16931-ubl`, `json`. */
  readonly format: string;
  /** The format's own type code: `FACT`, `380` … */
  readonly documentType: string;
  readonly documentClass: DocumentClass;
  /** Unique among accepted documents; starts with the format's key space, e.g. `gt-fel:UUID`. */
  readonly businessKey: string;
  /** Taxpayer ids as the registry knows them: upper case, no separators. */
  readonly issuerId: string;
  readonly issuerName?: string;
  readonly buyerId?: string;
  readonly buyerName?: string;
  readonly series?: string;
  readonly number: string;
  /** ISO date; decides the monthly partition. */
  readonly issueDate: string;
  readonly currency: string;
  /** Decimal text, total with tax, never negative; the class says the direction. */
  readonly totalAmount: string;
  readonly taxAmount: string;
  readonly origin?: OriginReference;
}

/** Added by transformation. */
export interface Classification {
  /** ISIC division of the issuer's main activity, or `unknown`. */
  readonly activity: string;
  /** Region code of the issuer's establishment, or `unknown`. */
  readonly region: string;
  readonly issuerSize: 'micro' | 'small' | 'medium' | 'large' | 'unknown';
  readonly documentClass: DocumentClass;
}
