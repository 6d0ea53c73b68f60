import { generateKeyPairSync, sign } from 'node:crypto';
import { createMemoryObjects } from '@ventanilla/objects/memory';
import {
  enrolOperator,
  objections,
  openDestructions,
  readOperators,
  recordTurn,
  retiredSince,
  signDestruction,
} from './index.ts';
import { putRecord } from './records.ts';

const NOW = new Date('2030-06-01T10:00:00Z');
const hours = (n: number): Date => new Date(NOW.getTime() + n * 3_600_000);
const KEY = 'local/1';

function operator(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  return {
    publicKey: { name, algorithm: 'Ed25519', spki, validFrom: NOW.toISOString() } as const,
    sign: async (message: Uint8Array) => sign(null, message, privateKey),
  };
}

async function office() {
  const objects = createMemoryObjects();
  const [ana, luis, eva] = [operator('ana'), operator('luis'), operator('eva')] as const;
  await enrolOperator(objects, ana.publicKey, hours(-3));
  await enrolOperator(objects, luis.publicKey, hours(-2));
  return { objects, ana, luis, eva };
}

describe('operators', () => {
  it('are two on their own, and from the third on vouched for', async () => {
    const { objects, ana, eva } = await office();
    const enrol = (voucher?: typeof ana) => enrolOperator(objects, eva.publicKey, NOW, voucher);
    await expect(enrol()).rejects.toMatchObject({ code: 'operator-not-vouched' });
    await expect(enrol(eva)).rejects.toMatchObject({ code: 'operator-unknown' });
    await enrol(ana);
    const names = (await readOperators(objects)).map(({ name, vouchedBy }) => [name, vouchedBy]);
    expect(names).toEqual([
      ['ana', undefined],
      ['luis', undefined],
      ['eva', 'ana'],
    ]);
  });

  it('have one key and one name each', async () => {
    const { objects, ana } = await office();
    const again = enrolOperator(objects, { ...ana.publicKey, name: 'other' }, NOW, ana);
    await expect(again).rejects.toMatchObject({ code: 'operator-known' });
    const named = enrolOperator(objects, operator('ana').publicKey, NOW, ana);
    await expect(named).rejects.toMatchObject({ code: 'operator-known' });
    const odd = enrolOperator(objects, operator('Ana\nB').publicKey, NOW, ana);
    await expect(odd).rejects.toMatchObject({ code: 'operator-name-wrong' });
  });

  it('are not made by a record that nobody vouched for', async () => {
    const { objects, eva } = await office();
    const spki = Buffer.from(eva.publicKey.spki).toString('base64');
    const record = { type: 'ventanilla/operator/v1', name: 'eva', spki, at: NOW.toISOString() };
    await putRecord(objects, 'operators', { ...record, vouchedBy: 'ana', signature: 'AAAA' });
    await putRecord(objects, 'operators', record);
    expect(await readOperators(objects)).toHaveLength(2);
  });
});

describe('dual control', () => {
  it('takes two different operators over one request', async () => {
    const { objects, ana, luis } = await office();
    const first = await signDestruction(objects, KEY, ana, NOW);
    expect(first).toMatchObject({ keyId: KEY, by: ['ana'] });
    expect(await signDestruction(objects, KEY, ana, hours(1))).toEqual(first);
    expect((await signDestruction(objects, KEY, luis, hours(2))).by).toEqual(['ana', 'luis']);
    expect(await openDestructions(objects, 'local/2', hours(2))).toEqual([]);
  });

  it('lets a request lapse after a day', async () => {
    const { objects, ana, luis } = await office();
    await signDestruction(objects, KEY, ana, NOW);
    expect((await signDestruction(objects, KEY, luis, hours(24))).by).toEqual(['luis']);
  });

  it('passes over signatures that do not hold, and requests that would stay open for ever', async () => {
    const { objects, ana, luis, eva } = await office();
    const { expiresAt } = await signDestruction(objects, KEY, ana, NOW);
    const forged = { type: 'ventanilla/destruction/v1', keyId: KEY, expiresAt, by: 'luis' };
    const signature = Buffer.from(await eva.sign(Buffer.from('x'))).toString('base64');
    await putRecord(objects, 'destructions', { ...forged, signature });
    expect(await openDestructions(objects, KEY, NOW)).toMatchObject([{ by: ['ana'] }]);
    await expect(signDestruction(objects, KEY, eva, NOW)).rejects.toMatchObject({
      code: 'operator-unknown',
    });
    const far = '2099-01-01T00:00:00.000Z';
    const words = Buffer.from(`ventanilla/destruction/v1\n${KEY}\n${far}\n`);
    const held = Buffer.from(await luis.sign(words)).toString('base64');
    await putRecord(objects, 'destructions', { ...forged, expiresAt: far, signature: held });
    expect(await openDestructions(objects, KEY, NOW)).toHaveLength(1);
  });
});

describe('a key may be destroyed', () => {
  const agreed = { keyId: KEY, expiresAt: hours(1).toISOString(), by: ['ana', 'luis'] };
  const facts = {
    key: { id: KEY, state: 'retired' },
    retiredSince: hours(-31 * 24),
    now: NOW,
    retiredDaysMin: 30,
    uses: [],
    elsewhere: 0,
    agreed,
  } as const;
  const use = { keyId: KEY, purpose: 'original', messages: 9, bytes: 1, dependent: 3 } as const;
  const days = { firstDay: '2030-01-01', lastDay: '2030-01-01' };
  const codes = (more: object) => objections({ ...facts, ...more }).map(({ code }) => code);

  it('when it is long retired, protects nothing and two agreed', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ uses: [{ ...use, ...days, dependent: 0 }] })).toEqual([]);
    expect(codes({ uses: [{ ...use, ...days, keyId: 'local/2' }] })).toEqual([]);
  });

  it.each([
    ['key-unknown', { key: undefined }],
    ['key-not-retired', { key: { id: KEY, state: 'former' } }],
    ['key-not-retired', { retiredSince: undefined }],
    ['key-retired-too-recently', { retiredSince: hours(-29 * 24) }],
    ['key-still-protects', { uses: [{ ...use, ...days }] }],
    ['key-still-protects', { elsewhere: 1 }],
    ['second-operator-missing', { agreed: { ...agreed, by: ['ana'] } }],
    ['second-operator-missing', { agreed: { ...agreed, by: ['ana', 'ana'] } }],
  ])('but not: %s', (code, more) => {
    expect(codes(more)).toEqual([code]);
  });

  it('counts from the last time it was retired', async () => {
    const objects = createMemoryObjects();
    const turn = (what: 'retired' | 'restored', at: Date) =>
      recordTurn(objects, { keyId: KEY, turn: what, at: at.toISOString() });
    await turn('retired', hours(-9));
    await turn('restored', hours(-5));
    expect(await retiredSince(objects, KEY)).toBeUndefined();
    await turn('retired', hours(-1));
    expect(await retiredSince(objects, KEY)).toEqual(hours(-1));
    expect(await retiredSince(objects, 'local/2')).toBeUndefined();
  });
});
