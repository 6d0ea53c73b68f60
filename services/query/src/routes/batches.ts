/** How far a batch has come. */
import { z } from 'zod';
import { sendProblem } from '../http/answer.ts';
import { type Authorise, readerFor } from '../http/authorise.ts';
import { uuidField } from '../http/fields.ts';
import { problems, TOKEN_PROBLEMS_TOLD } from '../http/problem-responses.ts';
import type { App } from '../http/validation.ts';
import type { Ports } from '../ports.ts';

const params = z.object({ id: uuidField });

interface Deps extends Pick<Ports, 'reads'> {
  readonly authorise: Authorise;
}

export function batchRoutes(app: App, { reads, authorise }: Deps): void {
  app.get(
    '/v1/batches/:id',
    {
      onRequest: authorise('documents:read', 'documents:submit'),
      schema: {
        tags: ['batches'],
        summary: 'Outcomes of a batch so far, by verdict',
        params,
        response: problems('batch-not-found', ...TOKEN_PROBLEMS_TOLD),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const counts = await reads.session(readerFor(request), (session) => session.batch(id));
      if (!counts) return sendProblem(reply, 'batch-not-found');
      return reply.header('cache-control', 'no-store').send({ batchId: id, ...counts });
    },
  );
}
