/** Documents of a month with their originals, for whoever judges them once more. */
import { type Database, statement } from '../database.ts';
import { readAs } from '../reader.ts';
import { writeAudit } from './audit.ts';
import type { Reader, SegmentPlace } from './port.ts';
import { isoOf } from './rows.ts';

/** Entries of the log: from `first` up to, not including, `end`. */
export interface LogRange {
  readonly first: number;
  readonly end: number;
}

export interface StoredDocument {
  readonly documentId: string;
  readonly receivedAt: string;
  readonly submitterTaxpayerId: string;
  readonly issuerId: string | undefined;
  /** Absent while the original is not archived, or is archived no more. */
  readonly place: SegmentPlace | undefined;
}

export interface StoredDocuments {
  /** The log entries that were registered in a month such as 2026-10, by UTC. */
  readonly ofMonth: (month: string) => Promise<LogRange>;
  /**
   * The documents whose latest outcome lies in the range, in its order; a line of the audit trail says
   * of each whose original can be read that `reader` reads it, before any byte is.
   */
  readonly open: (
    reader: Reader,
    range: LogRange,
    why: { readonly purpose: string; readonly requestId: string },
  ) => Promise<readonly StoredDocument[]>;
}

const OF_MONTH = statement(`
  SELECT coalesce(min(first_index), 0)::bigint AS first,
    coalesce(max(first_index + leaf_count), 0)::bigint AS "end"
  FROM ventanilla.log_appends
  WHERE registered_at >= $1::timestamptz AND registered_at < $1::timestamptz + interval '1 month'`);

// A range of the log is what its block range index finds without sorting.
const IN_RANGE = statement(`
  SELECT encode(document_id, 'hex') AS id, documents.received_at,
    documents.submitter_taxpayer_id AS submitter, issuer_id, object, archive.segment_offset,
    archive.segment_length
  FROM ventanilla.documents
  LEFT JOIN ventanilla.archive_index archive USING (document_id)
  LEFT JOIN ventanilla.segments ON segments.segment_id = archive.segment_id
    AND segments.purged_at IS NULL
  WHERE log_index >= $1 AND log_index < $2 ORDER BY log_index`);

interface Row {
  readonly id: string;
  readonly received_at: Date;
  readonly submitter: string;
  readonly issuer_id: string | null;
  readonly object: string | null;
  readonly segment_offset: number | null;
  readonly segment_length: number | null;
}

const storedOf = (row: Row): StoredDocument => ({
  documentId: row.id,
  receivedAt: isoOf(row.received_at),
  submitterTaxpayerId: row.submitter,
  issuerId: row.issuer_id ?? undefined,
  place:
    row.object === null
      ? undefined
      : {
          object: row.object,
          offset: row.segment_offset as number,
          length: row.segment_length as number,
        },
});

/** `database` must be connected as `ventanilla_query`, or the policies cut nothing. */
export const createStoredDocuments = (database: Database): StoredDocuments => ({
  ofMonth: async (month) => {
    const { rows } = await database.query<LogRange>(OF_MONTH, [`${month}-01T00:00:00Z`]);
    return rows[0] as LogRange;
  },
  open: (reader, { first, end }, why) =>
    readAs(database, reader.scope, async (transaction) => {
      const { rows } = await transaction.query<Row>(IN_RANGE, [first, end]);
      const found = rows.map(storedOf);
      for (const { documentId, place } of found) {
        if (place === undefined) continue;
        await writeAudit(transaction, reader, {
          action: 'original-read',
          documentId,
          purpose: why.purpose,
          details: { requestId: why.requestId },
        });
      }
      return found;
    }),
});
