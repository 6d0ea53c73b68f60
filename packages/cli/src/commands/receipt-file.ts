import { readFileSync } from 'node:fs';
import type { Receipt } from '@ventanilla/receipts';
import { CommandFailure, sentenceOf } from '../failure.ts';

/** A receipt in any of its forms, nothing in it verified; a failure says what is wrong with the file. */
export async function readReceiptFile(file: string): Promise<unknown> {
  const { readReceipt } = await import('@ventanilla/receipts');
  const receipt = readReceipt(textOf(file));
  if (receipt !== undefined) return receipt;
  throw new CommandFailure(`${file} is not a receipt, a tlog-proof or the text of a QR code.`);
}

/** The same, where only the receipt of an outcome will do. */
export async function readOutcomeReceipt(file: string): Promise<Receipt> {
  const { isReceipt } = await import('@ventanilla/receipts');
  const receipt = await readReceiptFile(file);
  if (isReceipt(receipt)) return receipt;
  throw new CommandFailure(`${file} is not a receipt of an outcome.`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CommandFailure(`${file} cannot be read: ${sentenceOf(cause)}`);
  }
}
