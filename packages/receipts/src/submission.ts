/**
 * Submission receipts, signed many at a time: an Ed25519 signature costs 60 µs, a third of what
 * reception may spend on a document; a leaf of a tree costs 3. Hashing and shape are RFC 9162's.
 */
import { emptyRoot, leafHash, nodeHash } from './merkle.ts';
import type { SubmissionReceipt } from './receipt.ts';

/** What a submission receipt states. */
export type ReceiptFacts = Pick<
  SubmissionReceipt,
  'documentId' | 'submissionId' | 'receivedAt' | 'position'
>;

const TYPE = 'ventanilla/submission-receipt/v1';
const STATEMENT = 'ventanilla/submission-receipts/v1';
/** Above what reception signs together, and a bound on the work a forged receipt can ask for. */
const SIZE_MAX = 65_536;

const leafOf = ({ documentId, submissionId, receivedAt, position }: ReceiptFacts): Uint8Array =>
  leafHash(
    Buffer.from(
      `${TYPE}\n${documentId}\n${submissionId}\n${receivedAt}\n${position.partition}\n${position.offset}\n`,
    ),
  );

/** What is signed for a whole tree; the key's name in it keeps one key from speaking for another. */
export const signedStatement = (keyName: string, size: number, root: Uint8Array): Uint8Array =>
  Buffer.from(`${STATEMENT}\n${keyName}\n${size}\n${Buffer.from(root).toString('base64')}\n`);

/** The tree over receipts in order: its root, and for each the hashes that lead to the root. */
export function receiptTree(receipts: readonly ReceiptFacts[]): {
  readonly root: Uint8Array;
  readonly proofs: readonly (readonly string[])[];
} {
  let level = receipts.map(leafOf);
  const proofs: string[][] = receipts.map(() => []);
  for (let depth = 0; level.length > 1; depth += 1) {
    const encoded = level.map((hash) => Buffer.from(hash).toString('base64'));
    for (let i = 0; i < proofs.length; i += 1) {
      // The last node of an odd level has no sibling and rises as it is.
      const sibling = encoded[(i >> depth) ^ 1];
      if (sibling !== undefined) proofs[i]?.push(sibling);
    }
    level = pairUp(level);
  }
  return { root: level[0] ?? emptyRoot(), proofs };
}

function pairUp(level: readonly Uint8Array[]): Uint8Array[] {
  const next: Uint8Array[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const left = level[i] as Uint8Array;
    const right = level[i + 1];
    next.push(right === undefined ? left : nodeHash(left, right));
  }
  return next;
}

/** What the key named in a receipt must have signed; undefined when its proof does not fit its place. */
export function statementOf(receipt: SubmissionReceipt): Uint8Array | undefined {
  const root = rootFrom(leafOf(receipt), receipt.signedTogether);
  return root && signedStatement(receipt.keyName, receipt.signedTogether.size, root);
}

/** RFC 9162 §2.1.3.2; undefined when the proof does not fit the place. */
function rootFrom(
  leaf: Uint8Array,
  { index, size, proof }: SubmissionReceipt['signedTogether'],
): Uint8Array | undefined {
  if (!Number.isInteger(size) || !Number.isInteger(index)) return undefined;
  if (index < 0 || index >= size || size > SIZE_MAX) return undefined;
  let hash = leaf;
  let place = index;
  let used = 0;
  for (let width = size; width > 1; width = (width + 1) >> 1) {
    if ((place ^ 1) < width) {
      const sibling = Buffer.from(proof[used] ?? '', 'base64');
      if (sibling.length !== 32) return undefined;
      hash = place & 1 ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
      used += 1;
    }
    place >>= 1;
  }
  return used === proof.length ? hash : undefined;
}
