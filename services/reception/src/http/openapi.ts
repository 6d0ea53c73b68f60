/** `/v1/openapi.json`: reception's own part and query's, as one document. */
import type { FastifyInstance } from 'fastify';
import { type ApiDocument, mergeDocuments } from '../core/api-merge.ts';
import { receptionDocument } from '../openapi-document.ts';
import type { Ports } from '../ports.ts';

const FRESH_MS = 60_000;
const FETCH_TIMEOUT_MS = 3_000;

export function openapiRoute(app: FastifyInstance, ports: Ports): void {
  const own = receptionDocument(ports.publicUrl, ports.limits.documentBytesMax);
  let merged = own;
  let untilMs = 0;

  const fetchQuery = async (): Promise<ApiDocument> => {
    const { status, body } = await ports.upstream.forward({
      method: 'GET',
      path: '/v1/openapi.json',
      headers: { accept: 'application/json' },
      body: null,
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    });
    let text = '';
    for await (const chunk of body.setEncoding('utf8')) text += chunk;
    if (status !== 200) throw new Error(`query answered ${status} for its API document`);
    return JSON.parse(text) as ApiDocument;
  };

  app.get('/v1/openapi.json', async (request, reply) => {
    if (ports.now() >= untilMs) {
      try {
        merged = mergeDocuments(own, await fetchQuery());
        untilMs = ports.now() + FRESH_MS;
      } catch (error) {
        ports.observe.failure(error, request.id);
      }
    }
    return reply.header('access-control-allow-origin', '*').send(merged);
  });
}
