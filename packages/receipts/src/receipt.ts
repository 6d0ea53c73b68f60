/**
 * What a taxpayer holds: a submission receipt (we have it) and a receipt (this is its outcome, and it
 * is in the public log). Both verify offline with the authority's public key.
 */

/** Signed by reception once the stream holds the record. */
export interface SubmissionReceipt {
  readonly type: 'ventanilla/submission-receipt/v1';
  readonly documentId: string;
  readonly submissionId: string;
  readonly receivedAt: string;
  readonly position: { readonly partition: number; readonly offset: string };
  readonly keyName: string;
  /**
   * Receipts made in the same moment are signed together: this one's place among them, and the hashes
   * (base64, RFC 9162 §2.1.3) that lead from it to the signed root.
   */
  readonly signedTogether: {
    readonly index: number;
    readonly size: number;
    readonly proof: readonly string[];
  };
  /** base64 over the statement of root and size: see `signedStatement`. */
  readonly signature: string;
}

/** One leaf of the log. Its canonical bytes are hashed (RFC 9162 leaf hash), so field order is fixed. */
export interface OutcomeEntry {
  readonly documentId: string;
  readonly attempt: number;
  readonly verdict: 'accepted' | 'accepted-with-observations' | 'rejected';
  readonly receivedAt: string;
  readonly registeredAt: string;
  /** Of an accepted document. */
  readonly businessKey?: string;
  /** SHA-256 of the canonical JSON of the report, lower-case hex. */
  readonly reportHash: string;
}

export interface Receipt {
  readonly type: 'ventanilla/receipt/v1';
  readonly entry: OutcomeEntry;
  readonly logIndex: number;
  /** Base64 hashes, leaf to root (RFC 9162 §2.1.3). */
  readonly inclusionProof: readonly string[];
  /** C2SP signed note of the tree head that the proof leads to. */
  readonly checkpoint: string;
}
