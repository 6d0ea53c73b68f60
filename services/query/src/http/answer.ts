/** Problem answers in the caller's language. */
import {
  type Language,
  negotiateLanguage,
  PROBLEM_MEDIA_TYPE,
  type ProblemCode,
  type ProblemOptions,
  problem,
} from '@ventanilla/problems';
import type { FastifyReply, FastifyRequest } from 'fastify';

const RETRY_SECONDS = 2;

export const languageOf = (request: FastifyRequest): Language =>
  negotiateLanguage(request.headers['accept-language']);

/** Sends the problem; `members` are extension members of RFC 9457 §3.2. */
export function sendProblem(
  reply: FastifyReply,
  code: ProblemCode,
  options: ProblemOptions = {},
  members: Readonly<Record<string, unknown>> = {},
): FastifyReply {
  const { request } = reply;
  const body = problem(
    code,
    {
      ...options,
      instance: request.id,
      values: { retrySeconds: RETRY_SECONDS, ...options.values },
    },
    languageOf(request),
  );
  if (body.status === 503 || code === 'outcome-pending') {
    reply.header('retry-after', String(RETRY_SECONDS));
  }
  return reply
    .code(body.status)
    .header('content-type', PROBLEM_MEDIA_TYPE)
    .header('content-language', languageOf(request))
    .header('cache-control', 'no-store')
    .send({ ...body, ...members });
}
