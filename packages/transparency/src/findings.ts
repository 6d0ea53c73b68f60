/** What a check found wrong. An empty list of findings is the only good answer. */

export type FindingCode =
  /** The checkpoint or a tile is not there. */
  | 'missing'
  /** Not the bytes that the signed head, or the object's own name, says. */
  | 'altered'
  /** A file that no log and no archive writes. */
  | 'unexpected'
  | 'checkpoint-malformed'
  | 'signature-invalid'
  | 'key-unknown'
  /** The log is smaller than the head remembered from before. */
  | 'shrunk'
  /** The log does not begin with the head remembered from before. */
  | 'forked'
  /** An original that does not hash to its document's id, or content that does not decrypt. */
  | 'tampered'
  /** A row of the ledger that is not the entry the log holds at its index. */
  | 'row-differs'
  /** An entry of the log that no row of the ledger has. */
  | 'row-missing'
  /** A line of the audit trail that is not the one its log holds. */
  | 'trail-differs'
  /** A leaf of that log that no line of the trail has. */
  | 'trail-missing'
  /** Lines older than an hour that are not in their log. */
  | 'trail-unlogged';

export interface Finding {
  readonly code: FindingCode;
  /** Object key, or the document id and log index of a row. */
  readonly where: string;
}

/** More than these say nothing new, and must not fill the memory. */
const FINDINGS_MAX = 10_000;

export interface Findings {
  readonly add: (code: FindingCode, where: string) => void;
  readonly all: () => readonly Finding[];
}

export function createFindings(): Findings {
  const found: Finding[] = [];
  return {
    add: (code, where) => {
      if (found.length < FINDINGS_MAX) found.push({ code, where });
    },
    all: () => found,
  };
}
