/** Rows of the database against a log: each must be the very leaf that was hashed, and none may be missing. */
import {
  type AuditRecord,
  auditLeaf,
  checkEntry,
  encodeEntry,
  HASH_BYTES,
  leafHash,
  type OutcomeEntry,
  type ReadTile,
  TILE_WIDTH,
  tilePath,
} from '@ventanilla/receipts';
import { createFindings, type Finding, type FindingCode } from './findings.ts';

export interface LedgerRow {
  readonly logIndex: number;
  readonly entry: OutcomeEntry;
}

/** A line of the audit trail. */
export interface TrailLine {
  readonly logIndex: number;
  readonly record: AuditRecord;
}

export interface Comparer<Row> {
  /** The next rows, in the order of their log index. */
  readonly take: (rows: Iterable<Row>) => Promise<void>;
  /** Everything found, once all rows were taken. */
  readonly finish: () => readonly Finding[];
}

export type RowComparer = Comparer<LedgerRow>;

interface Leaf {
  readonly where: string;
  /** undefined for a row that no log takes. */
  readonly hash: Uint8Array | undefined;
}

function createComparer<Row extends { readonly logIndex: number }>(
  size: number,
  readTile: ReadTile,
  leafOf: (row: Row) => Leaf,
  codes: { readonly differs: FindingCode; readonly missing: FindingCode },
): Comparer<Row> {
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
    for (; next < index; next += 1) findings.add(codes.missing, `${next}`);
  };
  const compare = async (row: Row): Promise<void> => {
    const { logIndex } = row;
    // Committed after the head was signed: the next run sees it.
    if (logIndex >= size) return;
    const { where, hash } = leafOf(row);
    if (logIndex < next) return findings.add(codes.differs, where);
    missUntil(logIndex);
    next += 1;
    const leaf = await leafAt(logIndex);
    if (!leaf || !hash || !Buffer.from(leaf).equals(hash)) findings.add(codes.differs, where);
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

/** Compares rows with the leaves of a log of `size` entries that the monitor has found sound. */
export const createRowComparer = (size: number, readTile: ReadTile): RowComparer =>
  createComparer(
    size,
    readTile,
    ({ logIndex, entry }) => {
      const sound = checkEntry(entry);
      return {
        where: `${entry.documentId} at ${logIndex}`,
        hash: sound && leafHash(encodeEntry(sound)),
      };
    },
    { differs: 'row-differs', missing: 'row-missing' },
  );

/** The same for the audit trail and its own log. */
export const createTrailComparer = (size: number, readTile: ReadTile): Comparer<TrailLine> =>
  createComparer(
    size,
    readTile,
    ({ logIndex, record }) => ({ where: `line at ${logIndex}`, hash: auditLeaf(record) }),
    { differs: 'trail-differs', missing: 'trail-missing' },
  );
