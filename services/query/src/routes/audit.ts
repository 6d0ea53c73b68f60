/** The audit trail, for those who watch over it: who read which original or ran which query, and why. */
import { AUDIT_ACTIONS } from '@ventanilla/database/reads';
import { z } from 'zod';
import { readAuditCursor, writeAuditCursor } from '../core/cursor.ts';
import { sendProblem } from '../http/answer.ts';
import { type Authorise, readerFor } from '../http/authorise.ts';
import { dayField, documentIdField, limitField, orderOf } from '../http/fields.ts';
import { problems, TOKEN_PROBLEMS_TOLD } from '../http/problem-responses.ts';
import { leaveTrace } from '../http/trail.ts';
import type { App } from '../http/validation.ts';
import type { Ports } from '../ports.ts';

const DAY_MS = 86_400_000;

const querystring = z
  .strictObject({
    client: z.string().min(1).max(200).optional().meta({ description: 'Client that read' }),
    action: z.enum(AUDIT_ACTIONS).optional(),
    document: documentIdField.optional(),
    from: dayField.optional().meta({ description: 'First day, UTC' }),
    to: dayField.optional().meta({ description: 'Last day, UTC' }),
    cursor: z.string().max(200).optional().meta({ description: '`next` of the page before' }),
    limit: limitField(500, 50),
  })
  .superRefine(orderOf('from', 'to', (a, b) => a <= b));

interface Deps extends Pick<Ports, 'reads'> {
  readonly authorise: Authorise;
}

const startOf = (day: string): string => `${day}T00:00:00.000Z`;
const endOf = (day: string): string => new Date(Date.parse(startOf(day)) + DAY_MS).toISOString();

export function auditRoutes(app: App, { reads, authorise }: Deps): void {
  app.get(
    '/v1/audit',
    {
      onRequest: authorise('audit:read'),
      schema: {
        tags: ['audit'],
        summary:
          'Who read which original or ran which query, and why, newest first; a page is `{data, next}`. Reading it leaves a line too',
        querystring,
        response: problems('query-invalid', 'cursor-invalid', ...TOKEN_PROBLEMS_TOLD),
      },
    },
    async (request, reply) => {
      const { cursor, limit, ...filter } = request.query;
      const before = cursor === undefined ? undefined : readAuditCursor(cursor, filter);
      if (cursor !== undefined && before === undefined) return sendProblem(reply, 'cursor-invalid');
      const { from, to, ...equal } = filter;
      const asked = {
        ...equal,
        ...(from !== undefined && { since: startOf(from) }),
        ...(to !== undefined && { until: endOf(to) }),
      };
      const rows = await reads.session(readerFor(request), async (session) => {
        // One more than asked tells whether there is a next page.
        const found = await session.auditTrail(asked, before, limit + 1);
        await leaveTrace(session, request, { action: 'audit-read' }, { filter });
        return found;
      });
      const data = rows.slice(0, limit);
      const last = data.at(-1);
      const next = rows.length > limit && last ? writeAuditCursor(last.id, filter) : null;
      return reply.header('cache-control', 'no-store').send({ data, next });
    },
  );
}
