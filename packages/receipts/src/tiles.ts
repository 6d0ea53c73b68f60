/**
 * The log as static files, by C2SP tlog-tiles: tile n of level l holds the hashes of the complete
 * subtrees of 256^l leaves numbered 256·n to 256·n + 255; the rightmost tile of a level may be partial.
 */
import { invariant } from '@ventanilla/errors';
import { HASH_BYTES, nodeHash } from './merkle.ts';

/** Hashes of a full tile, and entries of a full bundle. */
export const TILE_WIDTH = 256;
const TILE_HEIGHT = 8;

export interface LogFile {
  /** Object key relative to the log's prefix. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export const pathNumber = (index: number): string => {
  const groups = [];
  for (let rest = index; groups.length === 0 || rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(`${rest % 1000}`.padStart(3, '0'));
  }
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
};

export const partialSuffix = (width: number): string => (width === TILE_WIDTH ? '' : `.p/${width}`);

/** `tile/<level>/<index>[.p/<width>]`. */
export const tilePath = (level: number, index: number, width = TILE_WIDTH): string =>
  `tile/${level}/${pathNumber(index)}${partialSuffix(width)}`;

/** Complete subtrees of 256^level leaves in a tree of this size. */
const countAt = (level: number, size: number): number => Math.floor(size / TILE_WIDTH ** level);

/** Hashes that tile `index` of `level` holds in a tree of this size: 0 when there is none. */
export const tileWidth = (level: number, index: number, size: number): number =>
  Math.max(0, Math.min(TILE_WIDTH, countAt(level, size) - index * TILE_WIDTH));

/** Reads the complete subtrees inside one tile; each is hashed once, however often it is asked for. */
export function tileNodes(tile: Uint8Array): (height: number, position: number) => Uint8Array {
  const rows: Uint8Array[][] = Array.from({ length: TILE_HEIGHT + 1 }, () => []);
  const hashAt = (height: number, position: number): Uint8Array => {
    if (height === 0) return tile.subarray(position * HASH_BYTES, (position + 1) * HASH_BYTES);
    const known = rows[height]?.[position];
    if (known) return known;
    const left = hashAt(height - 1, position * 2);
    const hash = nodeHash(left, hashAt(height - 1, position * 2 + 1));
    const row = rows[height];
    if (row) row[position] = hash;
    return hash;
  };
  return hashAt;
}

/** The root of a full tile: the hash that the level above holds for it. */
const tileRoot = (tile: Uint8Array): Uint8Array => tileNodes(tile)(TILE_HEIGHT, 0);

/** Where the node of 2^height leaves numbered `index` is found. */
export function nodeLocation(height: number, index: number) {
  const level = Math.floor(height / TILE_HEIGHT);
  const heightInTile = height % TILE_HEIGHT;
  const perTile = TILE_WIDTH / 2 ** heightInTile;
  return { level, heightInTile, tile: Math.floor(index / perTile), position: index % perTile };
}

/**
 * The right edge of a log: of each level the hashes of its partial tile, concatenated. All that is
 * needed to append; at most 8 kB a level.
 */
export interface LogEdge {
  readonly size: number;
  readonly partial: readonly Uint8Array[];
}

export const EMPTY_EDGE: LogEdge = { size: 0, partial: [] };

/** Paths of the partial tiles that make up the edge of a tree of this size, level by level. */
export function edgePaths(size: number): readonly (string | undefined)[] {
  const paths: (string | undefined)[] = [];
  for (let level = 0; countAt(level, size) > 0; level += 1) {
    const width = countAt(level, size) % TILE_WIDTH;
    const index = Math.floor(countAt(level, size) / TILE_WIDTH);
    paths.push(width === 0 ? undefined : tilePath(level, index, width));
  }
  return paths;
}

function concat(a: Uint8Array, b: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(a.length + b.length * HASH_BYTES);
  out.set(a);
  b.forEach((hash, i) => {
    out.set(hash, a.length + i * HASH_BYTES);
  });
  return out;
}

/**
 * Appends leaf hashes: the new edge, and every tile that the tree of the new size has and that of the
 * old size had not. Write all of them before a checkpoint of the new size is shown to anyone.
 */
export function appendToLog(
  edge: LogEdge,
  leaves: readonly Uint8Array[],
): { readonly edge: LogEdge; readonly tiles: readonly LogFile[] } {
  const size = edge.size + leaves.length;
  const partial: Uint8Array[] = [];
  const tiles: LogFile[] = [];
  let added = leaves;
  for (let level = 0; added.length > 0 || level < edge.partial.length; level += 1) {
    const before = edge.partial[level] ?? new Uint8Array();
    invariant(
      before.length === (countAt(level, edge.size) % TILE_WIDTH) * HASH_BYTES,
      'an edge holds the partial tile of each level',
    );
    const row = concat(before, added);
    const first = Math.floor(countAt(level, edge.size) / TILE_WIDTH);
    const full = Math.floor(row.length / HASH_BYTES / TILE_WIDTH);
    const roots: Uint8Array[] = [];
    for (let i = 0; i < full; i += 1) {
      const bytes = row.slice(i * TILE_WIDTH * HASH_BYTES, (i + 1) * TILE_WIDTH * HASH_BYTES);
      tiles.push({ path: tilePath(level, first + i), bytes });
      roots.push(tileRoot(bytes));
    }
    const rest = row.slice(full * TILE_WIDTH * HASH_BYTES);
    if (rest.length > 0 && added.length > 0) {
      tiles.push({ path: tilePath(level, first + full, rest.length / HASH_BYTES), bytes: rest });
    }
    partial.push(rest);
    added = roots;
  }
  return { edge: { size, partial }, tiles };
}
