import { createHash } from 'node:crypto';
import {
  appendLeaves,
  consistencyProof,
  EMPTY_FRONTIER,
  emptyRoot,
  inclusionProof,
  leafHash,
  type NodeReader,
  nodeHash,
  rootOf,
} from './merkle.ts';
import { verifyConsistency, verifyInclusion } from './verify-proof.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const sha256 = (...parts: Uint8Array[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest();

/** MTH as the RFC defines it, by recursion over the entries: the oracle. */
function naiveRoot(entries: readonly Uint8Array[]): Uint8Array {
  const [first] = entries;
  if (first === undefined) return sha256();
  if (entries.length === 1) return sha256(Buffer.of(0), first);
  let k = 1;
  while (k * 2 < entries.length) k *= 2;
  return sha256(Buffer.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)));
}
const entriesOf = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => Buffer.from(`entry ${i}`));
const nodesOf =
  (entries: readonly Uint8Array[]): NodeReader =>
  (height, index) => {
    const span = entries.slice(index * 2 ** height, (index + 1) * 2 ** height);
    if (span.length !== 2 ** height) throw new Error(`no complete node ${height}/${index}`);
    return naiveRoot(span);
  };

// The eight entries and the roots that implementations of RFC 6962 test themselves with.
const VECTOR = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS: Record<number, string> = {
  0: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  1: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  2: 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  3: 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  4: 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  5: '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  6: '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  7: 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  8: '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
};

describe('Merkle tree', () => {
  it('has the roots that every RFC 6962 log has for these entries', () => {
    const entries = VECTOR.map((text) => Buffer.from(text, 'hex'));
    for (const [size, root] of Object.entries(ROOTS)) {
      const leaves = entries.slice(0, Number(size)).map(leafHash);
      expect(hex(rootOf(appendLeaves(EMPTY_FRONTIER, leaves)))).toBe(root);
    }
    expect(hex(emptyRoot())).toBe(ROOTS[0]);
  });

  it('grows to the same root however the leaves are batched', () => {
    const entries = entriesOf(70);
    const leaves = entries.map(leafHash);
    for (let size = 0; size <= 70; size += 1) {
      const expected = hex(naiveRoot(entries.slice(0, size)));
      for (const cut of [0, Math.min(1, size), Math.floor(size / 3), size]) {
        const begun = appendLeaves(EMPTY_FRONTIER, leaves.slice(0, cut));
        const whole = appendLeaves(begun, leaves.slice(cut, size));
        expect(whole.size).toBe(size);
        expect(hex(rootOf(whole))).toBe(expected);
      }
    }
  });

  it('proves every leaf of every small tree, and nothing else', () => {
    const entries = entriesOf(40);
    for (let size = 1; size <= 40; size += 1) {
      const node = nodesOf(entries.slice(0, size));
      const root = naiveRoot(entries.slice(0, size));
      for (let index = 0; index < size; index += 1) {
        const leaf = leafHash(entries[index] ?? Buffer.alloc(0));
        const proof = inclusionProof(index, size, node);
        const claim = { leaf, index, size, proof, root };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, leaf: leafHash(Buffer.from('other')) })).toBe(false);
        expect(verifyInclusion({ ...claim, index: index + 1 })).toBe(false);
        expect(verifyInclusion({ ...claim, index: -1 })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...proof, leaf] })).toBe(false);
        if (proof.length > 0) {
          expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false);
          expect(verifyInclusion({ ...claim, proof: proof.map(() => leaf) })).toBe(false);
        }
      }
    }
  });

  it('proves that every small tree begins with every smaller one, and nothing else', () => {
    const entries = entriesOf(33);
    for (let to = 1; to <= 33; to += 1) {
      const node = nodesOf(entries.slice(0, to));
      const toRoot = naiveRoot(entries.slice(0, to));
      for (let from = 0; from <= to; from += 1) {
        const fromRoot = naiveRoot(entries.slice(0, from));
        const proof = consistencyProof(from, to, node);
        const claim = { from, to, proof, fromRoot, toRoot };
        expect(verifyConsistency(claim)).toBe(true);
        if (from === 0) continue;
        const other = nodeHash(fromRoot, toRoot);
        expect(verifyConsistency({ ...claim, fromRoot: other })).toBe(false);
        expect(verifyConsistency({ ...claim, toRoot: other })).toBe(false);
        expect(verifyConsistency({ ...claim, proof: [...proof, other] })).toBe(false);
        if (from < to) {
          expect(verifyConsistency({ ...claim, proof: proof.slice(1) })).toBe(false);
          expect(verifyConsistency({ ...claim, proof: proof.map(() => other) })).toBe(false);
        }
      }
    }
  });

  it('verifies proofs in trees beyond 2^32 leaves', () => {
    // A tree of 2^40 leaves that are all alike has one hash a height.
    const heights = [leafHash(Buffer.from('x'))];
    for (let h = 0; h < 40; h += 1) {
      const below = heights[h] ?? Buffer.alloc(32);
      heights.push(nodeHash(below, below));
    }
    const node: NodeReader = (height) => heights[height] ?? Buffer.alloc(32);
    const size = 2 ** 40 - 3;
    const frontier = {
      size,
      hashes: heights
        .slice(0, 40)
        .reverse()
        .filter((_, i) => i !== 38),
    };
    const root = rootOf(frontier);
    for (const index of [0, 2 ** 33 + 5, size - 1]) {
      const proof = inclusionProof(index, size, node);
      const leaf = heights[0] ?? Buffer.alloc(0);
      expect(verifyInclusion({ leaf, index, size, proof, root })).toBe(true);
      expect(verifyInclusion({ leaf, index, size: size / 2, proof, root })).toBe(false);
      expect(verifyInclusion({ leaf: root, index, size, proof, root })).toBe(false);
    }
    const from = 2 ** 36;
    const proof = consistencyProof(from, size, node);
    const fromRoot = heights[36] ?? Buffer.alloc(0);
    expect(verifyConsistency({ from, to: size, proof, fromRoot, toRoot: root })).toBe(true);
  });
});
