/**
 * The entries themselves, by C2SP tlog-tiles: bundle n holds entries 256·n to 256·n + 255, each after
 * its length in two bytes. Only full bundles are stored as they are served. Those that still grow lie
 * as pieces, `pieces/<bundle>/<from>-<to>`, one an append: a stored object is kept for ever, and a
 * bundle written again for every entry would take 128 times the room of its entries.
 */
import { invariant } from '@ventanilla/errors';
import { damaged, type ReadTile } from './tile-reader.ts';
import { type LogFile, partialSuffix, pathNumber, TILE_WIDTH } from './tiles.ts';

const ENTRY_BYTES_MAX = 65_535;

/** `tile/entries/<index>[.p/<width>]`. */
export const bundlePath = (index: number, width = TILE_WIDTH): string =>
  `tile/entries/${pathNumber(index)}${partialSuffix(width)}`;

const folderOf = (index: number): string => `pieces/${`${index}`.padStart(12, '0')}/`;
const place = (at: number): string => `${at}`.padStart(3, '0');
const piecePath = (index: number, from: number, to: number): string =>
  `${folderOf(index)}${place(from)}-${place(to)}`;

export interface Piece {
  readonly path: string;
  readonly index: number;
  /** Places in the bundle: `from` is the first entry, `to` the one after the last. */
  readonly from: number;
  readonly to: number;
}

/** What the path of a piece says; undefined when it is not one. */
export function parsePiecePath(path: string): Piece | undefined {
  const [, ...numbers] = /^pieces\/(\d{12})\/(\d{3})-(\d{3})$/.exec(path) ?? [];
  const [index = -1, from = 0, to = 0] = numbers.map(Number);
  return index >= 0 && from < to && to < TILE_WIDTH ? { path, index, from, to } : undefined;
}

/** Entries with their lengths, as a bundle holds them. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const out = Buffer.allocUnsafeSlow(entries.reduce((sum, { length }) => sum + 2 + length, 0));
  let at = 0;
  for (const entry of entries) {
    invariant(entry.length <= ENTRY_BYTES_MAX, 'a log entry has at most 65,535 bytes');
    at = out.writeUInt16BE(entry.length, at);
    out.set(entry, at);
    at += entry.length;
  }
  return out;
}

/** The entries of a bundle; undefined when it is damaged. */
export function decodeBundle(bundle: Uint8Array): Uint8Array[] | undefined {
  const bytes = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.length);
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at + 2 <= bytes.length) {
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.length) return undefined;
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  return at === bytes.length ? entries : undefined;
}

/**
 * The files that appending these entries to a log of `size` adds, and the entries of the bundle that is
 * not full afterwards. `held` are those of the bundle that was not full before.
 */
export function appendEntries(
  size: number,
  held: readonly Uint8Array[],
  entries: readonly Uint8Array[],
): { readonly held: readonly Uint8Array[]; readonly files: readonly LogFile[] } {
  const before = size % TILE_WIDTH;
  invariant(held.length === before, 'the entries of the last bundle are at hand');
  const files: LogFile[] = [];
  const first = Math.floor(size / TILE_WIDTH);
  const row = [...held, ...entries];
  const full = Math.floor(row.length / TILE_WIDTH);
  for (let i = 0; i < full; i += 1) {
    const bytes = encodeBundle(row.slice(i * TILE_WIDTH, (i + 1) * TILE_WIDTH));
    files.push({ path: bundlePath(first + i), bytes });
  }
  const rest = row.slice(full * TILE_WIDTH);
  const from = full === 0 ? before : 0;
  if (rest.length > from) {
    const path = piecePath(first + full, from, rest.length);
    files.push({ path, bytes: encodeBundle(rest.slice(from)) });
  }
  return { held: rest, files };
}

export interface BundleFiles {
  /** By paths relative to the log's prefix, as `list` is. */
  readonly read: ReadTile;
  /** In lexical order. */
  readonly list: (prefix: string) => AsyncIterable<string>;
}

/** The entries of a stored file that must hold so many; throws `log-tile-damaged`. */
function entriesOf(path: string, bytes: Uint8Array, count: number): readonly Uint8Array[] {
  const entries = decodeBundle(bytes);
  if (entries?.length !== count) throw damaged(path);
  return entries;
}

/**
 * The first `width` entries of bundle `index`; undefined when they are not all there. Throws
 * OperationalError `log-tile-damaged`.
 */
export async function readBundle(
  { read, list }: BundleFiles,
  index: number,
  width: number,
): Promise<readonly Uint8Array[] | undefined> {
  const whole = await read(bundlePath(index));
  if (whole) return entriesOf(bundlePath(index), whole, TILE_WIDTH).slice(0, width);
  const pieces = new Map<number, Piece>();
  for await (const path of list(folderOf(index))) {
    const piece = parsePiecePath(path);
    // A crash may leave two from one place; the last in order is the longer, and it begins the same.
    if (piece) pieces.set(piece.from, piece);
  }
  const entries: Uint8Array[] = [];
  while (entries.length < width) {
    const piece = pieces.get(entries.length);
    const bytes = piece && (await read(piece.path));
    if (!piece || !bytes) return undefined;
    entries.push(...entriesOf(piece.path, bytes, piece.to - piece.from));
  }
  return entries.slice(0, width);
}
