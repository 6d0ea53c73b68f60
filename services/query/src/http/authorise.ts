/** Who calls, and whether the token carries the route's scope. */
import {
  challenge,
  type Principal,
  requireScope,
  type Scope,
  type Verifier,
} from '@ventanilla/auth';
import type { Reader } from '@ventanilla/database/reads';
import { invariant } from '@ventanilla/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { auditReaderOf, readerOf } from '../core/reader.ts';
import { sendProblem } from './answer.ts';

interface Caller {
  readonly principal: Principal;
  readonly reader: Reader;
}

/** Keyed by request, so that no route can read a principal that was not verified. */
const callers = new WeakMap<FastifyRequest, Caller>();

export type Authorise = (
  ...scopes: readonly Scope[]
) => (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>;

/** A hook that lets only verified tokens with one of the scopes pass. */
export const createAuthorise =
  (verifier: Verifier): Authorise =>
  (...scopes) =>
  async (request, reply) => {
    const verified = await verifier.verify(request.headers.authorization);
    if (!verified.ok) {
      reply.header('www-authenticate', challenge(verified.code));
      return sendProblem(reply, verified.code);
    }
    if (scopes.every((scope) => requireScope(verified.principal, scope) !== undefined)) {
      const scope = scopes[0] ?? '';
      reply.header('www-authenticate', challenge('scope-missing', scope));
      return sendProblem(reply, 'scope-missing', { values: { scope } });
    }
    const read = scopes.includes('audit:read') ? auditReaderOf : readerOf;
    const reader = read(verified.principal);
    if (!reader) return sendProblem(reply, 'taxpayer-unknown');
    callers.set(request, { principal: verified.principal, reader });
    return undefined;
  };

function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  invariant(caller, 'A route that asks who calls has an authorising hook.');
  return caller;
}

export const principalOf = (request: FastifyRequest): Principal => callerOf(request).principal;
export const readerFor = (request: FastifyRequest): Reader => callerOf(request).reader;
