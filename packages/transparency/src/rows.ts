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

export interface RowComparer {
  /** The next rows, in the order of their log index. */
  readonly take: (rows: Iterable<LedgerRow>) => Promise<void>;
  /** Everything found, once all rows were taken. */
  readonly finish: () => readonly Finding[];
}

/** Compares rows with the leaves of a log of `size` entries that the monitor has found sound. */
export function createRowComparer(size: number, readTile: ReadTile): RowComparer {
  const findings = createFindings();
  let next = 0;
  let tile: { readonly index: number; readonly bytes: Uint8Array } | undefined;

  const leafAt = async (at: number): Promise<Uint8Array | undefined> => {
    const index = Math.floor(at / TILE_WIDTH);
    if (tile?.index !== index) {
      const width = Math.min(TILE_WIDTH, size - index * TILE_WIDTH);
      const exact = await readTile(tilePath(0, index, width));
      const bytes = exact ?? (await readTile(tilePath(0, index)));
      if (bytes === undefined) return undefined;
      tile = { index, bytes };
    }
    const start = (at % TILE_WIDTH) * HASH_BYTES;
    return tile.bytes.subarray(start, start + HASH_BYTES);
  };
  const missUntil = (index: number): void => {
    for (; next < index; next += 1) findings.add('row-missing', `${next}`);
  };
  const compare = async ({ logIndex, entry }: LedgerRow): Promise<void> => {
    // Committed after the head was signed: the next run sees it.
    if (logIndex >= size) return;
    const where = `${entry.documentId} at ${logIndex}`;
    if (logIndex < next) return findings.add('row-differs', where);
    missUntil(logIndex);
    next += 1;
    const leaf = await leafAt(logIndex);
    const sound = checkEntry(entry);
    const hash = sound && leafHash(encodeEntry(sound));
    if (!leaf || !hash || !Buffer.from(leaf).equals(hash)) findings.add('row-differs', where);
  };

  return {
    take: async (rows) => {
      for (const row of rows) await compare(row);
    },
    finish: () => {
      missUntil(size);
      return findings.all();
    },
  };
}
