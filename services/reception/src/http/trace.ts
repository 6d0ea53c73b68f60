import type { FastifyRequest } from 'fastify';
import { validTraceparent } from '../core/trace.ts';
import type { Identifiers } from '../identifiers.ts';

/** The caller's trace context, or a new one: one trace spans the document's whole way. */
export const traceparentOf = (request: FastifyRequest, identifiers: Identifiers): string =>
  validTraceparent(request.headers.traceparent) ?? identifiers.traceparent();
