/** The history of one document: every attempt, where its original went, and who read it. */
import type { Verdict } from '@ventanilla/rules';
import { type Queryable, type Row, statement } from '../database.ts';
import type { EventRow } from './port.ts';
import { idBytes, isoOf, present } from './rows.ts';

const EVENTS_MAX = 1_000;

// Archive and trail are joined to the outcome, so that whoever may not see it sees none of them.
const EVENTS = statement(`
  WITH judged AS (
    SELECT document_id, attempt, verdict, received_at, registered_at, log_index, submitter_client
    FROM ventanilla.documents WHERE document_id = $1
      AND log_index < (SELECT size FROM ventanilla.log_head)
    UNION ALL
    SELECT document_id, attempt, verdict, received_at, registered_at, log_index, submitter_client
    FROM ventanilla.attempts WHERE document_id = $1
  )
  SELECT received_at AS at, 'received' AS kind, attempt, NULL::text AS verdict,
    NULL::bigint AS log_index, submitter_client AS actor, NULL::text AS purpose, 1 AS rank
    FROM judged
  UNION ALL
  SELECT registered_at, 'registered', attempt, verdict::text, log_index, NULL, NULL, 4 FROM judged
  UNION ALL
  SELECT received_at, 'received', NULL, NULL, NULL, submitter_client, NULL, 1
    FROM ventanilla.waiting WHERE document_id = $1
  UNION ALL
  SELECT waiting_since, 'waiting', NULL, NULL, NULL, NULL, origin_key, 3
    FROM ventanilla.waiting WHERE document_id = $1
  UNION ALL
  SELECT s.created_at, 'archived', NULL, NULL, NULL, NULL, NULL, 2
    FROM ventanilla.archive_index a JOIN ventanilla.segments s USING (segment_id)
    WHERE a.document_id = $1 AND (EXISTS (SELECT FROM judged)
      OR EXISTS (SELECT FROM ventanilla.waiting w WHERE w.document_id = $1))
  UNION ALL
  SELECT read_at, 'read', NULL, NULL, NULL, client_id, purpose, 5
    FROM ventanilla.audit_reads WHERE document_id = $1 AND EXISTS (SELECT FROM judged)
  ORDER BY at, rank LIMIT ${EVENTS_MAX}`);

interface EventRecord extends Row {
  readonly at: Date;
  readonly kind: EventRow['kind'];
  readonly attempt: number | null;
  readonly verdict: Verdict | null;
  readonly log_index: number | null;
  readonly actor: string | null;
  readonly purpose: string | null;
}

export async function readEvents(queryable: Queryable, id: string): Promise<readonly EventRow[]> {
  const { rows } = await queryable.query<EventRecord>(EVENTS, [idBytes(id)]);
  return rows.map((row) => ({
    at: isoOf(row.at),
    kind: row.kind,
    ...present({
      attempt: row.attempt,
      verdict: row.verdict,
      logIndex: row.log_index,
      actor: row.actor,
      purpose: row.purpose,
    }),
  }));
}
