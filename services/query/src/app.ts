/** All routes of query on one Fastify application, which listens to nothing yet. */
import rateLimit from '@fastify/rate-limit';
import Fastify from 'fastify';
import { createAuthorise } from './http/authorise.ts';
import { answerNoRoute, createErrorHandler, RateLimited } from './http/errors.ts';
import { openapiRoute, registerOpenapi } from './http/openapi.ts';
import {
  type App,
  serializerCompiler,
  validatorCompiler,
  type ZodTypes,
} from './http/validation.ts';
import { createCompletenessReader } from './observe.ts';
import type { Limits, Ports } from './ports.ts';
import { auditRoutes } from './routes/audit.ts';
import { batchRoutes } from './routes/batches.ts';
import { documentRoutes } from './routes/documents.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { figureRoutes } from './routes/figures.ts';
import { logRoutes } from './routes/log.ts';
import { originalRoutes } from './routes/original.ts';
import { problemRoutes } from './routes/problems.ts';
import { publicCheckRoutes } from './routes/public-check.ts';
import { receiptPdfRoute, receiptRoutes } from './routes/receipts.ts';
import { ruleRoutes } from './routes/rules.ts';
import { searchRoutes } from './routes/search.ts';

/** A thousand ids with quotes and commas, and room. */
const BODY_BYTES_MAX = 128 * 1024;
const COMPLETENESS_PERIOD_MS = 500;

export async function buildApp(ports: Ports, limits: Limits): Promise<App> {
  const app: App = Fastify({
    bodyLimit: BODY_BYTES_MAX,
    trustProxy: (_address: string, hop: number) => hop < limits.trustProxyHops,
    genReqId: ({ headers }) => requestId(headers['x-request-id']),
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: true,
  }).withTypeProvider<ZodTypes>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(createErrorHandler(ports));
  app.setNotFoundHandler(answerNoRoute);
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
  });
  await app.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, { max, ttl }) => new RateLimited(max, ttl),
  });
  await registerOpenapi(app, limits.version);

  const authorise = createAuthorise(ports.verifier);
  const completeness = createCompletenessReader({
    ...ports,
    appendTimeoutMs: limits.appendTimeoutMs,
    periodMs: COMPLETENESS_PERIOD_MS,
  });
  const deps = { ...ports, authorise, completeness };
  documentRoutes(app, deps);
  searchRoutes(app, deps);
  evidenceRoutes(app, deps);
  receiptRoutes(app, deps);
  receiptPdfRoute(app, deps);
  originalRoutes(app, deps);
  auditRoutes(app, deps);
  batchRoutes(app, deps);
  figureRoutes(app, deps);
  publicCheckRoutes(app, deps, limits);
  ruleRoutes(app, deps);
  problemRoutes(app);
  logRoutes(app, deps, limits);
  openapiRoute(app);
  return app;
}

/** The caller's own id where it is harmless in a log, so that one id follows a request throughout. */
const requestId = (given: string | string[] | undefined): string =>
  typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : crypto.randomUUID();
