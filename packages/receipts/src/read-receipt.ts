import { decodeReceiptText } from './receipt-text.ts';
import { decodeTlogProof } from './tlog-proof.ts';

/**
 * A receipt in any of its forms: JSON, a tlog-proof, the text of a QR code. undefined when the text is
 * none of them; what is JSON is given as it stands. Nothing in it is to be believed before verification.
 */
export function readReceipt(text: string): unknown {
  const given = text.trimStart();
  if (given.startsWith('{')) {
    try {
      return JSON.parse(given);
    } catch {
      return undefined;
    }
  }
  return decodeTlogProof(given) ?? decodeReceiptText(given.trimEnd());
}
