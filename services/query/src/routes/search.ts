/** Search by the fields that are indexed, newest first, in pages that neither skip nor repeat. */
import { z } from 'zod';
import { readCursor, writeCursor } from '../core/cursor.ts';
import { sendProblem } from '../http/answer.ts';
import { type Authorise, readerFor } from '../http/authorise.ts';
import { amountField, dayField, limitField, orderOf, taxpayerIdField } from '../http/fields.ts';
import { problems, TOKEN_PROBLEMS_TOLD } from '../http/problem-responses.ts';
import { leaveTrace } from '../http/trail.ts';
import type { App } from '../http/validation.ts';
import type { Ports } from '../ports.ts';

const querystring = z
  .strictObject({
    issuer: taxpayerIdField.optional(),
    buyer: taxpayerIdField.optional(),
    number: z.string().min(1).max(100).optional(),
    from: dayField.optional().meta({ description: 'First day of issue' }),
    to: dayField.optional().meta({ description: 'Last day of issue' }),
    minAmount: amountField.optional(),
    maxAmount: amountField.optional(),
    verdict: z.enum(['accepted', 'accepted-with-observations', 'rejected']).optional(),
    type: z.string().min(1).max(20).optional().meta({ description: 'The format’s own type code' }),
    cursor: z.string().max(200).optional().meta({ description: '`next` of the page before' }),
    limit: limitField(500, 50),
  })
  .superRefine(orderOf('from', 'to', (a, b) => a <= b))
  .superRefine(orderOf('minAmount', 'maxAmount', (a, b) => Number(a) <= Number(b)));

interface Deps extends Pick<Ports, 'reads'> {
  readonly authorise: Authorise;
}

export function searchRoutes(app: App, { reads, authorise }: Deps): void {
  app.get(
    '/v1/documents',
    {
      onRequest: authorise('documents:search'),
      schema: {
        tags: ['documents'],
        summary: 'Search documents with an outcome; a page is `{data, next}`',
        querystring,
        response: problems('query-invalid', 'cursor-invalid', ...TOKEN_PROBLEMS_TOLD),
      },
    },
    async (request, reply) => {
      const { cursor, limit, ...filter } = request.query;
      const after = cursor === undefined ? undefined : readCursor(cursor, filter);
      if (cursor !== undefined && after === undefined) return sendProblem(reply, 'cursor-invalid');
      const rows = await reads.session(readerFor(request), async (session) => {
        await leaveTrace(session, request, { action: 'documents-searched' }, { filter });
        // One more than asked tells whether there is a next page.
        return session.search(filter, after, limit + 1);
      });
      const data = rows.slice(0, limit);
      const last = data.at(-1);
      const next = rows.length > limit && last ? writeCursor(last, filter) : null;
      return reply.header('cache-control', 'no-store').send({ data, next });
    },
  );
}
