/** Proves a receipt offline: signature, inclusion, and that it is about the document expected. */
import { verifyReceipt, verifySubmissionReceipt } from '@ventanilla/receipts';
import { parsePublishedKeys } from '@ventanilla/signatures';

export type ReceiptCheck =
  | { readonly verified: true; readonly documentId: string; readonly says: string }
  | { readonly verified: false; readonly reason: string };

/** `keys` is the published keys.json; with `documentId` the receipt must be of that document. */
export function checkReceipt(receipt: unknown, keys: unknown, documentId?: string): ReceiptCheck {
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
  return {
    verified: true,
    documentId: entry.documentId,
    says: `${entry.documentId} was ${entry.verdict} at ${entry.registeredAt}`,
  };
}
