/** The ledger against the log: each row must be the very entry that was hashed, and none may be missing. */
import {
  checkEntry,
  encodeEntry,
  HASH_BYTES,
  leafHash,
  type OutcomeEntry,
  type ReadTile,
  tilePath,
} from '@ventanilla/receipts';
import { createFindings, type Finding } from './findings.ts';

export interface LedgerRow {
  readonly logIndex: number;
  readonly entry: OutcomeEntry;
}

const TILE_WIDTH = 256;

/**
 * Compares rows, given in the order of their log index, with the leaves of a log of `size` entries that
 * the monitor has found sound.
 */
export async function compareRows(
  rows: AsyncIterable<LedgerRow> | Iterable<LedgerRow>,
  size: number,
  readTile: ReadTile,
): Promise<readonly Finding[]> {
  const findings = createFindings();
  let next = 0;
  let tile: { readonly index: number; readonly bytes: Uint8Array } | undefined;
  const leafAt = async (at: number): Promise<Uint8Array | undefined> => {
    const index = Math.floor(at / TILE_WIDTH);
    if (tile?.index !== index) {
      const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
      const bytes =
        (await readTile(tilePath(0, index, width))) ?? (await readTile(tilePath(0, index)));
      if (bytes === undefined) return undefined;
      tile = { index, bytes };
    }
    const start = (at % TILE_WIDTH) * HASH_BYTES;
    return tile.bytes.subarray(start, start + HASH_BYTES);
  };

  for await (const { logIndex, entry } of rows) {
    // Committed after the head was signed: the next run sees it.
    if (logIndex >= size) continue;
    const where = `${entry.documentId} at ${logIndex}`;
    if (logIndex < next) {
      findings.add('row-differs', where);
      continue;
    }
    for (; next < logIndex; next += 1) findings.add('row-missing', `${next}`);
    next += 1;
    const leaf = await leafAt(logIndex);
    const sound = checkEntry(entry);
    const hash = sound && leafHash(encodeEntry(sound));
    if (!leaf || !hash || !Buffer.from(leaf).equals(hash)) findings.add('row-differs', where);
  }
  for (; next < size; next += 1) findings.add('row-missing', `${next}`);
  return findings.all();
}
