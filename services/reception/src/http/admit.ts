/** Who hands documents in: verified, allowed to, and within its rate. */
import { type Principal, requireScope } from '@ventanilla/auth';
import type { Submitter } from '@ventanilla/invoice';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createRateLimiter, rateLimitHeaders } from '../core/rate-limit.ts';
import type { Ports } from '../ports.ts';
import type { Refuse } from './problems.ts';

const SCOPE = 'documents:submit';

/** The submitter, or undefined when the request has been refused. */
export type Admit = (
  request: FastifyRequest,
  reply: FastifyReply,
) => Promise<Submitter | undefined>;

export function createAdmit(
  ports: Pick<Ports, 'verifier' | 'limits' | 'now'>,
  refuse: Refuse,
): Admit {
  const { rate } = ports.limits;
  const limiter = rate === undefined ? undefined : createRateLimiter(rate);

  const isWithinRate = (reply: FastifyReply, { clientId }: Principal): boolean => {
    if (rate === undefined || limiter === undefined) return true;
    const decision = limiter(clientId, ports.now());
    reply.headers(rateLimitHeaders(rate, decision));
    if (decision.allowed) return true;
    reply.header('retry-after', String(decision.resetSeconds));
    refuse(reply, 'rate-limited', { ...rate, retrySeconds: decision.resetSeconds });
    return false;
  };

  return async (request, reply) => {
    const verified = await ports.verifier.verify(request.headers.authorization);
    if (!verified.ok) {
      refuse(reply, verified.code);
      return undefined;
    }
    const { principal } = verified;
    if (!isWithinRate(reply, principal)) return undefined;
    if (requireScope(principal, SCOPE) !== undefined) {
      refuse(reply, 'scope-missing', { scope: SCOPE });
      return undefined;
    }
    const { clientId, taxpayerId, kind } = principal;
    if (taxpayerId === undefined) {
      refuse(reply, 'taxpayer-unknown');
      return undefined;
    }
    return { clientId, taxpayerId, kind };
  };
}
