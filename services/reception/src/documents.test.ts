import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { OperationalError } from '@ventanilla/errors';
import { generateKeyPair } from 'jose';
import { createRig, DOCUMENT_BYTES_MAX, json, type Rig, receiptHolds, token } from './test/rig.ts';
import { documentHead, talk } from './test/wire.ts';

const XML = '<?xml version="1.0"?><Invoice>ñ</Invoice>';
const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex');

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(() => rig.close());

const post = (
  body: string | Buffer,
  headers: Record<string, string | undefined> = {},
  from: Rig = rig,
) =>
  from.app.inject({
    method: 'POST',
    url: '/v1/documents',
    headers: Object.fromEntries(
      Object.entries({
        authorization: from.bearer,
        'content-type': 'application/xml',
        ...headers,
      }).filter(([, value]) => value !== undefined),
    ) as Record<string, string>,
    payload: body,
  });

describe('a document handed in', () => {
  it('is on the stream, byte for byte, before it is acknowledged', async () => {
    const response = await post(XML, { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` });
    expect(response.statusCode).toBe(202);
    const answer = response.json();
    const documentId = sha256(XML);
    expect(answer).toMatchObject({ documentId, status: 'received' });
    expect(answer.statusUrl).toBe(`https://api.example/v1/documents/${documentId}`);
    expect(response.headers.location).toBe(answer.statusUrl);
    expect(rig.documents()).toHaveLength(1);
    const [received] = rig.documents();
    expect(Buffer.from(received?.original ?? []).toString()).toBe(XML);
    expect(received?.submission).toEqual({
      documentId,
      submissionId: answer.submissionId,
      receivedAt: answer.receivedAt,
      submitter: { clientId: 'merchant', taxpayerId: '12345678', kind: 'taxpayer' },
      mediaType: 'application/xml',
      sizeBytes: Buffer.byteLength(XML),
      // The caller's, but what is recorded is not for it to say.
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`,
    });
  });

  it('is answered with a receipt that verifies, and that no other document shares', async () => {
    const bodies = Array.from({ length: 20 }, (_, i) => `<Invoice n="${i}"/>`);
    const answers = (await Promise.all(bodies.map((body) => post(body)))).map((r) => r.json());
    for (const { submissionReceipt, documentId } of answers) {
      expect(submissionReceipt.documentId).toBe(documentId);
      expect(receiptHolds(submissionReceipt)).toBe(true);
      expect(receiptHolds({ ...submissionReceipt, receivedAt: '2020-01-01T00:00:00.000Z' })).toBe(
        false,
      );
    }
    expect(rig.sink.sizes.length).toBeLessThan(20);
  });

  it.each([
    ['text/xml; charset=utf-8', 'application/xml'],
    ['Application/XML', 'application/xml'],
    ['application/json', 'application/json'],
  ])('may be %s', async (contentType, mediaType) => {
    expect((await post('{}', { 'content-type': contentType })).statusCode).toBe(202);
    expect(rig.documents()[0]?.submission.mediaType).toBe(mediaType);
  });

  it('may come as gzip and is named by its inflated bytes', async () => {
    const response = await post(gzipSync(XML), { 'content-encoding': 'gzip' });
    expect(response.json().documentId).toBe(sha256(XML));
    expect(Buffer.from(rig.documents()[0]?.original ?? []).toString()).toBe(XML);
  });

  it('may fill the limit exactly', async () => {
    expect((await post('x'.repeat(DOCUMENT_BYTES_MAX))).statusCode).toBe(202);
  });

  it('sent twice has one id and two submissions', async () => {
    const [first, second] = [(await post(XML)).json(), (await post(XML)).json()];
    expect(first.documentId).toBe(second.documentId);
    expect(first.submissionId < second.submissionId).toBe(true);
  });

  it('carries a new trace when the given one is none', async () => {
    await post(XML, { traceparent: `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01` });
    expect(rig.documents()[0]?.submission.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(rig.documents()[0]?.submission.traceparent).not.toContain('0'.repeat(32));
  });

  it('echoes a request id, unless it is not one', async () => {
    expect((await post(XML, { 'x-request-id': 'abc-12345' })).headers['x-request-id']).toBe(
      'abc-12345',
    );
    const strange = (await post(XML, { 'x-request-id': '<script>alert(1)</script>' })).headers;
    expect(strange['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('refused before the stream', () => {
  const expectRefusal = async (
    response: Awaited<ReturnType<typeof post>>,
    status: number,
    code: string,
  ) => {
    expect([response.statusCode, response.json().code]).toEqual([status, code]);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(response.json()).toMatchObject({
      status,
      type: `/v1/problems/${code}`,
      instance: response.headers['x-request-id'],
    });
    expect(response.json().detail).not.toContain('{');
    expect(rig.sink.records).toHaveLength(0);
    expect(rig.refused).toEqual([code]);
  };

  it('no token', async () => {
    const response = await post(XML, { authorization: undefined });
    await expectRefusal(response, 401, 'token-missing');
    expect(response.headers['www-authenticate']).toBe('Bearer realm="ventanilla"');
  });

  it.each([
    ['expired', { exp: 1_600_000_000 }, 401, 'token-expired'],
    ['of a foreign issuer', { iss: 'https://evil.example' }, 401, 'token-foreign'],
    ['for another audience', { aud: 'bank' }, 401, 'token-audience-wrong'],
    ['without the scope', { scope: 'documents:read' }, 403, 'scope-missing'],
    ['without any scope', { scope: undefined }, 403, 'scope-missing'],
    ['without a taxpayer', { taxpayer_id: undefined }, 403, 'taxpayer-unknown'],
  ])('a token %s', async (_, claims, status, code) => {
    const response = await post(XML, { authorization: `Bearer ${await token(claims)}` });
    await expectRefusal(response, status, code);
    expect(response.headers['www-authenticate'] === undefined).toBe(code === 'taxpayer-unknown');
  });

  it('a token of another key', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const authorization = `Bearer ${await token({}, privateKey)}`;
    await expectRefusal(await post(XML, { authorization }), 401, 'token-signature-invalid');
  });

  it.each([
    ['text/plain', 415, 'media-type-unsupported'],
    ['application/pdf', 415, 'media-type-unsupported'],
    ['application/xml+evil', 415, 'media-type-unsupported'],
    ['multipart/form-data; boundary=x', 415, 'media-type-unsupported'],
    ['nonsense', 415, 'media-type-unsupported'],
    [undefined, 415, 'media-type-missing'],
  ])('media type %s', async (contentType, status, code) => {
    await expectRefusal(await post(XML, { 'content-type': contentType }), status, code);
  });

  it('nothing', async () => {
    await expectRefusal(await post(''), 400, 'document-empty');
  });

  it('nothing, of no kind', async () => {
    await expectRefusal(await post('', { 'content-type': undefined }), 400, 'document-empty');
  });

  it('nothing, well compressed', async () => {
    const response = await post(gzipSync(''), { 'content-encoding': 'gzip' });
    await expectRefusal(response, 400, 'document-empty');
  });

  it('too large, by its announced length', async () => {
    await expectRefusal(await post('x'.repeat(DOCUMENT_BYTES_MAX + 1)), 413, 'document-too-large');
  });

  it.each(['br', 'deflate', 'gzip, gzip', 'zstd'])('content encoding %s', async (encoding) => {
    const response = await post(XML, { 'content-encoding': encoding });
    await expectRefusal(response, 415, 'content-encoding-unsupported');
  });

  it.each([
    ['that is none', Buffer.from(XML)],
    ['cut short', gzipSync(XML).subarray(0, -5)],
    ['followed by other data', Buffer.concat([gzipSync(XML), Buffer.from('tail')])],
    ['with a wrong checksum', gzipSync(XML).fill(0, gzipSync(XML).length - 8)],
  ])('gzip %s', async (_, body) => {
    const response = await post(body, { 'content-encoding': 'gzip' });
    await expectRefusal(response, 400, 'gzip-invalid');
  });

  it('a gzip bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const cut = await createRig({ limits: { documentBytesMax: 1_000_000 } });
    const response = await post(bomb, { 'content-encoding': 'gzip' }, cut);
    expect([response.statusCode, response.json().code]).toEqual([413, 'gzip-too-large']);
    expect(cut.sink.records).toHaveLength(0);
    await cut.close();
  });

  it('in Spanish when asked', async () => {
    const response = await post('', { 'accept-language': 'es-GT, en;q=0.5' });
    expect(response.headers['content-language']).toBe('es');
    expect(response.json().title).toBe('Documento vacío');
  });

  it('above the rate of its client, who is told when to come back', async () => {
    const limited = await createRig({ limits: { rate: { quota: 2, windowSeconds: 60 } } });
    const first = await post(XML, {}, limited);
    expect(first.headers['ratelimit-policy']).toBe('"default";q=2;w=60');
    expect(first.headers.ratelimit).toBe('"default";r=1;t=30');
    await post(XML, {}, limited);
    const third = await post(XML, {}, limited);
    expect([third.statusCode, third.json().code]).toEqual([429, 'rate-limited']);
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0);
    const other = `Bearer ${await token({ client_id: 'other' })}`;
    expect((await post(XML, { authorization: other }, limited)).statusCode).toBe(202);
    await limited.close();
  });
});

describe('when the stream or the signer fails', () => {
  const expectUnconfirmed = async (from: Rig, code: string) => {
    const response = await post(XML, {}, from);
    expect([response.statusCode, response.json().code]).toEqual([503, code]);
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
  };

  it('an append that throws is no acknowledgement', async () => {
    rig.sink.append = () =>
      Promise.reject(new OperationalError('stream-down', 'down', { retryable: true }));
    await expectUnconfirmed(rig, 'stream-unavailable');
    rig.sink.append = rig.sink.keep;
    expect((await post(XML)).statusCode).toBe(202);
  });

  it('one failed record does not take its neighbours down', async () => {
    rig.sink.append = async (topic, records) => {
      const results = await rig.sink.keep(topic, records);
      return results.map((result, index) =>
        Buffer.from(records[index]?.value ?? []).includes('bad')
          ? { ok: false, error: new Error('no') }
          : result,
      );
    };
    const bodies = ['<a/>', '<bad/>', '<c/>'];
    const responses = await Promise.all(bodies.map((body) => post(body)));
    expect(responses.map(({ statusCode }) => statusCode)).toEqual([202, 503, 202]);
    expect(receiptHolds(responses[2]?.json().submissionReceipt)).toBe(true);
  });

  it('an append that hangs ends at the time limit, in flight or still queued', async () => {
    const slow = await createRig({ appendLimits: { timeoutMs: 300, inFlightMax: 1 } });
    const hung = Promise.withResolvers<void>();
    slow.sink.append = async (topic, records) => {
      await hung.promise;
      return slow.sink.keep(topic, records);
    };
    const first = post(XML, {}, slow);
    const codes = await Promise.all([
      first.then((r) => r.json().code),
      first.then(() => post('<b/>', {}, slow)).then((r) => r.json().code),
    ]);
    expect(codes).toEqual(['stream-timeout', 'stream-timeout']);
    hung.resolve();
    await slow.close();
    expect(slow.queue.depth()).toEqual({ documents: 0, bytes: 0 });
  });

  it('a full queue refuses at once', async () => {
    const small = await createRig({ appendLimits: { queuedMax: 1 } });
    const held = Promise.withResolvers<void>();
    small.sink.append = async (topic, records) => {
      await held.promise;
      return small.sink.keep(topic, records);
    };
    const first = post(XML, {}, small);
    while (small.queue.depth().documents === 0) await new Promise(setImmediate);
    await expectUnconfirmed(small, 'reception-full');
    held.resolve();
    expect((await first).statusCode).toBe(202);
    await small.close();
  });

  it('a document without a receipt is not acknowledged', async () => {
    const unsigned = await createRig({ signatures: 'away' });
    await expectUnconfirmed(unsigned, 'receipt-unavailable');
    await unsigned.close();
  });
});

describe('Prefer: wait', () => {
  it('answers the outcome of this submission with the receipt', async () => {
    rig.query.answer = ({ path }) =>
      json(200, { documentId: sha256(XML), status: 'accepted', path });
    const response = await post(XML, { prefer: 'wait=5', 'accept-language': 'es' });
    expect(response.statusCode).toBe(200);
    expect(response.headers['preference-applied']).toBe('wait=5');
    const answer = response.json();
    expect(answer.status).toBe('accepted');
    expect(answer.path).toBe(`/v1/documents/${sha256(XML)}?submission=${answer.submissionId}`);
    expect(receiptHolds(answer.submissionReceipt)).toBe(true);
    expect(rig.forwarded[0]?.headers).toMatchObject({
      authorization: rig.bearer,
      prefer: 'wait=5',
      'accept-language': 'es',
    });
  });

  it.each([
    ['it has not settled', () => json(200, { status: 'received' })],
    ['query does not know it yet', () => json(404, { code: 'document-not-found' })],
    ['query is away', () => Promise.reject(new Error('ECONNREFUSED'))],
    ['query answers nonsense', () => json(200, 'nonsense')],
  ])('answers 202 when %s', async (_, answer) => {
    rig.query.answer = answer;
    const response = await post(XML, { prefer: 'wait=1' });
    expect(response.statusCode).toBe(202);
    expect(receiptHolds(response.json().submissionReceipt)).toBe(true);
  });

  it('asks for no longer than 30 s, and not at all without a number', async () => {
    await post(XML, { prefer: 'respond-async, wait=86400' });
    expect(rig.forwarded[0]?.headers.prefer).toBe('wait=30');
    await post(XML, { prefer: 'wait=soon' });
    expect(rig.forwarded).toHaveLength(1);
  });
});

describe('on the wire', () => {
  it('a body shorter than announced is told so, and nothing is stored', async () => {
    const answer = await talk(rig, `${documentHead(rig, 'content-length: 100')}<Inv`, 'half-close');
    expect(answer).toContain('HTTP/1.1 400');
    expect(answer).toContain('"code":"document-truncated"');
    expect(rig.sink.records).toHaveLength(0);
  });

  it('a chunked body beyond the limit is refused while it comes', async () => {
    const chunk = 'x'.repeat(DOCUMENT_BYTES_MAX + 1);
    const body = `${chunk.length.toString(16)}\r\n${chunk}\r\n`;
    const answer = await talk(
      rig,
      `${documentHead(rig, 'transfer-encoding: chunked')}${body}`,
      'keep',
    );
    expect(answer).toContain('HTTP/1.1 413');
    expect(answer).toContain('"code":"document-too-large"');
  });

  it('a body that stalls is given up', async () => {
    await rig.close();
    rig = await createRig({ limits: { bodyTimeoutMs: 100 } });
    const answer = await talk(rig, `${documentHead(rig, 'content-length: 100')}<Inv`, 'keep');
    expect(answer).toContain('HTTP/1.1 408');
    expect(answer).toContain('"code":"request-timeout"');
  });

  it('what is not HTTP is answered as a problem too', async () => {
    const answer = await talk(rig, 'NONSENSE\r\n\r\n', 'keep');
    expect(answer).toContain('HTTP/1.1 400');
    expect(answer).toContain('"code":"request-malformed"');
  });
});
