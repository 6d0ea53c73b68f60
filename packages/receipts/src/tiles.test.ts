import { appendLeaves, EMPTY_FRONTIER, leafHash, rootOf } from './merkle.ts';
import {
  proveConsistency,
  proveInclusion,
  proveInclusions,
  readEdge,
  readFrontier,
  readRoot,
} from './tile-reader.ts';
import { appendToLog, EMPTY_EDGE, edgePaths, tilePath, tileWidth } from './tiles.ts';
import { verifyConsistency, verifyInclusion } from './verify-proof.ts';

const LEAVES = Array.from({ length: 66_000 }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));
const leafAt = (index: number): Uint8Array => LEAVES[index] ?? Buffer.alloc(0);
const leavesOf = (from: number, to: number): Uint8Array[] => LEAVES.slice(from, to);
const roots = new Map<number, Uint8Array>();
function rootAt(size: number): Uint8Array {
  const root = roots.get(size) ?? rootOf(appendLeaves(EMPTY_FRONTIER, leavesOf(0, size)));
  roots.set(size, root);
  return root;
}

/** A log that keeps its files in a map and stops when one would be overwritten. */
function createLog() {
  const files = new Map<string, Uint8Array>();
  let edge = EMPTY_EDGE;
  return {
    files,
    readTile: async (path: string) => files.get(path),
    growTo: (size: number) => {
      const grown = appendToLog(edge, leavesOf(edge.size, size));
      for (const { path, bytes } of grown.tiles) {
        expect(files.has(path)).toBe(false);
        files.set(path, bytes);
      }
      edge = grown.edge;
      return edge;
    },
  };
}

describe('tile paths', () => {
  it('are those of the specification', () => {
    expect(tilePath(0, 1234067)).toBe('tile/0/x001/x234/067');
    expect(tilePath(3, 0, 17)).toBe('tile/3/000.p/17');
    expect(tilePath(0, 999)).toBe('tile/0/999');
    expect(tilePath(0, 1000)).toBe('tile/0/x001/000');
  });

  it('has the tiles that the specification counts for 70,000 leaves, and for 256', () => {
    expect(edgePaths(70_000)).toEqual(['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1']);
    expect(tileWidth(0, 272, 70_000)).toBe(256);
    expect(edgePaths(256)).toEqual([undefined, 'tile/1/000.p/1']);
  });
});

describe('a log of tiles', () => {
  const SIZES = [1, 2, 255, 256, 257, 300, 511, 512, 513, 600, 1000, 66_000];

  it('grown in steps has the root, edge and frontier of one grown at once', async () => {
    const log = createLog();
    for (const size of SIZES) {
      const edge = log.growTo(size);
      expect(Buffer.from(await readRoot(size, log.readTile)).equals(rootAt(size))).toBe(true);
      expect(await readEdge(size, log.readTile)).toEqual(edge);
      const frontier = await readFrontier(size, log.readTile);
      expect(Buffer.from(rootOf(frontier)).equals(rootAt(size))).toBe(true);
      expect(appendToLog(EMPTY_EDGE, leavesOf(0, size)).edge).toEqual(edge);
    }
  });

  it('proves inclusion and consistency at every size it published', async () => {
    const log = createLog();
    for (const size of SIZES) log.growTo(size);
    for (const size of SIZES) {
      const root = rootAt(size);
      const indexes = [0, 1, 254, 255, 256, 299, 512, size - 1].filter((index) => index < size);
      const proofs = await proveInclusions(indexes, size, log.readTile);
      for (const [i, index] of indexes.entries()) {
        const proof = await proveInclusion(index, size, log.readTile);
        expect(proofs[i]).toEqual(proof);
        expect(verifyInclusion({ leaf: leafAt(index), index, size, proof, root })).toBe(true);
      }
      for (const from of SIZES.filter((smaller) => smaller <= size)) {
        const proof = await proveConsistency(from, size, log.readTile);
        const claim = { from, to: size, proof, fromRoot: rootAt(from), toRoot: root };
        expect(verifyConsistency(claim)).toBe(true);
      }
    }
  });

  it('reads the full tile where the partial one is gone', async () => {
    const log = createLog();
    log.growTo(100);
    log.growTo(300);
    log.files.delete('tile/0/000.p/100');
    const proof = await proveInclusion(7, 100, log.readTile);
    const claim = { leaf: leafAt(7), index: 7, size: 100, proof, root: rootAt(100) };
    expect(verifyInclusion(claim)).toBe(true);
  });

  it('says which tile is missing or cut short', async () => {
    const log = createLog();
    log.growTo(300);
    log.files.set('tile/0/000', Buffer.alloc(100));
    log.files.delete('tile/0/001.p/44');
    await expect(proveInclusion(290, 300, log.readTile)).rejects.toMatchObject({
      code: 'log-tile-missing',
    });
    await expect(proveInclusion(1, 300, log.readTile)).rejects.toMatchObject({
      code: expect.stringMatching(/^log-tile-/),
    });
    await expect(proveInclusion(1, 256, log.readTile)).rejects.toMatchObject({
      code: 'log-tile-damaged',
    });
  });

  it('refuses an edge that is not of its size', () => {
    expect(() => appendToLog({ size: 3, partial: [leafAt(0)] }, [leafAt(1)])).toThrow('edge');
  });
});
