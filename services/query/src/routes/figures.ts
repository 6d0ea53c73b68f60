/** Daily totals, and how complete they are. */
import { z } from 'zod';
import { type Authorise, readerFor } from '../http/authorise.ts';
import { dayField, orderOf } from '../http/fields.ts';
import { problems, TOKEN_PROBLEMS_TOLD } from '../http/problem-responses.ts';
import type { App } from '../http/validation.ts';
import type { CompletenessReader } from '../observe.ts';
import type { Ports } from '../ports.ts';

const DAYS_MAX = 366;
const DAY_MS = 86_400_000;

const querystring = z
  .strictObject({
    from: dayField,
    to: dayField,
    by: z.enum(['region', 'activity', 'format']).optional().meta({
      description: 'Cuts each day further; the value is in `group`',
    }),
  })
  .superRefine(orderOf('from', 'to', (a, b) => a <= b))
  .refine(({ from, to }) => (Date.parse(to) - Date.parse(from)) / DAY_MS < DAYS_MAX, {
    path: ['to'],
    message: `Como máximo ${DAYS_MAX} días. | At most ${DAYS_MAX} days.`,
  });

interface Deps extends Pick<Ports, 'reads'> {
  readonly authorise: Authorise;
  readonly completeness: CompletenessReader;
}

export function figureRoutes(app: App, { reads, authorise, completeness }: Deps): void {
  app.get(
    '/v1/totals/daily',
    {
      onRequest: authorise('totals:read'),
      schema: {
        tags: ['figures'],
        summary:
          'Documents and amounts by day, class, verdict and currency: staff see the country by day of registration, taxpayers what they issued by day of issue',
        querystring,
        response: problems('query-invalid', ...TOKEN_PROBLEMS_TOLD),
      },
    },
    async (request) => {
      const { from, to, by } = request.query;
      const { settledBefore } = await completeness.read();
      const data = await reads.session(readerFor(request), (session) =>
        session.dailyTotals(from, to, by),
      );
      return { data, settledBefore: settledBefore ?? null };
    },
  );

  app.get(
    '/v1/completeness',
    {
      schema: {
        tags: ['figures'],
        summary: 'The time before which every received document is settled',
        response: problems('reads-unavailable'),
      },
    },
    async (_, reply) => {
      const { settledBefore, ...rest } = await completeness.read();
      return reply
        .header('cache-control', 'no-store')
        .send({ settledBefore: settledBefore ?? null, ...rest });
    },
  );
}
