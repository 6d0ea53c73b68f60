import { readdir } from 'node:fs/promises';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { OperationalError } from '@ventanilla/errors';
import { randomText, sendBatch, sha256, tarOf } from './test/batch.ts';
import { createRig, DOCUMENT_BYTES_MAX, type Rig, token } from './test/rig.ts';
import { type ZipMember, zip } from './test/zip.ts';

const ZIP = 'application/zip';
const TGZ = 'application/gzip';
const NDJSON = 'application/x-ndjson';
const scratches = async () =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('ventanilla-batch-'));

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(() => rig.close());
const post = (body: Buffer | string, contentType: string, headers: object = {}, from = rig) =>
  sendBatch(from, body, contentType, headers);

const DOCUMENTS = [
  { name: 'a.xml', content: '<Invoice n="1"/>' },
  { name: 'folder/b.json', content: '{"number":"2"}' },
  { name: './c', content: '\ufeff  <Invoice n="3"/>' },
];

describe.each([
  ['ZIP, deflated', async () => zip(DOCUMENTS), ZIP, {}],
  ['ZIP, stored', async () => zip(DOCUMENTS.map((d) => ({ ...d, method: 0 }))), ZIP, {}],
  ['tar.gz', async () => gzipSync(await tarOf(DOCUMENTS)), TGZ, {}],
  ['tar', () => tarOf(DOCUMENTS), 'application/x-tar', {}],
])('a batch as %s', (_, make, contentType, headers) => {
  it('hands in each document, byte for byte, and tells what became of it', async () => {
    const { status, lines, summary, response } = await post(await make(), contentType, headers);
    expect(status).toBe(200);
    expect(lines.map(({ index, status: s, documentId }) => [index, s, documentId])).toEqual(
      DOCUMENTS.map(({ content }, index) => [index, 'received', sha256(content)]),
    );
    expect(lines.map(({ name }) => name?.replace(/^\.\//, ''))).toEqual([
      'a.xml',
      'folder/b.json',
      'c',
    ]);
    expect(summary).toMatchObject({ received: 3, refused: 0, complete: true, stored: true });
    expect(response.headers.location).toBe(`https://api.example/v1/batches/${summary.batchId}`);
    const received = rig.documents();
    expect(received.map(({ original }) => Buffer.from(original).toString())).toEqual(
      DOCUMENTS.map(({ content }) => content),
    );
    expect(received.map(({ submission }) => [submission.mediaType, submission.batchId])).toEqual([
      ['application/xml', summary.batchId],
      ['application/json', summary.batchId],
      ['application/xml', summary.batchId],
    ]);
  });

  it('is stored for later reading: its lines in parts, then a summary with its owner', async () => {
    const { lines, summary } = await post(await make(), contentType, headers);
    const { held } = rig.objects;
    const part = held.get(`batches/${summary.batchId}/part-00001.ndjson`)?.toString();
    expect(
      part
        ?.trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(lines);
    expect(
      JSON.parse(held.get(`batches/${summary.batchId}/summary.json`)?.toString() ?? ''),
    ).toEqual({
      batchId: summary.batchId,
      clientId: 'merchant',
      taxpayerId: '12345678',
      startedAt: expect.stringMatching(/Z$/),
      finishedAt: expect.stringMatching(/Z$/),
      received: 3,
      refused: 0,
      parts: 1,
    });
  });
});

describe('a batch as NDJSON', () => {
  const xml = '<Invoice>ñ</Invoice>';
  const lines = [
    '{"number":"1"}',
    '',
    JSON.stringify({ name: 'a.xml', mediaType: 'application/xml', content: xml }),
    JSON.stringify({
      name: 'b.xml',
      mediaType: 'text/xml',
      encoding: 'base64',
      content: Buffer.from(xml).toString('base64'),
    }),
    '  ',
    'not JSON at all: for validation to say',
    '{"mediaType":"a word in an invoice","note":"\\"content\\""}',
  ];
  const expected = [
    ['received', sha256('{"number":"1"}')],
    ['received', sha256(xml)],
    ['received', sha256(xml)],
    ['received', sha256(lines[5] as string)],
    ['received', sha256(lines[6] as string)],
  ];

  it.each([
    ['with line feeds', lines.join('\n'), {}],
    ['ended', `${lines.join('\n')}\n`, {}],
    ['with carriage returns', lines.join('\r\n'), {}],
    ['as gzip', gzipSync(lines.join('\n')), { 'content-encoding': 'gzip' }],
  ])('takes bare documents and envelopes, %s', async (_, body, headers) => {
    const batch = await post(body, NDJSON, headers);
    expect(batch.lines.map(({ status, documentId }) => [status, documentId])).toEqual(expected);
    expect(batch.lines.map(({ name }) => name)).toEqual([null, 'a.xml', 'b.xml', null, null]);
    expect(batch.summary).toMatchObject({ received: 5, refused: 0 });
  });

  it.each([
    ['media type', { mediaType: 'text/plain', content: 'x' }, 'line-envelope-invalid'],
    ['content', { mediaType: 'text/xml', content: 5 }, 'line-envelope-invalid'],
    ['encoding', { mediaType: 'text/xml', content: 'x', encoding: 'hex' }, 'line-envelope-invalid'],
    [
      'base64',
      { mediaType: 'text/xml', content: 'x*==', encoding: 'base64' },
      'line-envelope-invalid',
    ],
    ['emptiness', { mediaType: 'text/xml', content: '' }, 'entry-empty'],
    [
      'length',
      { mediaType: 'text/xml', content: 'x'.repeat(DOCUMENT_BYTES_MAX + 1) },
      'entry-too-large',
    ],
    ['name', { mediaType: 'text/xml', content: 'x', name: 'n'.repeat(600) }, 'entry-name-unsafe'],
  ])('refuses an envelope for its %s, and goes on', async (_, envelope, code) => {
    const batch = await post(`${JSON.stringify(envelope)}\n{"n":1}\n`, NDJSON);
    expect(batch.lines.map((line) => line.code ?? line.status)).toEqual([code, 'received']);
  });

  it('refuses a line that never ends without keeping it, and goes on', async () => {
    const batch = await post(`${'x'.repeat(3_000_000)}\n{"n":1}\n`, NDJSON);
    expect(batch.lines.map((line) => line.code ?? line.status)).toEqual([
      'line-too-long',
      'received',
    ]);
  });

  it('stores many results in parts', async () => {
    const many = Array.from({ length: 7_000 }, (_, i) => `{"n":${i}}`).join('\n');
    const { summary } = await post(many, NDJSON);
    expect(summary).toMatchObject({ received: 7_000, refused: 0, stored: true });
    expect([...rig.objects.held.keys()]).toEqual([
      `batches/${summary.batchId}/part-00001.ndjson`,
      `batches/${summary.batchId}/part-00002.ndjson`,
      `batches/${summary.batchId}/summary.json`,
    ]);
    expect(Math.max(...rig.sink.sizes)).toBeGreaterThan(50);
  });
});

describe('an entry that is refused', () => {
  const good: ZipMember = { name: 'good.xml', content: '<Invoice/>' };
  const cases: [string, ZipMember, string][] = [
    ['empty', { name: 'a.xml' }, 'entry-empty'],
    [
      'too large',
      { name: 'a.xml', content: randomText(DOCUMENT_BYTES_MAX + 1) },
      'entry-too-large',
    ],
    ['encrypted', { name: 'a.xml', content: 'x', flags: 0x801 }, 'entry-encrypted'],
    ['leaving its folder', { name: '../../etc/passwd.xml', content: 'x' }, 'entry-name-unsafe'],
    ['absolute', { name: '/etc/passwd.xml', content: 'x' }, 'entry-name-unsafe'],
    ['on a drive', { name: 'C:/a.xml', content: 'x' }, 'entry-name-unsafe'],
    ['with a backslash', { name: '..\\a.xml', content: 'x' }, 'entry-name-unsafe'],
    ['with control characters', { name: 'a\u0000.xml', content: 'x' }, 'entry-name-unsafe'],
    ['without a name', { name: '', content: 'x' }, 'entry-name-unsafe'],
    ['a name twice', { name: 'good.xml', content: '<Other/>' }, 'entry-name-duplicate'],
    ['a ZIP by name', { name: 'a.zip', content: 'x' }, 'entry-nested-archive'],
    ['a ZIP by content', { name: 'a.xml', content: zip([good]) }, 'entry-nested-archive'],
    ['a gzip by content', { name: 'a.xml', content: gzipSync('x') }, 'entry-nested-archive'],
    ['a link', { name: 'a.xml', content: '/etc/passwd', mode: 0o120777 }, 'entry-not-regular'],
    ['a device', { name: 'a.xml', content: 'x', mode: 0o020666 }, 'entry-not-regular'],
    [
      'of another compression',
      { name: 'a.xml', content: 'x', method: 12 },
      'entry-compression-unsupported',
    ],
    ['with a wrong checksum', { name: 'a.xml', content: 'x', claims: { crc: 1 } }, 'entry-corrupt'],
    [
      'longer than it says',
      { name: 'a.xml', content: 'xxxx', claims: { size: 2 } },
      'entry-corrupt',
    ],
    [
      'shorter than it says',
      { name: 'a.xml', content: 'xxxx', claims: { size: 9 } },
      'entry-corrupt',
    ],
    ['of no kind we know', { name: 'photo.jpg', content: 'JFIF' }, 'entry-media-type-unsupported'],
  ];

  it.each(cases)('in a ZIP: %s', async (_, member, code) => {
    const { lines, summary } = await post(zip([good, member]), ZIP);
    expect(lines.map((line) => line.code ?? line.status)).toEqual(['received', code]);
    expect(summary).toMatchObject({ received: 1, refused: 1, complete: true });
    expect(rig.sink.records).toHaveLength(1);
    expect(lines[1]?.detail).not.toContain('{');
  });

  it('in a ZIP: compressed beyond belief', async () => {
    const roomy = await createRig({ limits: { documentBytesMax: 2_000_000 } });
    const bomb = { name: 'a.xml', content: Buffer.alloc(1_000_000, 0x20) };
    const { lines } = await post(zip([bomb]), ZIP, {}, roomy);
    expect(lines.map(({ code }) => code)).toEqual(['entry-too-compressed']);
    await roomy.close();
  });

  it('in a ZIP: a bomb that lies about its size is stopped at the limit', async () => {
    const bomb = {
      name: 'a.xml',
      content: Buffer.alloc(5_000_000, 0x20),
      claims: { size: 10_000 },
    };
    const { lines } = await post(zip([bomb]), ZIP);
    expect(lines.map(({ code }) => code)).toEqual(['entry-too-large']);
  });

  it.each([
    ['a link', [{ name: 'a.xml', type: 'symlink' }], 'entry-not-regular'],
    ['a hard link', [{ name: 'a.xml', type: 'link' }], 'entry-not-regular'],
    ['a device', [{ name: 'a.xml', type: 'character-device' }], 'entry-not-regular'],
    ['leaving its folder', [{ name: '../a.xml', content: 'x' }], 'entry-name-unsafe'],
    [
      'too large',
      [{ name: 'a.xml', content: 'x'.repeat(DOCUMENT_BYTES_MAX + 1) }],
      'entry-too-large',
    ],
    ['nested', [{ name: 'a.xml', content: gzipSync('x') }], 'entry-nested-archive'],
    ['a name twice', [{ name: './good.xml', content: 'x' }], 'entry-name-duplicate'],
    ['empty', [{ name: 'a.xml' }], 'entry-empty'],
  ])('in a tar: %s', async (_, entries, code) => {
    const tar = await tarOf([{ name: 'good.xml', content: '<Invoice/>' }, ...entries]);
    const { lines, summary } = await post(gzipSync(tar), TGZ);
    expect(lines.map((line) => line.code ?? line.status)).toEqual(['received', code]);
    expect(summary).toMatchObject({ received: 1, refused: 1, complete: true });
  });

  it('folders are no entries', async () => {
    const { lines } = await post(
      zip([
        { name: 'f/', method: 0 },
        { ...good, name: 'f/a.xml' },
      ]),
      ZIP,
    );
    expect(lines).toHaveLength(1);
  });

  it('is told in Spanish when asked', async () => {
    const body = zip([good, { name: 'b.xml' }]);
    const { lines } = await post(body, ZIP, { 'accept-language': 'es' });
    expect(lines[1]?.detail).toBe('La entrada no tiene contenido.');
  });
});

describe('a batch that is refused whole', () => {
  it.each([
    ['nothing as ZIP', '', ZIP, 400, 'batch-empty'],
    ['nothing as tar.gz', gzipSync(''), TGZ, 400, 'batch-empty'],
    ['nothing as NDJSON', '\n\n', NDJSON, 400, 'batch-empty'],
    ['a ZIP of nothing', zip([]), ZIP, 400, 'batch-empty'],
    ['what is no ZIP', 'x'.repeat(100), ZIP, 400, 'batch-unreadable'],
    ['a ZIP cut short', zip(DOCUMENTS).subarray(0, 60), ZIP, 400, 'batch-unreadable'],
    ['what is no gzip', 'x'.repeat(100), TGZ, 400, 'batch-unreadable'],
    ['gzip of what is no tar', gzipSync('x'.repeat(2_000)), TGZ, 400, 'batch-unreadable'],
    ['another kind', 'x', 'application/x-7z-compressed', 415, 'media-type-unsupported'],
    ['a form', 'x', 'multipart/form-data; boundary=y', 415, 'media-type-unsupported'],
  ])('%s', async (_, body, contentType, status, code) => {
    const batch = await post(body, contentType);
    expect([batch.status, batch.problem.code]).toEqual([status, code]);
    expect(batch.problem.detail).not.toContain('{');
    expect(rig.sink.records).toHaveLength(0);
    expect(rig.objects.held.size).toBe(0);
  });

  it('without a token, or the scope', async () => {
    const none = await post(zip(DOCUMENTS), ZIP, { authorization: '' });
    expect([none.status, none.problem.code]).toEqual([401, 'token-missing']);
    const authorization = `Bearer ${await token({ scope: 'documents:read' })}`;
    const weak = await post(zip(DOCUMENTS), ZIP, { authorization });
    expect([weak.status, weak.problem.code]).toEqual([403, 'scope-missing']);
  });

  it('a ZIP beyond the spool', async () => {
    const small = await createRig({ limits: { batchSpoolBytesMax: 100 } });
    const { status, problem } = await post(zip(DOCUMENTS), ZIP, {}, small);
    expect([status, problem.code]).toEqual([413, 'batch-too-large']);
    await small.close();
  });

  it('more at once than allowed', async () => {
    const held = Promise.withResolvers<void>();
    rig.sink.append = async (topic, records) => {
      await held.promise;
      return rig.sink.keep(topic, records);
    };
    const running = [post('{"n":1}', NDJSON), post('{"n":2}', NDJSON)];
    while (rig.queue.depth().documents < 2) await new Promise(setImmediate);
    const third = await post('{"n":3}', NDJSON);
    expect([third.status, third.problem.code]).toEqual([503, 'batches-full']);
    held.resolve();
    await Promise.all(running);
    expect((await post('{"n":3}', NDJSON)).status).toBe(200);
  });
});

describe('a batch that breaks off keeps what was confirmed, and says so', () => {
  it('a tar.gz cut short', async () => {
    const documents = Array.from({ length: 50 }, (_, i) => ({
      name: `${i}.xml`,
      content: randomText(2_000, `${i}/`),
    }));
    const body = gzipSync(await tarOf(documents));
    const { lines, summary } = await post(body.subarray(0, body.length / 2), TGZ);
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.every(({ status }) => status === 'received')).toBe(true);
    expect(summary).toMatchObject({
      received: lines.length,
      complete: false,
      code: 'batch-unreadable',
    });
    expect(rig.sink.records).toHaveLength(lines.length);
    const stored =
      rig.objects.held.get(`batches/${summary.batchId}/summary.json`)?.toString() ?? '';
    expect(JSON.parse(stored)).toMatchObject({ brokenBy: 'batch-unreadable', parts: 1 });
  });

  it('more entries than allowed', async () => {
    const few = await createRig({ limits: { batchEntriesMax: 2 } });
    for (const [body, type] of [
      [zip(DOCUMENTS), ZIP],
      [gzipSync(await tarOf(DOCUMENTS)), TGZ],
      ['{"n":1}\n{"n":2}\n{"n":3}', NDJSON],
    ] as const) {
      const { summary } = await post(body, type, {}, few);
      expect(summary).toMatchObject({
        received: 2,
        complete: false,
        code: 'batch-too-many-entries',
      });
    }
    await few.close();
  });

  it('a tar.gz bomb', async () => {
    const member = { name: 'a.xml', content: Buffer.alloc(20_000_000, 0x20) };
    const tar = await tarOf([{ name: 'good.xml', content: '<Invoice/>' }, member]);
    const { summary } = await post(gzipSync(tar), TGZ);
    expect(summary).toMatchObject({ received: 1, complete: false, code: 'batch-too-compressed' });
  });

  it('a ZIP whose entries share their bytes', async () => {
    const roomy = await createRig({ limits: { documentBytesMax: 1_000_000, batchRatioMax: 20 } });
    const kernel = { name: '0.xml', content: randomText(200_000) };
    const copies = Array.from({ length: 300 }, (_, i) => ({
      ...kernel,
      name: `${i + 1}.xml`,
      sameBytesAs: 0,
    }));
    const { summary } = await post(zip([kernel, ...copies]), ZIP, {}, roomy);
    expect(summary).toMatchObject({ complete: false, code: 'batch-too-compressed' });
    await roomy.close();
  });

  it('a service that stops', async () => {
    rig.sink.append = async (topic, records) => {
      rig.stop();
      return rig.sink.keep(topic, records);
    };
    const many = Array.from({ length: 2_000 }, (_, i) => `{"n":${i}}`).join('\n');
    const { summary } = await post(many, NDJSON);
    expect(summary).toMatchObject({ complete: false, code: 'batch-interrupted' });
    expect(rig.sink.records).toHaveLength(summary.received);
  });

  it('a client that goes away in the middle', async () => {
    await rig.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = rig.app.server.address() as AddressInfo;
    const socket = connect(port, '127.0.0.1');
    socket.write(
      `POST /v1/batches HTTP/1.1\r\nhost: x\r\nauthorization: ${rig.bearer}\r\ncontent-type: ${NDJSON}\r\ntransfer-encoding: chunked\r\n\r\n8\r\n{"n":1}\n\r\n`,
    );
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    while (![...rig.objects.held.keys()].some((key) => key.endsWith('summary.json'))) {
      await new Promise(setImmediate);
    }
    const [, stored] = [...rig.objects.held.values()];
    expect(JSON.parse(stored?.toString() ?? '')).toMatchObject({
      received: 1,
      brokenBy: 'batch-unreadable',
    });
  });
});

describe('when something of ours fails', () => {
  it('a document is tried again before it is given up', async () => {
    let calls = 0;
    rig.sink.append = async (topic, records) => {
      calls += 1;
      if (calls === 1) throw new OperationalError('stream-down', 'down', { retryable: true });
      return rig.sink.keep(topic, records);
    };
    const { lines } = await post('{"n":1}', NDJSON);
    expect(lines.map(({ status }) => status)).toEqual(['received']);
  });

  it('a batch waits for room where a single document would be refused', async () => {
    const tight = await createRig({ appendLimits: { queuedMax: 4, groupSizeMax: 2 } });
    const many = Array.from({ length: 100 }, (_, i) => `{"n":${i}}`).join('\n');
    const { summary } = await post(many, NDJSON, {}, tight);
    expect(summary).toMatchObject({ received: 100, refused: 0 });
    await tight.close();
  });

  it('documents are received even if their results cannot be stored', async () => {
    Object.assign(rig.objects, { put: () => Promise.reject(new Error('store away')) });
    const { lines, summary } = await post('{"n":1}\n{"n":2}', NDJSON);
    expect(lines).toHaveLength(2);
    expect(summary).toMatchObject({ received: 2, stored: false });
    expect(rig.failures.length).toBeGreaterThan(0);
  });
});

it('leaves no temporary files behind', async () => {
  const before = await scratches();
  await post(zip(DOCUMENTS), ZIP);
  await post('nonsense', ZIP);
  while ((await scratches()).some((name) => !before.includes(name)))
    await new Promise(setImmediate);
});

it('a client that sends everything before it reads anything is not stopped by its own results', async () => {
  await rig.close();
  rig = await createRig({ limits: { batchEntriesMax: 100_000 } });
  await rig.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = rig.app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.pause();
  const body = Buffer.from(Array.from({ length: 30_000 }, (_, i) => `{"n":${i}}`).join('\n'));
  socket.write(
    `POST /v1/batches HTTP/1.1\r\nhost: x\r\nauthorization: ${rig.bearer}\r\ncontent-type: ${NDJSON}\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`,
  );
  await new Promise((resolve) => socket.write(body, resolve));
  while (rig.sink.records.length < 30_000) await new Promise(setImmediate);
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString();
  });
  socket.resume();
  await new Promise((resolve) => socket.once('end', resolve));
  expect(answer).toContain('"received":30000');
}, 30_000);
