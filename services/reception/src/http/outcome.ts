/** `Prefer: wait=N`: holds the answer until query tells the outcome of this very submission. */
import type { Submission } from '@ventanilla/messages';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Ports } from '../ports.ts';

/** Requests held at once; beyond it a request is answered 202 without waiting. */
const WAITING_MAX = 400;

const SETTLED = new Set(['accepted', 'accepted-with-observations', 'rejected']);

/**
 * Query's JSON of the settled document; undefined when it has not settled in time or query does not
 * answer: the document is received all the same, and the caller is told where to look.
 */
export function createAwaitOutcome({ upstream, observe }: Pick<Ports, 'upstream' | 'observe'>) {
  let waiting = 0;

  const ask = async (
    request: FastifyRequest,
    reply: FastifyReply,
    { documentId, submissionId, traceparent }: Submission,
    seconds: number,
  ): Promise<string | undefined> => {
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const { status, body } = await upstream.forward({
      method: 'GET',
      path: `/v1/documents/${documentId}?submission=${submissionId}`,
      headers: {
        authorization: request.headers.authorization,
        'accept-language': request.headers['accept-language'],
        prefer: `wait=${seconds}`,
        'x-request-id': request.id,
        traceparent,
      },
      body: null,
      signal: gone.signal,
    });
    let text = '';
    for await (const chunk of body.setEncoding('utf8')) text += chunk;
    return status === 200 && isSettled(text) ? text : undefined;
  };

  return async (
    request: FastifyRequest,
    reply: FastifyReply,
    submission: Submission,
    seconds: number,
  ): Promise<string | undefined> => {
    if (waiting >= WAITING_MAX) return undefined;
    waiting += 1;
    reply.header('preference-applied', `wait=${seconds}`);
    try {
      return await ask(request, reply, submission, seconds);
    } catch (error) {
      observe.failure(error, request.id);
      return undefined;
    } finally {
      waiting -= 1;
    }
  };
}

function isSettled(text: string): boolean {
  try {
    const { status } = JSON.parse(text) as { status?: unknown };
    return typeof status === 'string' && SETTLED.has(status);
  } catch {
    return false;
  }
}
