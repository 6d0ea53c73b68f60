/** Refusals as problem+json, in the caller's language. */
import { challenge } from '@ventanilla/auth';
import {
  type Language,
  negotiateLanguage,
  PROBLEM_MEDIA_TYPE,
  PROBLEMS,
  type ProblemCode,
  problem,
} from '@ventanilla/problems';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DISCARD_BYTES_MAX } from './body.ts';

const RETRY_SECONDS = 2;

export type Values = Readonly<Record<string, string | number>>;

export const languageOf = (request: FastifyRequest): Language =>
  negotiateLanguage(request.headers['accept-language']);

/** Answers with the problem and what HTTP asks to go with it. */
export type Refuse = (reply: FastifyReply, code: ProblemCode, values?: Values) => FastifyReply;

export const createRefuse =
  (refused: (code: ProblemCode) => void): Refuse =>
  (reply, code, values = {}) => {
    const { request } = reply;
    const language = languageOf(request);
    const { status } = PROBLEMS[code];
    refused(code);
    if (status === 401 || code === 'scope-missing') {
      reply.header('www-authenticate', challenge(code, values.scope?.toString()));
    }
    if (status === 503) reply.header('retry-after', String(RETRY_SECONDS));
    if (code === 'method-not-allowed') reply.header('allow', String(values.allowed));
    if (bodyIsLong(request)) reply.header('connection', 'close');
    const body = problem(
      code,
      { values: { retrySeconds: RETRY_SECONDS, ...values }, instance: request.id },
      language,
    );
    return reply
      .code(status)
      .header('content-type', PROBLEM_MEDIA_TYPE)
      .header('content-language', language)
      .header('cache-control', 'no-store')
      .send(JSON.stringify(body));
  };

/** Whether the rest of the body is too much to read and throw away. */
const bodyIsLong = ({ headers, raw }: FastifyRequest): boolean =>
  !raw.readableEnded &&
  (headers['transfer-encoding'] !== undefined ||
    Number(headers['content-length'] ?? 0) > DISCARD_BYTES_MAX);
