import { hash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectApi } from './api.ts';

interface Seen {
  readonly call: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const LARGE = Buffer.alloc(1_200_000, 0x20);

/** A platform that says so of bodies above `aboveBytes`, or does not know what an upload is. */
async function startPlatform(aboveBytes?: number, storeStatus = 200) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request));
    const call = `${request.method} ${request.url}`;
    seen.push({ call, headers: request.headers, body });
    const answer = (status: number, value: object) =>
      response.writeHead(status).end(JSON.stringify(value));
    if (request.method === 'PUT') return answer(storeStatus, {});
    if (call === 'GET /v1/uploads') {
      return aboveBytes === undefined ? answer(404, {}) : answer(200, { aboveBytes });
    }
    if (call === 'POST /v1/uploads') {
      const headers = { 'content-length': String(LARGE.length), 'x-upload-token': 't' };
      return answer(201, { id: 'u1', url: `${url}/store/u1`, headers });
    }
    return answer(202, { documentId: call });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const tokens = { token: async () => 'secret' };
  const api = connectApi({ url, tokens: tokens as never });
  return {
    api,
    seen,
    close: async () => {
      await api.close();
      server.close();
    },
  };
}

describe('submit', () => {
  it('uploads what is above the size that the platform states, and gives the store no token', async () => {
    const { api, seen, close } = await startPlatform(1_100_000);
    for (const _ of [1, 2]) {
      const submitted = await api.submit(LARGE, 'application/xml', { waitSeconds: 3 });
      expect(submitted).toMatchObject({
        acknowledgement: { documentId: 'POST /v1/uploads/u1/complete' },
      });
    }
    await close();
    const [asked, announced, put, completed, ...again] = seen as [Seen, Seen, Seen, Seen];
    expect(asked.call).toBe('GET /v1/uploads');
    expect(JSON.parse(announced.body.toString())).toEqual({
      type: 'document',
      mediaType: 'application/xml',
      bytes: LARGE.length,
      sha256: hash('sha256', LARGE, 'hex'),
    });
    expect(put.body.equals(LARGE)).toBe(true);
    expect(put.headers).toMatchObject({ 'x-upload-token': 't' });
    expect(put.headers).not.toHaveProperty('authorization');
    expect(completed.headers).toMatchObject({ prefer: 'wait=3', authorization: 'Bearer secret' });
    expect(again).toHaveLength(3);
  });

  it.each([undefined, 2_000_000])('posts it where uploads start at %s', async (aboveBytes) => {
    const { api, seen, close } = await startPlatform(aboveBytes);
    await api.submit(LARGE, 'application/xml');
    await api.submit(Buffer.from('<a/>'), 'application/xml');
    await close();
    expect(seen.map(({ call }) => call)).toEqual([
      'GET /v1/uploads',
      'POST /v1/documents',
      'POST /v1/documents',
    ]);
  });

  it('says what the store answered', async () => {
    const { api, close } = await startPlatform(1, 403);
    await expect(api.submit(LARGE, 'application/xml')).rejects.toThrow('answered 403');
    await close();
  });
});
