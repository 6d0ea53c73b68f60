/**
 * The Merkle tree of RFC 9162 §2.1 over SHA-256. Sizes and indexes are safe integers, so halves are
 * taken by division: the bit operators of JavaScript stop at 32 bits.
 */
import { createHash } from 'node:crypto';
import { invariant } from '@ventanilla/errors';

export const HASH_BYTES = 32;
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** MTH of one entry: SHA-256(0x00 ‖ entry). */
export const leafHash = (entry: Uint8Array): Uint8Array =>
  createHash('sha256').update(LEAF).update(entry).digest();

/** MTH of two subtrees: SHA-256(0x01 ‖ left ‖ right). */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array =>
  createHash('sha256').update(NODE).update(left).update(right).digest();

/** MTH of nothing: SHA-256 of the empty string. */
export const emptyRoot = (): Uint8Array => createHash('sha256').digest();

/** The compact range [0, size): roots of the complete subtrees that cover it, largest first. */
export interface Frontier {
  readonly size: number;
  readonly hashes: readonly Uint8Array[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0, hashes: [] };

/** The frontier after these leaf hashes; costs one node hash a leaf on average. */
export function appendLeaves(frontier: Frontier, leaves: readonly Uint8Array[]): Frontier {
  const hashes = [...frontier.hashes];
  let { size } = frontier;
  for (const leaf of leaves) {
    let hash = leaf;
    for (let below = size; below % 2 === 1; below = (below - 1) / 2) {
      const left = hashes.pop();
      invariant(left, 'a frontier holds one hash for each bit of its size');
      hash = nodeHash(left, hash);
    }
    hashes.push(hash);
    size += 1;
  }
  return { size, hashes };
}

/** The root of the tree: the frontier folded from its smallest subtree up. */
export function rootOf(frontier: Frontier): Uint8Array {
  const { hashes } = frontier;
  const last = hashes.at(-1);
  if (last === undefined) return emptyRoot();
  return hashes.slice(0, -1).reduceRight((root, hash) => nodeHash(hash, root), last);
}

/** Hash of the complete subtree of 2^height leaves that starts at leaf index · 2^height. */
export type NodeReader = (height: number, index: number) => Uint8Array;

/** The largest power of two below `n`, for n > 1. */
function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** MTH of the leaves [start, end), which start at a multiple of the power of two that covers them. */
function rangeHash(start: number, end: number, node: NodeReader): Uint8Array {
  const length = end - start;
  const split = length === 1 ? 1 : splitOf(length);
  if (split === length || split * 2 === length) {
    const height = Math.round(Math.log2(length));
    return node(height, start / length);
  }
  return nodeHash(rangeHash(start, start + split, node), rangeHash(start + split, end, node));
}

/** The root of the tree of this size. */
export const treeRoot = (size: number, node: NodeReader): Uint8Array =>
  size === 0 ? emptyRoot() : rangeHash(0, size, node);

/**
 * Audit path of leaf `index` in the tree of `size` leaves, leaf to root (RFC 9162 §2.1.3.1). `ragged`
 * keeps the hashes of incomplete subtrees, by their start, from one proof of a tree to the next.
 */
export function inclusionProof(
  index: number,
  size: number,
  node: NodeReader,
  ragged = new Map<number, Uint8Array>(),
): Uint8Array[] {
  invariant(index >= 0 && index < size, 'a leaf lies inside its tree');
  const path: Uint8Array[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    if (index < middle) {
      const hash = ragged.get(middle) ?? rangeHash(middle, end, node);
      if (end === size) ragged.set(middle, hash);
      path.push(hash);
      end = middle;
    } else {
      path.push(rangeHash(start, middle, node));
      start = middle;
    }
  }
  return path.reverse();
}

/** Proof that the tree of `from` leaves is a prefix of that of `to` (RFC 9162 §2.1.4.1). */
export function consistencyProof(from: number, to: number, node: NodeReader): Uint8Array[] {
  invariant(from >= 0 && from <= to, 'a log only grows');
  if (from === 0 || from === to) return [];
  const path: Uint8Array[] = [];
  let [start, end] = [0, to];
  while (end !== from) {
    const middle = start + splitOf(end - start);
    if (from <= middle) {
      path.push(rangeHash(middle, end, node));
      end = middle;
    } else {
      path.push(rangeHash(start, middle, node));
      start = middle;
    }
  }
  // The old tree is one complete subtree here: its root is what the verifier starts from.
  if (start !== 0) path.push(rangeHash(start, end, node));
  return path.reverse();
}
