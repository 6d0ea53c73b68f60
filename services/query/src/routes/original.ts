/** The exact bytes that were received. Every reading is in the audit trail before a byte is shown. */
import type { OriginalPlace } from '@ventanilla/database/reads';
import type { ProblemCode } from '@ventanilla/problems';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { readPurpose } from '../core/purpose.ts';
import { isStaff } from '../core/reader.ts';
import { sendProblem } from '../http/answer.ts';
import { type Authorise, principalOf, readerFor } from '../http/authorise.ts';
import { documentIdField } from '../http/fields.ts';
import { problems, TOKEN_PROBLEMS_TOLD } from '../http/problem-responses.ts';
import type { App } from '../http/validation.ts';
import type { Ports } from '../ports.ts';

const params = z.object({ id: documentIdField });

interface Deps extends Pick<Ports, 'reads' | 'segments'> {
  readonly authorise: Authorise;
}

export function originalRoutes(app: App, { reads, segments, authorise }: Deps): void {
  app.get(
    '/v1/documents/:id/original',
    {
      // A taxpayer reads its own with documents:read; staff need the stronger scope.
      onRequest: authorise('originals:read', 'documents:read'),
      schema: {
        tags: ['documents'],
        summary: 'The exact bytes received; staff state why in the `Purpose` header',
        params,
        response: problems(
          'document-not-found',
          'purpose-missing',
          'original-not-archived',
          'content-purged',
          ...TOKEN_PROBLEMS_TOLD,
        ),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const found = await place(reads, request, id);
      if (typeof found === 'string') {
        return sendProblem(reply, found, { values: { scope: 'originals:read' } });
      }
      const bytes = await segments.original(found, id);
      return reply
        .header('content-type', found.mediaType)
        .header('content-disposition', `attachment; filename="${id}"`)
        .header('cache-control', 'private, no-store')
        .header('x-content-type-options', 'nosniff')
        .header('repr-digest', `sha-256=:${Buffer.from(id, 'hex').toString('base64')}:`)
        .send(bytes);
    },
  );
}

/** Commits the audit line with the look-up: whoever is shown the bytes is already on record. */
async function place(
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
