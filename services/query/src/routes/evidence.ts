/** What stands behind an outcome: its report, canonical form and events. */
import { z } from 'zod';
import { reportView } from '../core/report-view.ts';
import { languageOf, sendProblem } from '../http/answer.ts';
import { type Authorise, readerFor } from '../http/authorise.ts';
import { documentIdField } from '../http/fields.ts';
import { problems, TOKEN_PROBLEMS_TOLD } from '../http/problem-responses.ts';
import type { App } from '../http/validation.ts';
import type { Ports } from '../ports.ts';
import { withOutcome } from './outcome.ts';

const params = z.object({ id: documentIdField });
const reportQuery = z.strictObject({ language: z.enum(['es', 'en', 'both']).optional() });

interface Deps extends Pick<Ports, 'reads' | 'segments'> {
  readonly authorise: Authorise;
}

const response = problems(
  'document-not-found',
  'document-id-invalid',
  'outcome-pending',
  'content-purged',
  ...TOKEN_PROBLEMS_TOLD,
);

export function evidenceRoutes(app: App, { reads, segments, authorise }: Deps): void {
  const onRequest = authorise('documents:read');
  const tags = ['documents'];

  app.get(
    '/v1/documents/:id/report',
    {
      onRequest,
      schema: { tags, summary: 'Every fault found', params, querystring: reportQuery, response },
    },
    async (request, reply) => {
      const { id } = request.params;
      const found = await withOutcome(reads, request, id, 'report', (session) =>
        session.canonical(id),
      );
      if (typeof found === 'string') return sendProblem(reply, found);
      const { place, report, isPurged } = found.value;
      if (report === undefined && isPurged) return sendProblem(reply, 'content-purged');
      const language = request.query.language ?? languageOf(request);
      reply.header('content-language', language === 'both' ? 'es, en' : language);
      const told = report ?? (await segments.judged(place, id)).report;
      return reply.send(reportView(id, told, language));
    },
  );

  app.get(
    '/v1/documents/:id/canonical',
    {
      onRequest,
      schema: {
        tags,
        summary: 'The invoice in our canonical JSON',
        params,
        response: { ...response, ...problems('document-not-found', 'canonical-absent') },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const found = await withOutcome(reads, request, id, 'canonical', (session) =>
        session.canonical(id),
      );
      if (typeof found === 'string') return sendProblem(reply, found);
      if (found.value.isPurged) return sendProblem(reply, 'content-purged');
      const { invoiceJson } = await segments.judged(found.value.place, id);
      if (invoiceJson === undefined) return sendProblem(reply, 'canonical-absent');
      return reply.header('content-type', 'application/json; charset=utf-8').send(invoiceJson);
    },
  );

  app.get(
    '/v1/documents/:id/events',
    { onRequest, schema: { tags, summary: 'Attempts, stages and reads', params, response } },
    async (request, reply) => {
      const { id } = request.params;
      const events = await reads.session(readerFor(request), (session) => session.events(id));
      if (events.length === 0) return sendProblem(reply, 'document-not-found');
      return reply.send({ documentId: id, data: events });
    },
  );
}
