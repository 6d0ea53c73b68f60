/**
 * A local S3 server in this process: s3rver, with the two things it lacks for us put in front of it,
 * conditional writes (If-None-Match: *, one at a time for each key, as S3 serialises them) and answers
 * made to fail.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

export interface LocalS3 {
  readonly client: object;
  readonly bucket: string;
  /** The next requests are answered with these statuses instead. */
  readonly failNext: (...statuses: number[]) => void;
  readonly headersOfPuts: Readonly<Record<string, string | string[] | undefined>>[];
  readonly close: () => Promise<void>;
}

const CODES: Record<number, string> = {
  403: 'AccessDenied',
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
  const headersOfPuts: LocalS3['headersOfPuts'][number][] = [];
  const turns = new Map<string, Promise<unknown>>();

  server.middleware.unshift(async (ctx, next) => {
    const refuse = (status: number): void => {
      ctx.status = status;
      ctx.type = 'application/xml';
      ctx.body = `<?xml version="1.0"?><Error><Code>${CODES[status]}</Code></Error>`;
    };
    const failure = failures.shift();
    if (failure !== undefined) return refuse(failure);
    if (ctx.method === 'PUT') headersOfPuts.push({ ...ctx.headers });
    if (ctx.method !== 'PUT' || ctx.headers['if-none-match'] !== '*') return next();
    delete ctx.headers['if-none-match'];
    const [, into = '', ...rest] = ctx.path.split('/');
    const key = decodeURIComponent(rest.join('/'));
    const turn = (turns.get(ctx.path) ?? Promise.resolve()).then(async () => {
      if (await server.store.existsObject(into, key)) return refuse(412);
      await next();
    });
    turns.set(ctx.path, turn);
    await turn;
  });

  const { port } = (await server.run()) as AddressInfo;
  return {
    bucket,
    client: {
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
    },
    failNext: (...statuses) => void failures.push(...statuses),
    headersOfPuts,
    close: async () => {
      await server.close();
      if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
    },
  };
}
