/** Proves a receipt offline: signature, inclusion, and that it is about the document expected. */
import {
  type Receipt,
  verifyCosignatures,
  verifyReceipt,
  verifySubmissionReceipt,
  type WitnessKey,
} from '@ventanilla/receipts';
import { parsePublishedKeys } from '@ventanilla/signatures';

export type ReceiptCheck =
  | { readonly verified: true; readonly documentId: string; readonly says: string }
  | { readonly verified: false; readonly reason: string };

export interface Expected {
  /** The document that the receipt must be of. */
  readonly documentId?: string;
  /** So many of these must have cosigned the head of the log. */
  readonly witnesses?: { readonly keys: readonly WitnessKey[]; readonly quorum: number };
}

/** `keys` is the published keys.json. */
export function checkReceipt(
  receipt: unknown,
  keys: unknown,
  { documentId, witnesses }: Expected = {},
): ReceiptCheck {
  const evidence = {
    receipt,
    publicKey: parsePublishedKeys(keys),
    ...(documentId !== undefined && { documentId }),
  };
  const type = (receipt as { type?: unknown } | null)?.type;
  if (type === 'ventanilla/submission-receipt/v1') {
    const verdict = verifySubmissionReceipt(evidence);
    if (verdict.outcome === 'invalid') return { verified: false, reason: verdict.code };
    const { receivedAt, documentId: id } = verdict.receipt;
    return { verified: true, documentId: id, says: `${id} was received at ${receivedAt}` };
  }
  const verdict = verifyReceipt(evidence);
  if (verdict.outcome === 'invalid') return { verified: false, reason: verdict.code };
  const { entry } = verdict;
  const { checkpoint } = receipt as Receipt;
  if (witnesses && verifyCosignatures(checkpoint, witnesses.keys).length < witnesses.quorum) {
    return { verified: false, reason: 'witnesses-missing' };
  }
  return {
    verified: true,
    documentId: entry.documentId,
    says: `${entry.documentId} was ${entry.verdict} at ${entry.registeredAt}`,
  };
}
