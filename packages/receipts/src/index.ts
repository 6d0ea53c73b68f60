export type * from './receipt.ts';
export {
  type ReceiptFacts,
  receiptTree,
  signedStatement,
  verifySubmissionReceipt,
} from './submission.ts';
