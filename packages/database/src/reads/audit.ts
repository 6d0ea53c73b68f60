/** The audit trail: a line in the transaction of the reading it tells of, and looking through them. */
import { appendAudit } from '../audit-log.ts';
import { type Queryable, type Row, statement } from '../database.ts';
import type { AuditEntry, AuditFilter, AuditRow, Reader } from './port.ts';
import { idBytes, isoOf } from './rows.ts';

/** Everything a line can tell of. */
export const AUDIT_ACTIONS = [
  'original-read',
  'document-read',
  'documents-searched',
  'audit-read',
  'act-begun',
  'act-failed',
  'key-rotated',
  'keys-rewrapped',
  'segments-reencrypted',
  'key-retired',
  'key-restored',
  'key-destruction-asked',
  'key-destroyed',
  'signing-key-rotated',
  'operator-enrolled',
  'hold-placed',
  'hold-released',
  'segment-purged',
] as const;

export const writeAudit = (
  queryable: Queryable,
  reader: Reader,
  { action, documentId, purpose, details }: AuditEntry,
): Promise<void> =>
  appendAudit(queryable, {
    clientId: reader.clientId,
    taxpayerId: reader.scope.scope === 'taxpayer' ? reader.scope.taxpayerId : null,
    roles: reader.roles,
    action,
    documentId: documentId ?? null,
    purpose: purpose ?? null,
    details,
  });

interface AuditFound extends Row, Omit<AuditRow, 'at'> {
  readonly at: Date;
}

// A filter that is absent is NULL and holds for every line.
const SEARCH = statement(`
  SELECT a.read_id AS id, a.read_at AS at, a.client_id AS client, a.taxpayer_id AS "taxpayerId",
    a.roles, a.action, encode(a.document_id, 'hex') AS "documentId", a.purpose, a.details,
    l.log_index AS "logIndex"
  FROM ventanilla.audit_reads a LEFT JOIN ventanilla.audit_leaves l USING (read_id)
  WHERE ($1::bigint IS NULL OR a.read_id < $1) AND ($2::text IS NULL OR a.client_id = $2)
    AND ($3::text IS NULL OR a.action = $3) AND ($4::bytea IS NULL OR a.document_id = $4)
    AND ($5::timestamptz IS NULL OR a.read_at >= $5)
    AND ($6::timestamptz IS NULL OR a.read_at < $6)
  ORDER BY a.read_id DESC LIMIT $7`);

/** Newest first, those before `before`. */
export async function searchAudit(
  queryable: Queryable,
  { client, action, document, since, until }: AuditFilter,
  before: number | undefined,
  limit: number,
): Promise<readonly AuditRow[]> {
  const { rows } = await queryable.query<AuditFound>(SEARCH, [
    before ?? null,
    client ?? null,
    action ?? null,
    document === undefined ? null : idBytes(document),
    since ?? null,
    until ?? null,
    limit,
  ]);
  return rows.map((row) => ({ ...row, at: isoOf(row.at) }));
}
