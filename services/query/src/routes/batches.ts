/** How far a batch has come, and what became of each of its entries. */
import type { Reader } from '@ventanilla/database/reads';
import { z } from 'zod';
import {
  type BatchSummary,
  batchView,
  lineView,
  partKey,
  readLines,
  readSummary,
  summaryKey,
} from '../core/batch.ts';
import { sendProblem } from '../http/answer.ts';
import { type Authorise, readerFor } from '../http/authorise.ts';
import { uuidField } from '../http/fields.ts';
import { problems, TOKEN_PROBLEMS_TOLD } from '../http/problem-responses.ts';
import type { App } from '../http/validation.ts';
import type { CompletenessReader } from '../observe.ts';
import type { Ports } from '../ports.ts';
import { readStatuses } from '../statuses.ts';

const params = z.object({ id: uuidField });
const querystring = z.strictObject({
  part: z.coerce.number().int().min(1).max(99_999).default(1).meta({
    description: '`next` of the part before',
  }),
});

interface Deps extends Pick<Ports, 'reads' | 'objects'> {
  readonly completeness: CompletenessReader;
  readonly authorise: Authorise;
}

export function batchRoutes(app: App, { reads, objects, authorise, completeness }: Deps): void {
  const onRequest = authorise('documents:read', 'documents:submit');
  const tags = ['batches'];

  /** Reception writes it when the batch has ended; before, it is known only by its outcomes. */
  const summaryOf = async (id: string, reader: Reader): Promise<BatchSummary | undefined> => {
    const bytes = await objects.get(summaryKey(id));
    const summary = bytes && readSummary(bytes);
    return summary && mayRead(reader, summary) ? summary : undefined;
  };

  app.get(
    '/v1/batches/:id',
    {
      onRequest,
      schema: {
        tags,
        summary: 'What was received and refused, and the outcomes so far by verdict',
        params,
        response: problems('batch-not-found', 'batch-id-invalid', ...TOKEN_PROBLEMS_TOLD),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const reader = readerFor(request);
      const [summary, outcomes] = await Promise.all([
        summaryOf(id, reader),
        reads.session(reader, (session) => session.batch(id)),
      ]);
      if (!summary && !outcomes) return sendProblem(reply, 'batch-not-found');
      const { settledBefore } = summary ? await completeness.read() : { settledBefore: undefined };
      return reply
        .header('cache-control', 'no-store')
        .send(batchView(id, summary, outcomes, settledBefore));
    },
  );

  app.get(
    '/v1/batches/:id/results',
    {
      onRequest,
      schema: {
        tags,
        summary: 'Every entry in order with its outcome, a part at a time: `{data, next}`',
        params,
        querystring,
        response: problems(
          'batch-not-found',
          'batch-id-invalid',
          'query-invalid',
          ...TOKEN_PROBLEMS_TOLD,
        ),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const { part } = request.query;
      const reader = readerFor(request);
      const summary = await summaryOf(id, reader);
      if (!summary) return sendProblem(reply, 'batch-not-found');
      const bytes = part <= summary.parts ? await objects.get(partKey(id, part)) : undefined;
      const lines = bytes ? readLines(bytes) : [];
      const ids = lines.flatMap(({ documentId }) => documentId ?? []);
      const views = await reads.session(reader, (session) => readStatuses(session, ids));
      return reply.header('cache-control', 'no-store').send({
        data: lines.map((line) => lineView(line, views.get(line.documentId ?? ''))),
        next: part < summary.parts ? part + 1 : null,
      });
    },
  );
}

const mayRead = ({ scope }: Reader, { taxpayerId }: BatchSummary): boolean =>
  scope.scope === 'taxpayer' ? scope.taxpayerId === taxpayerId : scope.scope === 'all';
