/** The public log (C2SP tlog-tiles) and the keys that sign it: anyone may read and verify. */
import type { FastifyReply, FastifyRequest } from 'fastify';
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
const TAGS = ['log'];
const FOR_EVER = 'max-age=31536000, immutable';

interface Deps extends Pick<Ports, 'log' | 'keys'> {
  readonly authorise: Authorise;
}

export function logRoutes(
  app: App,
  { log, keys, authorise }: Deps,
  { logEntriesPublic }: Pick<Limits, 'logEntriesPublic'>,
): void {
  publicLog(app, '/v1/log', log, 'the log');
  publicLog(app, '/v1/log/audit', log.audit, "the audit trail's own log, which tells hashes only");
  app.get(
    '/v1/log/cosigned',
    {
      schema: {
        tags: TAGS,
        summary: 'The newest head that witnesses cosigned (C2SP tlog-cosignature)',
        response: problems('log-entry-not-found'),
      },
    },
    async (_, reply) => sendHead(reply, await log.cosigned()),
  );
  app.get(
    '/v1/log/tile/entries/*',
    {
      ...(!logEntriesPublic && { onRequest: authorise('originals:read') }),
      schema: {
        tags: TAGS,
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

  for (const prefix of ['', '/v1']) {
    app.get(
      `${prefix}/.well-known/ventanilla/keys.json`,
      // With the version before it only for gateways that put one before every path (AWS).
      { schema: { tags: TAGS, summary: 'Public keys, former ones included', hide: prefix !== '' } },
      async (_, reply) => reply.header('cache-control', 'public, max-age=300').send(await keys()),
    );
  }
}

/** Head and hash tiles of one log, for everybody. */
function publicLog(
  app: App,
  base: string,
  { checkpoint, tile }: Pick<Ports['log'], 'checkpoint' | 'tile'>,
  name: string,
): void {
  const response = problems('log-entry-not-found');
  app.get(
    `${base}/checkpoint`,
    { schema: { tags: TAGS, summary: `Signed head of ${name} (C2SP checkpoint)`, response } },
    async (_, reply) => sendHead(reply, await checkpoint()),
  );
  app.get(
    `${base}/tile/*`,
    { schema: { tags: TAGS, summary: `A hash tile of ${name} (C2SP tlog-tiles)`, response } },
    async (request, reply) => {
      const path = wildcardOf(request);
      const bytes = isTile(path) ? await tile(path) : undefined;
      if (!bytes) return sendProblem(reply, 'log-entry-not-found');
      return reply
        .header('content-type', 'application/octet-stream')
        .header('cache-control', `public, ${FOR_EVER}`)
        .send(bytes);
    },
  );
}

function sendHead(reply: FastifyReply, head: string | undefined) {
  if (head === undefined) return sendProblem(reply, 'log-entry-not-found');
  return reply
    .header('content-type', 'text/plain; charset=utf-8')
    .header('cache-control', 'public, max-age=1')
    .send(head);
}

const wildcardOf = ({ params }: FastifyRequest): string =>
  (params as { readonly '*': string })['*'];
