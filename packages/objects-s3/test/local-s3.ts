/**
 * A local S3 server in this process: s3rver, with the things it lacks for us put in front of it:
 * conditional writes (If-None-Match: *, one at a time for each key, as S3 serialises them), Object Lock
 * with legal holds, signatures of pre-signed requests, and answers made to fail.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import { isPresignedWell } from './presigned.ts';

export interface LocalS3 {
  readonly client: object;
  readonly bucket: string;
  /** The next requests are answered with these statuses instead. */
  readonly failNext: (...statuses: number[]) => void;
  readonly headersOfPuts: Readonly<Record<string, string | string[] | undefined>>[];
  readonly close: () => Promise<void>;
}

/** Of the one account that s3rver has. */
const SECRET = 'S3RVER';

const CODES: Record<number, string> = {
  403: 'AccessDenied',
  404: 'NoSuchKey',
  409: 'ConditionalRequestConflict',
  412: 'PreconditionFailed',
  500: 'InternalError',
  503: 'SlowDown',
};

export interface LocalS3Options {
  readonly host?: string;
  readonly port?: number;
  /** The first is the one that is returned. */
  readonly buckets?: readonly string[];
  /** Kept when given; else a temporary one that `close` removes. */
  readonly directory?: string;
}

async function bodyOf(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Object Lock: until when an object stays, and whether it is held. */
function createLocks() {
  const locks = new Map<string, { readonly held?: boolean; readonly until?: string }>();
  return {
    setHold: (key: string, body: string): void => {
      locks.set(key, { ...locks.get(key), held: body.includes('<Status>ON</Status>') });
    },
    lock: (key: string, until: unknown): void => {
      if (typeof until === 'string') locks.set(key, { until });
    },
    keeps: (key: string): boolean => {
      const { held = false, until = '' } = locks.get(key) ?? {};
      return held || Date.parse(until) > Date.now();
    },
    tell: (key: string, answer: { set(name: string, value: string): void }): void => {
      const { held, until } = locks.get(key) ?? {};
      if (held !== undefined) answer.set('x-amz-object-lock-legal-hold', held ? 'ON' : 'OFF');
      if (until !== undefined) answer.set('x-amz-object-lock-retain-until-date', until);
    },
  };
}

export async function startLocalS3(options: LocalS3Options = {}): Promise<LocalS3> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 's3-')));
  const { buckets = ['objects'] } = options;
  const [bucket = ''] = buckets;
  const server = new S3rver({
    address: options.host ?? '127.0.0.1',
    port: options.port ?? 0,
    silent: true,
    // Else the name it is called by in a network of containers is taken for a bucket.
    vhostBuckets: false,
    directory,
    configureBuckets: buckets.map((name) => ({ name })),
  });
  const failures: number[] = [];
  const locks = createLocks();
  const headersOfPuts: LocalS3['headersOfPuts'][number][] = [];
  const turns = new Map<string, Promise<unknown>>();

  type Middleware = (typeof server.middleware)[number];
  type Context = Parameters<Middleware>[0];
  const refuse = (ctx: Context, status: number): void => {
    ctx.status = status;
    ctx.type = 'application/xml';
    ctx.body = `<?xml version="1.0"?><Error><Code>${CODES[status]}</Code></Error>`;
  };
  const keyOf = ({ path }: Context) => decodeURIComponent(path.split('/').slice(2).join('/'));

  const failWhenTold: Middleware = (ctx, next) => {
    const failure = failures.shift();
    return failure === undefined ? next() : Promise.resolve(refuse(ctx, failure));
  };
  const checkPresigned: Middleware = (ctx, next) =>
    ctx.query['X-Amz-Signature'] === undefined || isPresignedWell(ctx.req, SECRET)
      ? next()
      : Promise.resolve(refuse(ctx, 403));
  const hold: Middleware = async (ctx, next) => {
    if (ctx.method !== 'PUT' || ctx.query['legal-hold'] === undefined) return next();
    if (!(await server.store.existsObject(bucket, keyOf(ctx)))) return refuse(ctx, 404);
    ctx.status = 200;
    locks.setHold(keyOf(ctx), await bodyOf(ctx.req));
  };
  const keepLocked: Middleware = async (ctx, next) => {
    if (ctx.method === 'DELETE' && locks.keeps(keyOf(ctx))) return refuse(ctx, 403);
    if (ctx.method === 'HEAD') locks.tell(keyOf(ctx), ctx);
    if (ctx.method === 'PUT') {
      headersOfPuts.push({ ...ctx.headers });
      locks.lock(keyOf(ctx), ctx.headers['x-amz-object-lock-retain-until-date']);
    }
    await next();
  };
  const writeOnce: Middleware = async (ctx, next) => {
    if (ctx.method !== 'PUT' || ctx.headers['if-none-match'] !== '*') return next();
    delete ctx.headers['if-none-match'];
    const key = keyOf(ctx);
    const turn = (turns.get(key) ?? Promise.resolve()).then(async () => {
      if (await server.store.existsObject(bucket, key)) return refuse(ctx, 412);
      await next();
    });
    turns.set(key, turn);
    await turn;
  };
  server.middleware.unshift(failWhenTold, checkPresigned, hold, keepLocked, writeOnce);

  const { port } = (await server.run()) as AddressInfo;
  return {
    bucket,
    client: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: SECRET },
    },
    failNext: (...statuses) => void failures.push(...statuses),
    headersOfPuts,
    close: async () => {
      await server.close();
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}
