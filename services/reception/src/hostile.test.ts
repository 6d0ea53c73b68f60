/** Damaged input of every kind, made from sound input by a seeded generator: the seed is in the failure. */
import { gzipSync } from 'node:zlib';
import { isProblemCode } from '@ventanilla/problems';
import { randomText, sha256, tarOf } from './test/batch.ts';
import { createRig, type Rig, token } from './test/rig.ts';
import { zip } from './test/zip.ts';

const ROUNDS = 60;

/** Mulberry32: small, seeded, good enough to choose bytes. */
function createDice(seed: number) {
  let state = seed >>> 0;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** Some bytes changed, cut, doubled or put elsewhere. */
function damage(sound: Buffer, seed: number): Buffer {
  const dice = createDice(seed);
  let bytes = Buffer.from(sound);
  for (let n = dice(4) + 1; n > 0; n -= 1) {
    const at = dice(bytes.length);
    const length = dice(Math.min(64, bytes.length - at)) + 1;
    switch (dice(5)) {
      case 0:
        bytes[at] = dice(256);
        break;
      case 1:
        bytes.fill(dice(2) * 0xff, at, at + length);
        break;
      case 2:
        bytes = bytes.subarray(0, Math.max(1, at));
        break;
      case 3:
        bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length), Buffer.of(0)]);
        break;
      default:
        bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)]);
    }
  }
  return Buffer.from(bytes);
}

const members = Array.from({ length: 6 }, (_, i) => ({
  name: `folder/${i}.${i % 2 ? 'xml' : 'json'}`,
  content: i % 2 ? `<Invoice>${randomText(300, `${i}/`)}</Invoice>` : `{"n":"${randomText(300)}"}`,
  method: i % 3 ? 8 : 0,
}));
const tar = await tarOf(members);
const lines = members.map(({ name, content }) =>
  JSON.stringify({ name, mediaType: 'application/xml', content, encoding: 'text' }),
);

let rig: Rig;
beforeEach(async () => {
  rig = await createRig();
});
afterEach(() => rig.close());

async function send(url: string, body: Buffer, headers: Record<string, string>) {
  return rig.app.inject({
    method: 'POST',
    url,
    headers: { authorization: rig.bearer, ...headers },
    payload: body,
  });
}

describe.each([
  ['ZIP', zip(members), { 'content-type': 'application/zip' }],
  ['tar', tar, { 'content-type': 'application/x-tar' }],
  ['tar.gz', gzipSync(tar), { 'content-type': 'application/gzip' }],
  ['NDJSON', Buffer.from(lines.join('\n')), { 'content-type': 'application/x-ndjson' }],
  [
    'NDJSON as gzip',
    gzipSync(lines.join('\n')),
    { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
  ],
])('a damaged %s', (_, sound, headers) => {
  it(`${ROUNDS} times is told in codes, and what it says is received is on the stream`, async () => {
    for (let seed = 1; seed <= ROUNDS; seed += 1) {
      rig.sink.records.length = 0;
      const response = await send('/v1/batches', damage(sound, seed), headers);
      const told = response.body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      const codes = told.flatMap(({ code }) => (code === undefined ? [] : [code]));
      expect([seed, response.statusCode < 500]).toEqual([seed, true]);
      expect([
        seed,
        codes.filter((code) => !isProblemCode(code) || code === 'internal-error'),
      ]).toEqual([seed, []]);
      const received = told.flatMap(({ status, documentId }) =>
        status === 'received' ? [documentId] : [],
      );
      const stored = rig.documents().map(({ original }) => sha256(Buffer.from(original)));
      expect([seed, stored]).toEqual([seed, received]);
    }
    expect(rig.failures).toEqual([]);
    expect(rig.queue.depth()).toEqual({ documents: 0, bytes: 0 });
  }, 30_000);
});

it('a damaged gzip document is refused by code or stored as what it inflates to', async () => {
  const sound = gzipSync(`<Invoice>${randomText(3_000)}</Invoice>`);
  const headers = { 'content-type': 'application/xml', 'content-encoding': 'gzip' };
  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    rig.sink.records.length = 0;
    const response = await send('/v1/documents', damage(sound, seed), headers);
    expect([seed, [202, 400, 413].includes(response.statusCode)]).toEqual([seed, true]);
    expect([seed, rig.sink.records.length]).toEqual([seed, response.statusCode === 202 ? 1 : 0]);
  }
  expect(rig.failures).toEqual([]);
});

it('a damaged token is never accepted', async () => {
  const sound = Buffer.from(await token());
  const clean = (bytes: Buffer) => bytes.toString('latin1').replace(/[^\x21-\x7e]/g, 'A');
  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    const damaged = clean(damage(sound, seed));
    if (damaged === sound.toString()) continue;
    const response = await rig.app.inject({
      method: 'POST',
      url: '/v1/documents',
      headers: { authorization: `Bearer ${damaged}`, 'content-type': 'application/xml' },
      payload: '<a/>',
    });
    expect([seed, response.statusCode]).toEqual([seed, 401]);
  }
  expect(rig.sink.records).toHaveLength(0);
  expect(rig.failures).toEqual([]);
});

it('any bytes at all are a document of someone: what they are is for validation to say', async () => {
  for (let seed = 1; seed <= ROUNDS; seed += 1) {
    const dice = createDice(seed);
    const bytes = Buffer.from(Array.from({ length: dice(500) + 1 }, () => dice(256)));
    const response = await send('/v1/documents', bytes, { 'content-type': 'application/xml' });
    expect([seed, response.statusCode]).toEqual([seed, 202]);
    expect(response.json().documentId).toBe(sha256(bytes));
  }
});

it.each([
  ['content-type', 'application/xml; charset="', 202],
  ['content-type', `application/xml;${'a=b;'.repeat(500)}`, 202],
  ['content-type', 'application/xml, application/json', 415],
  ['accept-language', '*;q=0.000,'.repeat(1_000), 202],
  ['prefer', 'wait=99999999999999999999', 202],
  ['prefer', ';;;,,,===', 202],
  ['traceparent', '00-xyz', 202],
  ['x-request-id', '$ {jndi:ldap://x}', 202],
  ['content-encoding', 'identity', 202],
])('a strange %s is answered %#', async (name, value, status) => {
  const response = await send('/v1/documents', Buffer.from('<a/>'), {
    'content-type': 'application/xml',
    [name]: value,
  });
  expect(response.statusCode).toBe(status);
  expect(rig.failures).toEqual([]);
});
