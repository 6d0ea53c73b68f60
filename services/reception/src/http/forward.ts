/** Reads of every kind go on to query, so that there is one base URL. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Ports } from '../ports.ts';
import { traceparentOf } from '../traces.ts';
import type { Refuse } from './problems.ts';

export interface ForwardDeps {
  readonly ports: Ports;
  readonly refuse: Refuse;
}

const PATHS = ['/v1/*', '/.well-known/ventanilla/*'];

export function forwardRoutes(app: FastifyInstance, { ports, refuse }: ForwardDeps): void {
  const forward = async (request: FastifyRequest, reply: FastifyReply) => {
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    try {
      const response = await ports.upstream.forward({
        method: request.method,
        path: request.raw.url ?? '/',
        headers: {
          ...request.headers,
          'x-request-id': request.id,
          'x-forwarded-for': forwardedFor(request, ports.trustProxy),
          traceparent: traceparentOf(request, ports.identifiers),
        },
        body: hasBody(request) ? request.raw : null,
        signal: gone.signal,
      });
      return reply.code(response.status).headers(response.headers).send(response.body);
    } catch (error) {
      if (!gone.signal.aborted) ports.observe.failure(error, request.id);
      return refuse(reply, 'upstream-unavailable');
    }
  };
  for (const url of PATHS) {
    app.route({ method: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'], url, handler: forward });
  }
}

const hasBody = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** A chain of addresses the caller wrote itself is worth nothing, unless a proxy of ours is in front. */
function forwardedFor({ headers, socket }: FastifyRequest, trustProxy: boolean): string {
  const before = trustProxy ? headers['x-forwarded-for'] : undefined;
  const address = socket.remoteAddress ?? '';
  return before === undefined ? address : `${String(before)}, ${address}`;
}
