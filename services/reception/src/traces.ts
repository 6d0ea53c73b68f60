/** The trace of a document begins with its request, and goes on through whatever tells of it. */
import { type DocumentTrace, type Tracing, unrecorded } from '@ventanilla/runtime';
import type { FastifyRequest } from 'fastify';
import { validTraceparent } from './core/trace.ts';
import type { Identifiers } from './identifiers.ts';

/** The caller's trace context, or a new one. */
export const traceparentOf = (request: FastifyRequest, identifiers: Identifiers): string =>
  validTraceparent(request.headers.traceparent) ?? identifiers.traceparent();

/** Begins the trace of one document. */
export type BeginTrace = () => DocumentTrace;

/**
 * For the documents of one request. What is recorded has a trace of its own; the rest carries the
 * caller's context, or a new one, and says that it is not recorded.
 */
export function createTraces(
  request: FastifyRequest,
  { tracing, identifiers }: { readonly tracing: Tracing; readonly identifiers: Identifiers },
  startedMs: number,
): BeginTrace {
  const { method, routeOptions } = request;
  const caller = validTraceparent(request.headers.traceparent);
  const arrival = { method, route: routeOptions.url ?? '', caller, startedMs };
  let plain: DocumentTrace | undefined;
  const asPlain = () => ({
    traceparent: unrecorded(caller ?? identifiers.traceparent()),
    end: () => undefined,
  });
  return () => {
    const recorded = tracing.begin(arrival);
    if (recorded) return recorded;
    plain ??= asPlain();
    return plain;
  };
}
