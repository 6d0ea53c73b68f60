/** Status of one document, now or when it settles, and of many at once. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { waitSeconds } from '../core/prefer.ts';
import { answers, outcomeView, pendingView, type StatusView, unknownView } from '../core/status.ts';
import { sendProblem } from '../http/answer.ts';
import { type Authorise, readerFor } from '../http/authorise.ts';
import { documentIdField, uuidField } from '../http/fields.ts';
import { problems, TOKEN_PROBLEMS_TOLD } from '../http/problem-responses.ts';
import { leaveTrace } from '../http/trail.ts';
import type { App } from '../http/validation.ts';
import type { CompletenessReader } from '../observe.ts';
import type { Ports } from '../ports.ts';
import { readStatuses } from '../statuses.ts';

const LOOKUP_IDS_MAX = 1_000;

const params = z.object({ id: documentIdField });
const querystring = z.strictObject({
  submission: uuidField.optional().meta({
    description:
      'Submission id of the 202 answer. With `Prefer: wait`, the rejection of an earlier attempt is then no answer',
  }),
});
const lookupBody = z.strictObject({ ids: z.array(documentIdField).min(1).max(LOOKUP_IDS_MAX) });

interface Deps extends Pick<Ports, 'reads' | 'waiting' | 'now'> {
  readonly authorise: Authorise;
  readonly completeness: CompletenessReader;
}

export function documentRoutes(app: App, deps: Deps): void {
  const onRequest = deps.authorise('documents:read', 'documents:submit');
  app.get(
    '/v1/documents/:id',
    {
      onRequest,
      schema: {
        tags: ['documents'],
        summary:
          'Status and outcome of a document; `Prefer: wait=N` holds the answer until it settles',
        params,
        querystring,
        response: problems('document-not-found', 'document-id-invalid', ...TOKEN_PROBLEMS_TOLD),
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const view = await readOrWait(deps, request, reply, id, request.query.submission);
      if (view) return reply.header('cache-control', 'no-store').send(view);
      // The mark speaks of its own moment, so only a look after it can say that a document is not there.
      const { settledBefore, inFlight } = await deps.completeness.read();
      const late = await deps.reads.session(readerFor(request), (s) => readStatuses(s, [id]));
      const found = late.get(id);
      if (found) return reply.header('cache-control', 'no-store').send(found);
      const document = { status: 'unknown', settledBefore: settledBefore ?? null, inFlight };
      return sendProblem(reply, 'document-not-found', {}, { document });
    },
  );

  app.post(
    '/v1/documents/lookup',
    {
      onRequest,
      schema: {
        tags: ['documents'],
        summary: `Status of up to ${LOOKUP_IDS_MAX} documents, in the order asked`,
        body: lookupBody,
        response: problems('query-invalid', ...TOKEN_PROBLEMS_TOLD),
      },
    },
    async (request) => {
      // Before the rows: a document that arrives in between must not look as if it was missed.
      const { settledBefore } = await deps.completeness.read();
      const { ids } = request.body;
      const views = await deps.reads.session(readerFor(request), async (session) => {
        await leaveTrace(session, request, { action: 'documents-searched' }, { ids });
        return readStatuses(session, ids);
      });
      const data = ids.map((id) => views.get(id) ?? unknownView(id));
      return { data, settledBefore: settledBefore ?? null };
    },
  );
}

/**
 * A document outside the reader's reach is held to the end of the wait like one that is unknown, so
 * that the time of the answer tells nothing either.
 */
async function readOrWait(
  { reads, waiting, now }: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  id: string,
  submissionId: string | undefined,
): Promise<StatusView | undefined> {
  const reader = readerFor(request);
  let traced = false;
  const read = () =>
    reads.session(reader, async (session) => {
      const [row] = await session.outcomes([id]);
      if (row) {
        if (!traced)
          await leaveTrace(session, request, { action: 'document-read', documentId: id });
        traced = true;
        const indexed = row.covered ? await session.indexed(id) : undefined;
        return { view: outcomeView(row, indexed), done: row.covered && answers(row, submissionId) };
      }
      const [pending] = await session.pending([id]);
      return { view: pending && pendingView(pending), done: false };
    });
  const seconds = waitSeconds(request.headers.prefer);
  if (seconds === 0) return (await read()).view;

  reply.header('preference-applied', `wait=${seconds}`);
  const deadline = now() + seconds * 1_000;
  const signal = clientGone(reply);
  let { view, done } = await read();
  if (done) return view;
  const hold = (submission: string | undefined) =>
    waiting.settled(id, { submissionId: submission, timeoutMs: deadline - now(), signal });
  if (await hold(submissionId)) {
    ({ view, done } = await read());
    if (!done) await idle(deadline - now(), signal);
  }
  return done ? view : (await read()).view;
}

/** Aborts when the connection is lost before the answer (and, harmlessly, after it). */
function clientGone(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}

const idle = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted || ms <= 0) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
