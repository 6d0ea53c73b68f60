/** One line of the audit trail, in the transaction of the reading it tells of. */
import { textArray } from '../arrays.ts';
import { type Queryable, statement } from '../database.ts';
import type { AuditEntry, Reader } from './port.ts';
import { idBytes } from './rows.ts';

const AUDIT = statement(`
  INSERT INTO ventanilla.audit_reads
    (client_id, taxpayer_id, roles, action, document_id, purpose, details)
  VALUES ($1, $2, $3::text[], $4, $5, $6, $7::jsonb)`);

export async function writeAudit(
  queryable: Queryable,
  reader: Reader,
  { action, documentId, purpose, requestId }: AuditEntry,
): Promise<void> {
  await queryable.query(AUDIT, [
    reader.clientId,
    reader.scope.scope === 'taxpayer' ? reader.scope.taxpayerId : null,
    textArray(reader.roles),
    action,
    idBytes(documentId),
    purpose,
    JSON.stringify({ requestId }),
  ]);
}
