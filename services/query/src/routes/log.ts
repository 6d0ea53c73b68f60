/** The public log (C2SP tlog-tiles) and the keys that sign it: anyone may read and verify. */
import { sendProblem } from '../http/answer.ts';
import { problems } from '../http/problem-responses.ts';
import type { App } from '../http/validation.ts';
import type { Ports } from '../ports.ts';

/** Hash tiles and entry bundles: level, index in groups of three digits, and `.p/W` of partial ones. */
const PIECE =
  /^(?:[0-5]?\d|entries)(?:\/x\d{3}){0,6}\/\d{3}(?:\.p\/(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-5]))?$/;

export function logRoutes(app: App, { log, keys }: Pick<Ports, 'log' | 'keys'>): void {
  const tags = ['log'];
  app.get(
    '/v1/log/checkpoint',
    {
      schema: {
        tags,
        summary: 'Signed head of the log (C2SP checkpoint)',
        response: problems('log-entry-not-found'),
      },
    },
    async (_, reply) => {
      const checkpoint = await log.checkpoint();
      if (checkpoint === undefined) return sendProblem(reply, 'log-entry-not-found');
      return reply
        .header('content-type', 'text/plain; charset=utf-8')
        .header('cache-control', 'public, max-age=1')
        .send(checkpoint);
    },
  );

  app.get(
    '/v1/log/tile/*',
    {
      schema: {
        tags,
        summary: 'A hash tile or entry bundle (C2SP tlog-tiles)',
        response: problems('log-entry-not-found'),
      },
    },
    async (request, reply) => {
      const path = (request.params as { readonly '*': string })['*'];
      const bytes = PIECE.test(path) ? await log.piece(`tile/${path}`) : undefined;
      if (!bytes) return sendProblem(reply, 'log-entry-not-found');
      return reply
        .header('content-type', 'application/octet-stream')
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(bytes);
    },
  );

  app.get(
    '/.well-known/ventanilla/keys.json',
    { schema: { tags, summary: 'Public keys, those no longer in use included' } },
    async (_, reply) => reply.header('cache-control', 'public, max-age=300').send(await keys()),
  );
}
