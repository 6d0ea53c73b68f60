/** Every code reception can answer, each by a request that earns it, in both languages. */
import { gzipSync } from 'node:zlib';
import { issuerProfile } from '@ventanilla/auth';
import { OperationalError } from '@ventanilla/errors';
import { PROBLEMS, type ProblemCode } from '@ventanilla/problems';
import { generateKeyPair } from 'jose';
import { BATCH_CODES, DOCUMENT_CODES, ENTRY_CODES } from './openapi-document.ts';
import { COMPLETE_CODES, CONTENT_CODES, UPLOAD_CODES } from './openapi-uploads.ts';
import { randomText, tarOf } from './test/batch.ts';
import {
  createRig,
  DOCUMENT_BYTES_MAX,
  ISSUER,
  type Rig,
  type RigOptions,
  token,
} from './test/rig.ts';
import { announce, complete, putContent, wishOf } from './test/upload.ts';
import { documentHead, talk } from './test/wire.ts';
import { type ZipMember, zip } from './test/zip.ts';

interface Told {
  readonly code: string;
  readonly detail: string;
  readonly title?: string;
}
interface Sample {
  readonly rig?: RigOptions;
  readonly send: (rig: Rig, language: string) => Promise<Told>;
}

const XML = '<Invoice/>';

async function request(
  rig: Rig,
  language: string,
  {
    url = '/v1/documents',
    body = XML as string | Buffer,
    headers = {} as Record<string, string | undefined>,
  },
): Promise<Told> {
  const all = {
    authorization: rig.bearer,
    'content-type': 'application/xml',
    'accept-language': language,
    ...headers,
  };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  const response = await rig.app.inject({
    method: 'POST',
    url,
    headers: Object.fromEntries(given) as Record<string, string>,
    payload: body,
  });
  if (response.statusCode !== 200) {
    const told = response.json();
    if (told.code) expect(response.statusCode).toBe(PROBLEMS[told.code as ProblemCode].status);
    return told;
  }
  // Of a batch: the first refusal among its lines, the summary included.
  const lines = response.body.trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line)).find((line) => line.code !== undefined);
}

const document = (parts: Parameters<typeof request>[2], rig?: RigOptions): Sample => ({
  ...(rig && { rig }),
  send: (at, language) => request(at, language, parts),
});
const withToken = (claims: object, key?: unknown, typ?: string): Sample => ({
  send: async (rig, language) => {
    const authorization = `Bearer ${await token(claims, key, typ)}`;
    return request(rig, language, { headers: { authorization } });
  },
});
const batch = (
  body: string | Buffer | Promise<Buffer>,
  contentType: string,
  rig?: RigOptions,
): Sample => ({
  ...(rig && { rig }),
  send: async (at, language) =>
    request(at, language, {
      url: '/v1/batches',
      body: await body,
      headers: { 'content-type': contentType },
    }),
});
const entry = (...members: ZipMember[]): Sample => batch(zip(members), 'application/zip');
const line = (text: string): Sample => batch(text, 'application/x-ndjson');
const onTheWire = (
  head: (rig: Rig, language: string) => string,
  end: 'half-close' | 'keep',
  rig?: RigOptions,
): Sample => ({
  ...(rig && { rig }),
  send: async (at, language) => {
    const answer = await talk(at, head(at, language), end);
    return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));
  },
});
const failing = (rig: RigOptions, act: (rig: Rig) => void = () => undefined): Sample => ({
  rig,
  send: async (at, language) => {
    act(at);
    return request(at, language, {});
  },
});
/** Something of ours is busy for ever while the sample is sent. */
const whileBusy = (rig: RigOptions, url: string, headers: Record<string, string>): Sample => ({
  rig,
  send: async (at, language) => {
    const held = Promise.withResolvers<void>();
    at.sink.append = async (topic, records) => {
      await held.promise;
      return at.sink.keep(topic, records);
    };
    const busy = request(at, language, { url, headers, body: '{"n":1}' });
    while (at.queue.depth().documents === 0) await new Promise(setImmediate);
    const told = await request(at, language, { url, headers, body: '{"n":2}' });
    held.resolve();
    await busy;
    return told;
  },
});

const strangers = await generateKeyPair('ES256');
const unreachable = issuerProfile.parse({
  kind: 'embedded',
  issuer: ISSUER,
  jwksUri: 'http://127.0.0.1:9/jwks',
});
const anonymous = (typ: string) => `Bearer ${typ}`;
const nowSeconds = Math.floor(Date.now() / 1_000);

/** What is told where an upload of the batch `{}` has gone wrong. */
const upload = (
  act: (rig: Rig, language: string) => Promise<Told>,
  rig: RigOptions = {},
): Sample => ({ rig: { uploads: 'fs', ...rig }, send: act });
const NOBODYS = { id: '00000000-0000-7000-8000-000000000000', url: '', headers: {} };
const away = () => Promise.reject(new OperationalError('store', 'away', { retryable: true }));
const AWAY = {
  objects: { put: away, get: away, getRange: away },
  door: { kind: 'presigned' as const, presignPut: away },
};
const BATCH = Buffer.from('{}\n');

const SAMPLES: Readonly<Record<string, Sample>> = {
  'token-missing': document({ headers: { authorization: undefined } }),
  'token-malformed': document({ headers: { authorization: anonymous('abc') } }),
  'token-foreign': withToken({ iss: 'https://evil.example' }),
  'token-signature-invalid': withToken({}, strangers.privateKey),
  'token-expired': withToken({ exp: nowSeconds - 60 }),
  'token-not-yet-valid': withToken({ nbf: nowSeconds + 600 }),
  'token-audience-wrong': withToken({ aud: 'bank' }),
  'token-kind-wrong': withToken({}, undefined, 'JWT'),
  'token-incomplete': withToken({ client_id: undefined }),
  'token-issuer-unavailable': document({}, { issuers: [unreachable] }),
  'scope-missing': withToken({ scope: 'documents:read' }),
  'taxpayer-unknown': withToken({ taxpayer_id: undefined }),
  'rate-limited': {
    rig: { limits: { rate: { quota: 1, windowSeconds: 60 } } },
    send: async (rig, language) => {
      await request(rig, language, {});
      return request(rig, language, {});
    },
  },
  'media-type-missing': document({ headers: { 'content-type': undefined } }),
  'media-type-unsupported': document({ headers: { 'content-type': 'text/plain' } }),
  'content-encoding-unsupported': document({ headers: { 'content-encoding': 'br' } }),
  'document-empty': document({ body: '' }),
  'document-truncated': onTheWire(
    (rig, language) =>
      `${documentHead(rig, `accept-language: ${language}`, 'content-length: 100')}<Inv`,
    'half-close',
  ),
  'document-too-large': document({ body: 'x'.repeat(DOCUMENT_BYTES_MAX + 1) }),
  'gzip-invalid': document({ headers: { 'content-encoding': 'gzip' } }),
  'gzip-too-large': document({
    body: gzipSync('x'.repeat(DOCUMENT_BYTES_MAX + 1)),
    headers: { 'content-encoding': 'gzip' },
  }),
  'request-timeout': onTheWire(
    (rig, language) =>
      `${documentHead(rig, `accept-language: ${language}`, 'content-length: 100')}<Inv`,
    'keep',
    { limits: { bodyTimeoutMs: 50 } },
  ),
  'reception-full': whileBusy({ appendLimits: { queuedMax: 1 } }, '/v1/documents', {}),
  'stream-unavailable': failing({}, (rig) => {
    rig.sink.append = () => Promise.reject(new Error('away'));
  }),
  'stream-timeout': failing({ appendLimits: { timeoutMs: 50 } }, (rig) => {
    rig.sink.append = () => new Promise(() => undefined);
  }),
  'receipt-unavailable': failing({ signatures: 'away' }),
  'batch-empty': line(''),
  'batch-unreadable': batch('x'.repeat(50), 'application/zip'),
  'batch-too-large': batch(zip([{ name: 'a.xml', content: XML }]), 'application/zip', {
    limits: { batchSpoolBytesMax: 10 },
  }),
  'batch-too-many-entries': batch('{}\n{}\n', 'application/x-ndjson', {
    limits: { batchEntriesMax: 1 },
  }),
  'batch-too-compressed': batch(
    tarOf([{ name: 'a.xml', content: Buffer.alloc(20_000_000) }]).then((tar) => gzipSync(tar)),
    'application/gzip',
  ),
  'batch-interrupted': {
    send: (rig, language) => {
      rig.stop();
      return line('{}').send(rig, language);
    },
  },
  'batches-full': whileBusy({ limits: { batchesMax: 1 } }, '/v1/batches', {
    'content-type': 'application/x-ndjson',
  }),
  'entry-empty': entry({ name: 'a.xml' }),
  'entry-too-large': entry({ name: 'a.xml', content: randomText(DOCUMENT_BYTES_MAX + 1) }),
  'entry-too-compressed': batch(
    zip([{ name: 'a.xml', content: Buffer.alloc(500_000, 0x20) }]),
    'application/zip',
    { limits: { documentBytesMax: 1_000_000 } },
  ),
  'entry-encrypted': entry({ name: 'a.xml', content: XML, flags: 0x801 }),
  'entry-name-unsafe': entry({ name: '../a.xml', content: XML }),
  'entry-name-duplicate': entry({ name: 'a.xml', content: XML }, { name: 'a.xml', content: XML }),
  'entry-nested-archive': entry({ name: 'a.xml', content: zip([]) }),
  'entry-not-regular': entry({ name: 'a.xml', content: XML, mode: 0o120777 }),
  'entry-compression-unsupported': entry({ name: 'a.xml', content: XML, method: 12 }),
  'entry-corrupt': entry({ name: 'a.xml', content: XML, claims: { crc: 7 } }),
  'entry-media-type-unsupported': entry({ name: 'a.pdf', content: '%PDF' }),
  'line-too-long': line('x'.repeat(DOCUMENT_BYTES_MAX * 3)),
  'upload-terms-invalid': upload(async (rig, language) =>
    (await announce(rig, { type: 'invoice' }, language)).json(),
  ),
  'upload-too-large': upload(async (rig, language) => {
    const wish = { ...wishOf('document', BATCH), bytes: DOCUMENT_BYTES_MAX + 1 };
    return (await announce(rig, wish, language)).json();
  }),
  'upload-unknown': upload(async (rig, language) =>
    (await complete(rig, NOBODYS, language)).json(),
  ),
  'upload-expired': upload(
    async (rig, language) => {
      const { id, url, headers } = (await announce(rig, wishOf('batch', BATCH))).json();
      return (await complete(rig, { id, url, headers }, language)).json();
    },
    { limits: { uploadSeconds: -1 } },
  ),
  'upload-token-wrong': upload(async (rig, language) => {
    const given = (await announce(rig, wishOf('batch', BATCH))).json();
    const headers = { ...given.headers, 'x-upload-token': 'another' };
    return (await putContent(rig, { ...given, headers }, BATCH, language)).json();
  }),
  'upload-present': upload(async (rig, language) => {
    const given = (await announce(rig, wishOf('batch', BATCH))).json();
    await putContent(rig, given, BATCH);
    return (await putContent(rig, given, BATCH, language)).json();
  }),
  'upload-missing': upload(async (rig, language) => {
    const given = (await announce(rig, wishOf('batch', BATCH))).json();
    return (await complete(rig, given, language)).json();
  }),
  'upload-differs': upload(async (rig, language) => {
    const given = (await announce(rig, wishOf('batch', BATCH))).json();
    return (await putContent(rig, given, Buffer.from('[]\n'), language)).json();
  }),
  'uploads-unavailable': upload(
    async (rig, language) => (await announce(rig, wishOf('batch', BATCH), language)).json(),
    { uploads: AWAY },
  ),
  'upload-taken': upload(async (rig, language) => {
    const given = (await announce(rig, wishOf('batch', BATCH))).json();
    await putContent(rig, given, BATCH);
    await complete(rig, given);
    return (await complete(rig, given, language)).json();
  }),
  'line-envelope-invalid': line('{"mediaType":"text/xml","content":1}'),
};

const TOLD = [
  ...new Set<ProblemCode>([
    ...DOCUMENT_CODES,
    ...BATCH_CODES,
    ...ENTRY_CODES,
    ...UPLOAD_CODES,
    ...CONTENT_CODES,
    ...COMPLETE_CODES,
  ]),
];

it('every code that the API document tells has a sample, and no other', () => {
  expect(Object.keys(SAMPLES).sort()).toEqual([...TOLD].sort());
});

describe.each(TOLD)('%s', (code) => {
  const kind = PROBLEMS[code];
  /** What of a detail is the same whatever fills its places. */
  const fixed = (detail: string) => (detail.split(/\{\w+\}/)[0] as string).trim();

  it.each(['es', 'en'] as const)('is told in %s', async (language) => {
    const { rig: options, send } = SAMPLES[code] as Sample;
    const rig = await createRig(options);
    const told = await send(rig, language);
    expect(told.code).toBe(code);
    // Where a connection breaks before its request is read there is nobody's language to go by.
    const spoken = code === 'document-truncated' ? 'en' : language;
    expect(told.detail.startsWith(fixed(kind.detail[spoken]))).toBe(true);
    expect(told.detail).not.toMatch(/\{\w+\}/);
    if (code === 'stream-timeout') await rig.app.close();
    else await rig.close();
  });
});
