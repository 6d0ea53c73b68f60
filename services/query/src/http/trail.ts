/** What staff read of others leaves a line; what taxpayers read of their own leaves none, but originals. */
import type { AuditEntry, ReadSession } from '@ventanilla/database/reads';
import type { FastifyRequest } from 'fastify';
import { readPurpose } from '../core/purpose.ts';
import { isStaff } from '../core/reader.ts';
import { readerFor } from './authorise.ts';

/** Writes the line in the transaction of the reading: what is shown is on record. */
export async function leaveTrace(
  session: ReadSession,
  request: FastifyRequest,
  entry: Pick<AuditEntry, 'action' | 'documentId'>,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  if (!isStaff(readerFor(request))) return;
  await session.audit({
    ...entry,
    purpose: readPurpose(request.headers.purpose),
    details: { requestId: request.id, ...details },
  });
}
