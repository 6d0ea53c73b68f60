/** Files of entries on the store: every one must hold what the checked bundle holds at its place. */
import { errorCode } from '@ventanilla/errors';
import {
  bundlePath,
  encodeBundle,
  HASH_BYTES,
  leafHash,
  parsePiecePath,
  TILE_WIDTH,
} from '@ventanilla/receipts';
import type { Findings } from './findings.ts';
import type { LogFiles } from './log-files.ts';

const BUNDLE = /^tile\/entries\/((?:x\d{3}\/)*\d{3})$/;

interface Span {
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

function spanOf(path: string): Span | undefined {
  const [, digits] = BUNDLE.exec(path) ?? [];
  if (digits === undefined) return parsePiecePath(path);
  const index = Number(digits.replaceAll('/', '').replaceAll('x', ''));
  return bundlePath(index) === path ? { index, from: 0, to: TILE_WIDTH } : undefined;
}

export const isEntryFile = (path: string): boolean => spanOf(path) !== undefined;

type Entries = readonly Uint8Array[] | 'damaged' | undefined;

async function tryReading({ readEntries }: LogFiles, index: number, width: number) {
  try {
    return (await readEntries?.(index, width)) satisfies Entries;
  } catch (error) {
    if (errorCode(error) !== 'log-tile-damaged') throw error;
    return 'damaged' satisfies Entries;
  }
}

/** The entries of a bundle must be what its leaves are the hashes of. */
export async function compareEntries(
  files: LogFiles,
  index: number,
  leaves: Uint8Array,
  findings: Findings,
): Promise<void> {
  if (files.readEntries === undefined) return;
  const width = leaves.length / HASH_BYTES;
  const entries = await tryReading(files, index, width);
  if (entries === undefined) return findings.add('missing', bundlePath(index, width));
  const sound = entries !== 'damaged' && Buffer.concat(entries.map(leafHash)).equals(leaves);
  if (!sound) findings.add('altered', bundlePath(index, width));
}

/** Compares pieces with the entries of their bundle, which were compared with the leaves before. */
export function createPieceComparer(files: LogFiles, size: number, findings: Findings) {
  let last: { readonly index: number; readonly entries: Entries } | undefined;
  return async (path: string): Promise<void> => {
    const span = spanOf(path);
    // Written ahead of the next head: nothing signed speaks of it yet.
    if (!span || span.index * TILE_WIDTH + span.to > size) return;
    // A full bundle is what its leaves were compared with; of pieces some may be left over.
    if (span.to === TILE_WIDTH) return;
    const { index, from, to } = span;
    const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
    if (last?.index !== index) last = { index, entries: await tryReading(files, index, width) };
    const { entries } = last;
    // Found already, with the bundle.
    if (entries === undefined || entries === 'damaged') return;
    const stored = await files.read(path);
    const expected = encodeBundle(entries.slice(from, to));
    if (!stored || !Buffer.from(stored).equals(expected)) findings.add('altered', path);
  };
}
