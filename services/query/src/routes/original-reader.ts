import type { OriginalPlace } from '@ventanilla/database/reads';
import type { ProblemCode } from '@ventanilla/problems';
import type { FastifyRequest } from 'fastify';
import { readPurpose } from '../core/purpose.ts';
import { isStaff } from '../core/reader.ts';
import { principalOf, readerFor } from '../http/authorise.ts';
import type { Ports } from '../ports.ts';

/**
 * Where the original lies, for a reader who may have it. Commits the audit line with the look-up: whoever is
 * shown the bytes is already on record.
 */
export async function admitReader(
  reads: Ports['reads'],
  request: FastifyRequest,
  documentId: string,
): Promise<OriginalPlace | ProblemCode> {
  const reader = readerFor(request);
  const purpose = readPurpose(request.headers.purpose);
  const staff = isStaff(reader);
  if (staff && !principalOf(request).scopes.has('originals:read')) return 'scope-missing';
  if (staff && purpose === undefined) return 'purpose-missing';
  return reads.session(reader, async (session) => {
    const [outcome] = await session.outcomes([documentId]);
    if (!outcome) return 'document-not-found';
    const found = await session.original(documentId);
    if (!found) return 'original-not-archived';
    if (found.isPurged) return 'content-purged';
    await session.audit({
      documentId,
      action: 'original-read',
      purpose: purpose ?? 'own document',
      details: { requestId: request.id },
    });
    return found;
  });
}
