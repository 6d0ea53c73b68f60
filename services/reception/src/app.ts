/** The HTTP surface of reception. */
import type { Socket } from 'node:net';
import { PROBLEM_MEDIA_TYPE, problem } from '@ventanilla/problems';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { DOCUMENT_MEDIA_TYPES } from './core/media.ts';
import { validRequestId } from './core/trace.ts';
import { createAdmit } from './http/admit.ts';
import { BATCH_MEDIA_TYPES, batchesRoute, createTakeBody } from './http/batches.ts';
import { createTakeDocument, documentsRoute } from './http/documents.ts';
import { forwardRoutes } from './http/forward.ts';
import { openapiRoute } from './http/openapi.ts';
import { createRefuse } from './http/problems.ts';
import { referencePage } from './http/reference.ts';
import { uploadsRoutes } from './http/uploads.ts';
import type { Ports } from './ports.ts';

/** A connection on which nothing moves for longer is dropped; longer than any `Prefer: wait`. */
const IDLE_MS = 120_000;

/** Routes over the given ports; listens to nothing yet. */
export async function buildApp(ports: Ports): Promise<FastifyInstance> {
  const refuse = createRefuse(ports.observe.refused);
  const app = Fastify({
    logger: false,
    connectionTimeout: IDLE_MS,
    forceCloseConnections: 'idle',
    genReqId: ({ headers }) =>
      validRequestId(headers['x-request-id']) ?? ports.identifiers.uuid(ports.now()),
    clientErrorHandler: answerBrokenRequest,
    routerOptions: { ignoreTrailingSlash: true },
  });
  // Bodies are read by the routes themselves, after the token has been judged and within their own bounds.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));

  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    reply.header('x-content-type-options', 'nosniff');
    done();
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
      const isBatch = request.url.startsWith('/v1/batches');
      const supported = isBatch ? BATCH_MEDIA_TYPES : DOCUMENT_MEDIA_TYPES;
      return refuse(reply, 'media-type-unsupported', { supported });
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return refuse(reply, 'request-malformed');
    }
    ports.observe.failure(error, request.id);
    return refuse(reply, 'internal-error');
  });
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    return refuse(reply, 'route-not-found', { method: request.method, path: path.slice(0, 200) });
  });

  const admit = createAdmit(ports, refuse);
  const deps = { ports, admit, refuse };
  const takeDocument = createTakeDocument(ports, refuse);
  const takeBody = createTakeBody(ports, refuse);
  documentsRoute(app, deps, takeDocument);
  batchesRoute(app, deps, takeBody);
  uploadsRoutes(app, deps, { takeDocument, takeBody });
  openapiRoute(app, ports);
  forwardRoutes(app, { ports, refuse });
  await referencePage(app);
  return app;
}

const BROKEN = {
  HPE_INVALID_EOF_STATE: { code: 'document-truncated', status: 400 },
  HPE_HEADER_OVERFLOW: { code: 'request-malformed', status: 431 },
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'request-timeout', status: 408 },
} as const;

/** What HTTP itself cannot make out never becomes a request; it is answered on the bare connection. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const known = BROKEN[(error.code ?? '') as keyof typeof BROKEN];
  const { code, status } = known ?? { code: 'request-malformed', status: 400 };
  const body = JSON.stringify(problem(code, { status }));
  socket.end(
    [
      `HTTP/1.1 ${status} Refused`,
      `content-type: ${PROBLEM_MEDIA_TYPE}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
