/** Proofs from the log's files: which tiles a proof needs is found first, then all are read at once. */
import { OperationalError } from '@ventanilla/errors';
import {
  consistencyProof,
  type Frontier,
  HASH_BYTES,
  inclusionProof,
  type NodeReader,
  treeRoot,
} from './merkle.ts';
import {
  edgePaths,
  type LogEdge,
  nodeLocation,
  TILE_WIDTH,
  tileNodes,
  tilePath,
  tileWidth,
} from './tiles.ts';

/** Reads a file of the log; undefined when there is none. */
export type ReadTile = (path: string) => Promise<Uint8Array | undefined>;

const missing = (path: string): OperationalError =>
  new OperationalError('log-tile-missing', `The log has no ${path}`, { retryable: false });
export const damaged = (path: string): OperationalError =>
  new OperationalError('log-tile-damaged', `${path} has a wrong length`, { retryable: false });

interface TileName {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** A partial tile may be gone once the full one is there; a full one may be longer than asked for. */
async function readOne(readTile: ReadTile, { level, index, width }: TileName): Promise<Uint8Array> {
  const path = tilePath(level, index, width);
  const exact = await readTile(path);
  const found = exact ?? (width < TILE_WIDTH ? await readTile(tilePath(level, index)) : undefined);
  if (found === undefined) throw missing(path);
  const expected = (exact ? width : TILE_WIDTH) * HASH_BYTES;
  if (found.length !== expected) throw damaged(path);
  return found.subarray(0, width * HASH_BYTES);
}

/** Runs `compute` over the nodes of the tree of `size` leaves; it must ask for the same ones each time. */
async function withNodes<T>(
  size: number,
  readTile: ReadTile,
  compute: (node: NodeReader) => T,
): Promise<T> {
  const needed = new Map<string, TileName>();
  const name = (level: number, index: number): TileName => ({
    level,
    index,
    width: tileWidth(level, index, size),
  });
  const nothing = new Uint8Array(HASH_BYTES);
  compute((height, index) => {
    const { level, tile } = nodeLocation(height, index);
    needed.set(`${level}/${tile}`, name(level, tile));
    return nothing;
  });
  const tiles = new Map<string, ReturnType<typeof tileNodes>>();
  await Promise.all(
    [...needed].map(async ([key, tile]) => {
      tiles.set(key, tileNodes(await readOne(readTile, tile)));
    }),
  );
  return compute((height, index) => {
    const { level, tile, heightInTile, position } = nodeLocation(height, index);
    const nodes = tiles.get(`${level}/${tile}`);
    if (nodes === undefined) throw missing(tilePath(level, tile));
    return nodes(heightInTile, position);
  });
}

/** Inclusion proof of leaf `index` in the tree of `size` leaves. Throws OperationalError `log-tile-*`. */
export const proveInclusion = (
  index: number,
  size: number,
  readTile: ReadTile,
): Promise<Uint8Array[]> => withNodes(size, readTile, (node) => inclusionProof(index, size, node));

/** Inclusion proofs of several leaves in one tree, reading each tile once. */
export const proveInclusions = (
  indexes: readonly number[],
  size: number,
  readTile: ReadTile,
): Promise<Uint8Array[][]> =>
  withNodes(size, readTile, (node) => {
    const ragged = new Map<number, Uint8Array>();
    return indexes.map((index) => inclusionProof(index, size, node, ragged));
  });

/** Proof that the tree of `from` leaves is a prefix of that of `to`. */
export const proveConsistency = (
  from: number,
  to: number,
  readTile: ReadTile,
): Promise<Uint8Array[]> => withNodes(to, readTile, (node) => consistencyProof(from, to, node));

/** The root of the tree of `size` leaves, from its tiles. */
export const readRoot = (size: number, readTile: ReadTile): Promise<Uint8Array> =>
  withNodes(size, readTile, (node) => treeRoot(size, node));

/** The frontier of the tree of `size` leaves, from its tiles. */
export const readFrontier = (size: number, readTile: ReadTile): Promise<Frontier> =>
  withNodes(size, readTile, (node) => {
    const hashes: Uint8Array[] = [];
    let start = 0;
    for (let height = 52; height >= 0; height -= 1) {
      const span = 2 ** height;
      if (Math.floor(size / span) % 2 === 0) continue;
      hashes.push(node(height, start / span));
      start += span;
    }
    return { size, hashes };
  });

/** The right edge of the tree of `size` leaves, to append to it. */
export async function readEdge(size: number, readTile: ReadTile): Promise<LogEdge> {
  const partial = await Promise.all(
    edgePaths(size).map(async (path, level) => {
      if (path === undefined) return new Uint8Array();
      const count = Math.floor(size / TILE_WIDTH ** level);
      const [index, width] = [Math.floor(count / TILE_WIDTH), count % TILE_WIDTH];
      return readOne(readTile, { level, index, width });
    }),
  );
  return { size, partial };
}
