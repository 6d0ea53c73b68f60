import type { OutcomeEntry, Receipt } from './receipt.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** A receipt of an entry at `logIndex`, proved against the tree head in `checkpoint` (a signed note). */
export const issueReceipt = (parts: {
  readonly entry: OutcomeEntry;
  readonly logIndex: number;
  readonly inclusionProof: readonly Uint8Array[];
  readonly checkpoint: string;
}): Receipt => ({
  type: 'ventanilla/receipt/v1',
  entry: parts.entry,
  logIndex: parts.logIndex,
  inclusionProof: parts.inclusionProof.map(base64),
  checkpoint: parts.checkpoint,
});
