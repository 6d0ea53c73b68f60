/** Every way a request can fail, as a coded answer. */
import { isRetryable } from '@ventanilla/errors';
import type { ProblemCode } from '@ventanilla/problems';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Ports } from '../ports.ts';
import { languageOf, sendProblem } from './answer.ts';
import { InputError, problemErrors } from './validation.ts';

export const createErrorHandler =
  ({ onError }: Pick<Ports, 'onError'>) =>
  (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    if (error instanceof InputError) return answerInput(error, request, reply);
    if (error instanceof RateLimited) {
      const { quota, retrySeconds } = error;
      return sendProblem(reply, 'rate-limited', {
        values: { quota, retrySeconds, windowSeconds: 60 },
      });
    }
    const code = codeOf(error);
    if (code === 'internal-error' || code === 'reads-unavailable') onError(error, request.id);
    return sendProblem(reply, code);
  };

function answerInput(error: InputError, request: FastifyRequest, reply: FastifyReply) {
  const errors = problemErrors(error, languageOf(request));
  const aboutId = error.validationContext === 'params' && errors[0]?.pointer === 'id';
  const ofBatch = request.routeOptions.url?.startsWith('/v1/batches/');
  const idInvalid = ofBatch ? 'batch-id-invalid' : 'document-id-invalid';
  return sendProblem(reply, aboutId ? idInvalid : 'query-invalid', { errors });
}

function codeOf(error: FastifyError): ProblemCode {
  if (isRetryable(error)) return 'reads-unavailable';
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 500 ? 'request-malformed' : 'internal-error';
}

export const answerNoRoute = (request: FastifyRequest, reply: FastifyReply) =>
  sendProblem(reply, 'route-not-found', {
    values: { method: request.method, path: request.url.split('?', 1)[0] ?? '' },
  });

/** Thrown by the rate limiter: it must be an Error to reach the error handler. */
export class RateLimited extends Error {
  override readonly name = 'RateLimited';
  readonly statusCode = 429;
  readonly quota: number;
  readonly retrySeconds: number;
  constructor(quota: number, waitMs: number) {
    super('Too many requests.');
    this.quota = quota;
    this.retrySeconds = Math.ceil(waitMs / 1_000);
  }
}
