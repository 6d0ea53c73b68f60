import { Readable } from 'node:stream';
import { PROBLEMS, type ProblemCode } from '@ventanilla/problems';
import { BATCH_CODES, DOCUMENT_CODES, ENTRY_CODES, receptionDocument } from './openapi-document.ts';
import { COMPLETE_CODES, CONTENT_CODES, UPLOAD_CODES } from './openapi-uploads.ts';
import { createRig, json, type Rig } from './test/rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(() => rig.close());

describe('what reception forwards', () => {
  it.each([
    ['GET', '/v1/documents/abc?submission=1'],
    ['GET', '/v1/documents?issuer=1'],
    ['GET', '/v1/batches/xyz/results'],
    ['GET', '/.well-known/ventanilla/keys.json'],
    ['HEAD', '/v1/totals/daily'],
  ] as const)('%s %s', async (method, url) => {
    rig.query.answer = () => json(200, { ok: true }, { etag: '"1"', connection: 'keep-alive' });
    const response = await rig.app.inject({ method, url, headers: { authorization: 'Bearer x' } });
    expect(response.statusCode).toBe(200);
    expect(response.headers.etag).toBe('"1"');
    expect(rig.forwarded[0]).toMatchObject({ method, path: url });
    expect(rig.forwarded[0]?.headers).toMatchObject({
      authorization: 'Bearer x',
      'x-request-id': response.headers['x-request-id'],
      traceparent: expect.stringMatching(/^00-/),
    });
  });

  it('a body too, unread', async () => {
    let body = '';
    rig.query.answer = async (request) => {
      for await (const chunk of request.body as Readable) body += chunk;
      return json(200, { data: [] });
    };
    const response = await rig.app.inject({
      method: 'POST',
      url: '/v1/documents/lookup',
      headers: { 'content-type': 'application/json' },
      payload: '{"ids":[]}',
    });
    expect([response.statusCode, body]).toEqual([200, '{"ids":[]}']);
  });

  it('answers of query pass as they are, problems included', async () => {
    rig.query.answer = () => ({
      status: 404,
      headers: { 'content-type': 'application/problem+json' },
      body: Readable.from([Buffer.from('{"code":"document-not-found"}')]),
    });
    const response = await rig.app.inject({ url: '/v1/documents/abc' });
    expect([response.statusCode, response.json().code]).toEqual([404, 'document-not-found']);
    expect(response.headers['content-type']).toBe('application/problem+json');
  });

  it('is a problem of ours when query is away', async () => {
    rig.query.answer = () => Promise.reject(new Error('ECONNREFUSED'));
    const response = await rig.app.inject({ url: '/v1/rules' });
    expect([response.statusCode, response.json().code]).toEqual([503, 'upstream-unavailable']);
    expect(rig.failures).toHaveLength(1);
  });

  it('carries the address of the caller, and believes no other unless a proxy of ours is in front', async () => {
    rig.query.answer = () => json(200, {});
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    await rig.app.inject({ url: '/v1/rules', headers, remoteAddress: '10.0.0.1' });
    expect(rig.forwarded[0]?.headers['x-forwarded-for']).toBe('10.0.0.1');
    const behind = await createRig({ trustProxy: true });
    behind.query.answer = () => json(200, {});
    await behind.app.inject({ url: '/v1/rules', headers, remoteAddress: '10.0.0.1' });
    expect(behind.forwarded[0]?.headers['x-forwarded-for']).toBe('203.0.113.9, 10.0.0.1');
    await behind.close();
  });
});

describe('what is not there', () => {
  it('is a problem', async () => {
    const response = await rig.app.inject({ url: '/admin', headers: { 'accept-language': 'es' } });
    expect(response.json()).toMatchObject({
      status: 404,
      code: 'route-not-found',
      detail: 'No existe GET /admin en esta API.',
    });
  });

  it('nor is a method that no route takes', async () => {
    const response = await rig.app.inject({ method: 'PATCH', url: '/v1/documents' });
    expect([response.statusCode, response.json().code]).toEqual([404, 'route-not-found']);
    expect(rig.forwarded).toHaveLength(0);
  });
});

interface ApiPost {
  readonly requestBody?: { readonly content: Readonly<Record<string, object>> };
}

describe('/v1/openapi.json', () => {
  it('says of a body only what OpenAPI 3.1 lets a media type say', () => {
    const { paths } = receptionDocument('https://example.test', 1);
    const posts = Object.values(paths).map(({ post }) => post as ApiPost | undefined);
    const types = posts.flatMap((post) => Object.values(post?.requestBody?.content ?? {}));
    expect(types.length).toBeGreaterThan(5);
    for (const type of types) expect(Object.keys(type)).toEqual(['schema']);
  });

  const queryDocument = {
    openapi: '3.1.0',
    info: { title: 'Query' },
    tags: [{ name: 'documents' }, { name: 'totals' }],
    paths: {
      '/v1/documents': { get: { operationId: 'search' } },
      '/v1/documents/{id}': { get: { operationId: 'status' } },
    },
    components: { schemas: { Status: {}, Problem: { overridden: true } } },
  };

  it('is one document of both services, fetched once', async () => {
    rig.query.answer = () => json(200, queryDocument);
    const document = (await rig.app.inject({ url: '/v1/openapi.json' })).json();
    await rig.app.inject({ url: '/v1/openapi.json' });
    expect(rig.forwarded).toHaveLength(1);
    expect(document.openapi).toBe('3.1.0');
    expect(document.info.title).toBe('Ventanilla');
    expect(Object.keys(document.paths['/v1/documents'])).toEqual(['get', 'post']);
    expect(document.paths['/v1/documents/{id}'].get.operationId).toBe('status');
    expect(document.components.schemas.Problem.required).toContain('code');
    expect(document.components.schemas.Status).toEqual({});
    expect(document.tags.map(({ name }: { name: string }) => name)).toEqual([
      'documents',
      'batches',
      'uploads',
      'totals',
    ]);
  });

  it('is ours alone while query is away, and is asked for again', async () => {
    rig.query.answer = () => json(500, {});
    const document = (await rig.app.inject({ url: '/v1/openapi.json' })).json();
    expect(Object.keys(document.paths)).toEqual([
      '/v1/documents',
      '/v1/batches',
      '/v1/uploads',
      '/v1/uploads/{id}/content',
      '/v1/uploads/{id}/complete',
    ]);
    rig.query.answer = () => json(200, queryDocument);
    const later = (await rig.app.inject({ url: '/v1/openapi.json' })).json();
    expect(Object.keys(later.paths)).toContain('/v1/documents/{id}');
  });

  it('has no dangling reference, and tells every code it names under its own status', async () => {
    const text = (await rig.app.inject({ url: '/v1/openapi.json' })).body;
    const { components, paths } = JSON.parse(text);
    for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      expect(components.schemas).toHaveProperty(name as string);
    }
    const told = (path: string) =>
      (paths[path].post ?? paths[path].put).responses as Record<string, { description: string }>;
    const check = (path: string, codes: readonly ProblemCode[]) => {
      for (const code of codes) {
        expect(told(path)[PROBLEMS[code].status]?.description).toContain(`\`${code}\``);
      }
    };
    check('/v1/documents', DOCUMENT_CODES);
    check('/v1/batches', BATCH_CODES);
    check('/v1/uploads', UPLOAD_CODES);
    check('/v1/uploads/{id}/complete', COMPLETE_CODES);
    check('/v1/uploads/{id}/content', CONTENT_CODES);
    expect(new Set(ENTRY_CODES).size).toBe(ENTRY_CODES.length);
  });
});

describe('/reference', () => {
  it('is a page that loads nothing from elsewhere', async () => {
    const page = await rig.app.inject({ url: '/reference/' });
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).toContain("connect-src 'self'");
    const loaded = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url);
    expect(loaded.length).toBeGreaterThan(0);
    expect(loaded.filter((url) => /^(https?:)?\/\//.test(url as string))).toEqual([]);
    expect(page.body).toContain('/v1/openapi.json');
    const script = loaded.find((url) => url?.endsWith('.js')) as string;
    const code = await rig.app.inject({ url: new URL(script, 'http://x/reference/').pathname });
    expect(code.statusCode).toBe(200);
    expect(code.headers['content-type']).toContain('javascript');
  });
});
