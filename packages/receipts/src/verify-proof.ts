/** Checking proofs: RFC 9162 §2.1.3.2 and §2.1.4.2, on safe integers. */
import { HASH_BYTES, nodeHash } from './merkle.ts';

const half = (n: number): number => Math.floor(n / 2);
const isOdd = (n: number): boolean => n % 2 === 1;
const sameHash = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === HASH_BYTES && Buffer.from(a).equals(b);
const isIndex = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

/** True when the proof leads from this leaf at `index` to `root` in a tree of `size` leaves. */
export function verifyInclusion(claim: {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}): boolean {
  const { index, size, proof, root } = claim;
  if (!isIndex(index) || !isIndex(size) || index >= size) return false;
  let fn = index;
  let sn = size - 1;
  let hash = claim.leaf;
  for (const sibling of proof) {
    if (sn === 0 || sibling.length !== HASH_BYTES) return false;
    if (isOdd(fn) || fn === sn) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && sameHash(hash, root);
}

/** True when the tree of `to` leaves with `toRoot` begins with the tree of `from` leaves with `fromRoot`. */
export function verifyConsistency(claim: {
  readonly from: number;
  readonly to: number;
  readonly proof: readonly Uint8Array[];
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
}): boolean {
  const { from, to, proof, fromRoot, toRoot } = claim;
  if (!isIndex(from) || !isIndex(to) || from > to) return false;
  if (from === to) return proof.length === 0 && sameHash(fromRoot, toRoot);
  if (from === 0) return proof.length === 0;
  return climb(from, to, proof, { fromRoot, toRoot });
}

function climb(
  from: number,
  to: number,
  proof: readonly Uint8Array[],
  roots: { readonly fromRoot: Uint8Array; readonly toRoot: Uint8Array },
): boolean {
  let fn = from - 1;
  let sn = to - 1;
  while (isOdd(fn)) {
    fn = half(fn);
    sn = half(sn);
  }
  // An old tree that is one complete subtree is not repeated in the proof.
  const path = fn === 0 ? [roots.fromRoot, ...proof] : proof;
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let [older, newer] = [first, first];
  for (const sibling of rest) {
    if (sn === 0 || sibling.length !== HASH_BYTES) return false;
    if (isOdd(fn) || fn === sn) {
      older = nodeHash(sibling, older);
      newer = nodeHash(sibling, newer);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      newer = nodeHash(newer, sibling);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && sameHash(older, roots.fromRoot) && sameHash(newer, roots.toRoot);
}
