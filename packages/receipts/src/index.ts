export { type AuditRecord, auditLeaf, auditOrigin } from './audit-record.ts';
export {
  appendEntries,
  type BundleFiles,
  bundlePath,
  decodeBundle,
  encodeBundle,
  type Piece,
  parsePiecePath,
  readBundle,
} from './bundles.ts';
export {
  canonicalJson,
  checkEntry,
  decodeEntry,
  encodeEntry,
  reportHash,
} from './canonical.ts';
export {
  addSignatures,
  type Cosignature,
  cosign,
  encodeWitnessKey,
  formatSignatureLines,
  parseSignatureLines,
  parseWitnessKey,
  verifyCosignatures,
  type WitnessKey,
} from './cosignature.ts';
export { issueReceipt } from './issue.ts';
export {
  appendLeaves,
  EMPTY_FRONTIER,
  emptyRoot,
  type Frontier,
  HASH_BYTES,
  leafHash,
  nodeHash,
  rootOf,
} from './merkle.ts';
export {
  type Checkpoint,
  encodeCheckpoint,
  encodeVerifierKey,
  formatNote,
  type Note,
  type NoteSignature,
  type NoteVerdict,
  noteKeyId,
  parseCheckpoint,
  parseNote,
  signNote,
  type VerifyingKey,
  verifyNote,
} from './note.ts';
export { readReceipt } from './read-receipt.ts';
export type * from './receipt.ts';
export { codeOptions } from './receipt-code.ts';
export { renderReceiptPage } from './receipt-page.ts';
export { decodeReceiptText, encodeReceiptText } from './receipt-text.ts';
export { type PageLanguage, type ReceiptTold, tellReceipt } from './receipt-told.ts';
export { type ReceiptFacts, receiptTree, signedStatement } from './submission.ts';
export {
  proveConsistency,
  proveInclusion,
  proveInclusions,
  type ReadTile,
  readEdge,
  readFrontier,
  readRoot,
} from './tile-reader.ts';
export {
  appendToLog,
  EMPTY_EDGE,
  edgePaths,
  type LogEdge,
  type LogFile,
  TILE_WIDTH,
  tilePath,
} from './tiles.ts';
export { decodeTlogProof, encodeTlogProof } from './tlog-proof.ts';
export {
  isReceipt,
  type ReceiptFailure,
  type ReceiptVerdict,
  type SubmissionVerdict,
  verifyReceipt,
  verifySubmissionReceipt,
} from './verify.ts';
export { verifyConsistency, verifyInclusion } from './verify-proof.ts';
export {
  type AddCheckpoint,
  encodeAddCheckpoint,
  judgeCheckpoint,
  parseAddCheckpoint,
  type WitnessAnswer,
  type WitnessedLog,
} from './witness.ts';
