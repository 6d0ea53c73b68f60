/** Offline verification of receipts: bytes and keys in, an outcome with a stable code out. */
import { createHash } from 'node:crypto';
import { checkEntry, encodeEntry, reportHash } from './canonical.ts';
import { leafHash } from './merkle.ts';
import {
  type Checkpoint,
  parseCheckpoint,
  type VerifyingKey,
  verifyNote,
  verifyWith,
} from './note.ts';
import type { OutcomeEntry, Receipt, SubmissionReceipt } from './receipt.ts';
import { statementOf } from './submission.ts';
import { verifyInclusion } from './verify-proof.ts';

export type ReceiptFailure =
  /** Not a receipt of this version. */
  | 'malformed'
  /** The receipt is of another document. */
  | 'document-mismatch'
  /** The report is not the one that was registered. */
  | 'report-mismatch'
  /** None of the keys given signed it. */
  | 'key-unknown'
  /** The key was no longer in use when this was registered. */
  | 'key-expired'
  | 'signature-invalid'
  /** The proof does not lead to the signed tree head. */
  | 'not-in-log';

export type ReceiptVerdict =
  | { readonly outcome: 'valid'; readonly entry: OutcomeEntry; readonly checkpoint: Checkpoint }
  | { readonly outcome: 'invalid'; readonly code: ReceiptFailure };

export type SubmissionVerdict =
  | { readonly outcome: 'valid'; readonly receipt: SubmissionReceipt }
  | { readonly outcome: 'invalid'; readonly code: ReceiptFailure };

interface Evidence {
  /** The exact bytes of the document, or its id when only that is at hand. */
  readonly documentBytes?: Uint8Array;
  readonly documentId?: string;
  /** One key, or all that the authority ever published. */
  readonly publicKey: VerifyingKey | readonly VerifyingKey[];
}

const invalid = (code: ReceiptFailure) => ({ outcome: 'invalid', code }) as const;
const isList = (keys: Evidence['publicKey']): keys is readonly VerifyingKey[] =>
  Array.isArray(keys);
const keysOf = ({ publicKey }: Evidence): readonly VerifyingKey[] =>
  isList(publicKey) ? publicKey : [publicKey];

function isOfDocument(documentId: string, { documentBytes, documentId: id }: Evidence): boolean {
  if (id !== undefined && id !== documentId) return false;
  if (documentBytes === undefined) return true;
  return createHash('sha256').update(documentBytes).digest('hex') === documentId;
}

interface Read {
  readonly entry: OutcomeEntry;
  readonly index: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: string;
}

const PROOF_LENGTH_MAX = 64;
const BASE64_HASH = /^[A-Za-z0-9+/]{43}=$/;

const isProof = (proof: unknown): proof is readonly string[] =>
  Array.isArray(proof) &&
  proof.length <= PROOF_LENGTH_MAX &&
  proof.every((hash) => typeof hash === 'string' && BASE64_HASH.test(hash));

function read(value: unknown): Read | undefined {
  const receipt = (value ?? {}) as Partial<Receipt>;
  const { logIndex: index, inclusionProof: proof, checkpoint } = receipt;
  const entry = checkEntry(receipt.entry);
  if (receipt.type !== 'ventanilla/receipt/v1' || entry === undefined) return undefined;
  if (typeof index !== 'number' || typeof checkpoint !== 'string') return undefined;
  if (!isProof(proof)) return undefined;
  return { entry, index, proof: proof.map((hash) => Buffer.from(hash, 'base64')), checkpoint };
}

/** Whether the value has every part of a receipt of an outcome; nothing of it is verified. */
export const isReceipt = (value: unknown): value is Receipt => read(value) !== undefined;

/**
 * Whether a receipt, given as parsed JSON, proves that this outcome of this document is in the log that
 * one of these keys signed. `report`, when given, must be the registered one.
 */
export function verifyReceipt(
  evidence: Evidence & { readonly receipt: unknown; readonly report?: unknown },
): ReceiptVerdict {
  const receipt = read(evidence.receipt);
  if (receipt === undefined) return invalid('malformed');
  const { entry, index, proof } = receipt;
  if (!isOfDocument(entry.documentId, evidence)) return invalid('document-mismatch');
  if (evidence.report !== undefined && reportHash(evidence.report) !== entry.reportHash) {
    return invalid('report-mismatch');
  }
  const note = verifyNote(receipt.checkpoint, keysOf(evidence));
  if (note.outcome !== 'verified') return invalid(note.outcome);
  const checkpoint = parseCheckpoint(note.text);
  if (checkpoint === undefined) return invalid('malformed');
  const usable = note.by.some(
    ({ validUntil }) => validUntil === undefined || entry.registeredAt <= validUntil,
  );
  if (!usable) return invalid('key-expired');
  const leaf = leafHash(encodeEntry(entry));
  const included = verifyInclusion({ leaf, index, proof, ...checkpoint });
  return included ? { outcome: 'valid', entry, checkpoint } : invalid('not-in-log');
}

function isSubmission(value: unknown): value is SubmissionReceipt {
  const receipt = (value ?? {}) as Partial<SubmissionReceipt>;
  const texts = [
    receipt.documentId,
    receipt.submissionId,
    receipt.receivedAt,
    receipt.position?.offset,
    receipt.keyName,
    receipt.signature,
  ];
  return (
    receipt.type === 'ventanilla/submission-receipt/v1' &&
    texts.every((text) => typeof text === 'string' && !text.includes('\n')) &&
    Number.isSafeInteger(receipt.position?.partition) &&
    isProof(receipt.signedTogether?.proof)
  );
}

/** Whether a submission receipt, given as parsed JSON, was signed by one of these keys for this document. */
export function verifySubmissionReceipt(
  evidence: Evidence & { readonly receipt: unknown },
): SubmissionVerdict {
  const { receipt } = evidence;
  if (!isSubmission(receipt)) return invalid('malformed');
  if (!isOfDocument(receipt.documentId, evidence)) return invalid('document-mismatch');
  const named = keysOf(evidence).filter(({ name }) => name === receipt.keyName);
  if (named.length === 0) return invalid('key-unknown');
  const message = statementOf(receipt);
  if (message === undefined) return invalid('signature-invalid');
  const signature = Buffer.from(receipt.signature, 'base64');
  const signer = named.find((key) => verifyWith(key, message, signature));
  if (signer === undefined) return invalid('signature-invalid');
  const expired = signer.validUntil !== undefined && receipt.receivedAt > signer.validUntil;
  return expired ? invalid('key-expired') : { outcome: 'valid', receipt };
}
