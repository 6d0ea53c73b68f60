/** The public log (C2SP tlog-tiles) and the keys that sign it: anyone may read and verify. */
import type { FastifyRequest } from 'fastify';
import { sendProblem } from '../http/answer.ts';
import { type Authorise, readerFor } from '../http/authorise.ts';
import { problems, TOKEN_PROBLEMS_TOLD } from '../http/problem-responses.ts';
import type { App } from '../http/validation.ts';
import type { Limits, Ports } from '../ports.ts';

/** The index in groups of three digits, and `.p/W` of partial ones. */
const INDEX = /^(?:x\d{3}\/){0,6}\d{3}(?:\.p\/(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-5]))?$/;
/** The same under a level. */
const TILE = /^[0-5]?\d\/(.+)$/;
const isTile = (path: string): boolean => INDEX.test(TILE.exec(path)?.[1] ?? '');
const FOR_EVER = 'max-age=31536000, immutable';

interface Deps extends Pick<Ports, 'log' | 'keys'> {
  readonly authorise: Authorise;
}

export function logRoutes(
  app: App,
  { log, keys, authorise }: Deps,
  { logEntriesPublic }: Pick<Limits, 'logEntriesPublic'>,
): void {
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
        summary: 'A hash tile (C2SP tlog-tiles)',
        response: problems('log-entry-not-found'),
      },
    },
    async (request, reply) => {
      const path = wildcardOf(request);
      const bytes = isTile(path) ? await log.tile(path) : undefined;
      if (!bytes) return sendProblem(reply, 'log-entry-not-found');
      return reply
        .header('content-type', 'application/octet-stream')
        .header('cache-control', `public, ${FOR_EVER}`)
        .send(bytes);
    },
  );

  app.get(
    '/v1/log/tile/entries/*',
    {
      ...(!logEntriesPublic && { onRequest: authorise('originals:read') }),
      schema: {
        tags,
        summary: logEntriesPublic
          ? 'A bundle of 256 entries (C2SP tlog-tiles)'
          : 'A bundle of 256 entries (C2SP tlog-tiles): for auditors and officials of the whole country',
        response: logEntriesPublic
          ? problems('log-entry-not-found')
          : problems('log-entry-not-found', ...TOKEN_PROBLEMS_TOLD),
      },
    },
    async (request, reply) => {
      const seesAll = logEntriesPublic || readerFor(request).scope.scope === 'all';
      if (!seesAll)
        return sendProblem(reply, 'scope-missing', { values: { scope: 'originals:read' } });
      const path = wildcardOf(request);
      const bytes = INDEX.test(path) ? await log.bundle(path) : undefined;
      if (!bytes) return sendProblem(reply, 'log-entry-not-found');
      return reply
        .header('content-type', 'application/octet-stream')
        .header('cache-control', `${logEntriesPublic ? 'public' : 'private'}, ${FOR_EVER}`)
        .send(bytes);
    },
  );

  app.get(
    '/.well-known/ventanilla/keys.json',
    { schema: { tags, summary: 'Public keys, those no longer in use included' } },
    async (_, reply) => reply.header('cache-control', 'public, max-age=300').send(await keys()),
  );
}

const wildcardOf = ({ params }: FastifyRequest): string =>
  (params as { readonly '*': string })['*'];
