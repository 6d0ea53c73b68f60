/** The exact bytes that were received. Every reading is in the audit trail before a byte is shown. */
import { z } from 'zod';
import { sendProblem } from '../http/answer.ts';
import type { Authorise } from '../http/authorise.ts';
import { documentIdField } from '../http/fields.ts';
import { problems, TOKEN_PROBLEMS_TOLD } from '../http/problem-responses.ts';
import type { App } from '../http/validation.ts';
import type { Ports } from '../ports.ts';
import { admitReader } from './original-reader.ts';

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
      const found = await admitReader(reads, request, id);
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
