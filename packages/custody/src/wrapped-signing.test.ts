import { createEnvelope } from '@ventanilla/encryption';
import { createFakeKeyService, throttled } from '@ventanilla/encryption/contract';
import type { ObjectStore } from '@ventanilla/objects';
import { createMemoryObjects } from '@ventanilla/objects/memory';
import { type Signer, verifySignature } from '@ventanilla/signatures';
import { describeSigner } from '@ventanilla/signatures/contract';
import {
  countKeys,
  isRecordSound,
  makeWrappedSigningKey,
  openWrappedSigner,
  readWrappedSigningKey,
  rewrapArchive,
} from './index.ts';
import { readWrappedSigningKeys } from './wrapped-signing.ts';

const name = 'ventanilla.example/log';
const MESSAGE = Buffer.from('head');

function setUp(objects: ObjectStore = createMemoryObjects()) {
  const wrapper = createFakeKeyService();
  const make = (version = 1, of = name) =>
    makeWrappedSigningKey({
      objects,
      wrapper,
      name: of,
      version,
      now: new Date('2030-01-02T03:04:05Z'),
    });
  const found = async (of = name) => {
    const key = await readWrappedSigningKey(objects, of);
    if (key === undefined) throw new Error('there is a key');
    return key;
  };
  const open = async (of = name): Promise<Signer> =>
    openWrappedSigner(objects, wrapper, await found(of));
  return { objects, wrapper, make, found, open };
}

describeSigner(
  'wrapped',
  async () => {
    const { make, open } = setUp();
    await make();
    const stranger = async () => {
      const other = setUp();
      await other.make();
      return other.open();
    };
    return { signer: await open(), stranger, close: async () => {} };
  },
  { remote: false },
);

describe('a wrapped signing key', () => {
  it('is made once, however many services start together', async () => {
    const { make, open, objects, wrapper } = setUp();
    await Promise.all(Array.from({ length: 8 }, () => make()));
    expect(await readWrappedSigningKeys(objects)).toHaveLength(1);
    const [one, other] = [await open(), await open()];
    expect(verifySignature(other.publicKey, MESSAGE, await one.sign(MESSAGE))).toBe(true);
    expect(wrapper.calls.unwrap).toBe(2);
  });

  it('asks the key service once, and signs while it is down', async () => {
    const { make, open, wrapper } = setUp();
    await make();
    wrapper.failure = throttled();
    await expect(open()).rejects.toMatchObject({ code: wrapper.failure.code, retryable: true });
    wrapper.failure = undefined;
    const signer = await open();
    wrapper.failure = throttled();
    const before = { ...wrapper.calls };
    for (let n = 0; n < 100; n += 1) {
      expect(verifySignature(signer.publicKey, MESSAGE, await signer.sign(MESSAGE))).toBe(true);
    }
    expect(wrapper.calls).toEqual(before);
    await signer.close();
    await expect(signer.sign(MESSAGE)).rejects.toThrow('after close');
  });

  it('lies nowhere in the clear: neither stored nor left in the bytes that were handed out', async () => {
    const { objects, wrapper, make, found, open } = setUp();
    const seen: Uint8Array[] = [];
    const put: ObjectStore['put'] = (key, bytes) => {
      seen.push(bytes);
      return objects.put(key, bytes);
    };
    await makeWrappedSigningKey({
      ...{ objects: { ...objects, put }, wrapper, name, version: 1, now: new Date(0) },
    });
    await make();
    await open();
    // A PKCS#8 key in DER begins so; nothing of it is in the object, nor in its ciphertext.
    const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
    const { wrapped } = await found();
    for (const bytes of [...seen, wrapped]) {
      expect(Buffer.from(bytes).includes(prefix)).toBe(false);
      expect(Buffer.from(bytes).includes(prefix.toString('base64').slice(0, 20))).toBe(false);
    }
    expect(wrapper.handedOut.every((key) => key.every((byte) => byte === 0))).toBe(true);
  });

  it('opens only as what it was made for', async () => {
    const { objects, wrapper, make, found } = setUp();
    await make(1);
    await make(1, 'other.example/log');
    const [mine, theirs] = [await found(), await found('other.example/log')];
    const { publicKey } = mine;
    const forged = [
      { ...mine, wrapped: theirs.wrapped },
      { ...mine, version: 2 },
      { ...mine, publicKey: { ...publicKey, name: 'other.example/log' } },
      { ...mine, publicKey: { ...publicKey, spki: theirs.publicKey.spki } },
      { ...mine, publicKey: { ...publicKey, validFrom: '2029-01-01T00:00:00.000Z' } },
    ];
    for (const key of forged) {
      await expect(openWrappedSigner(objects, wrapper, key)).rejects.toMatchObject({
        code: 'tampered',
      });
    }
    const documents = createEnvelope({ wrapper, purpose: 'stream', now: () => 0 });
    const binding = JSON.stringify([name, 1, publicKey.validFrom, 'x']);
    await expect(documents.decrypt([{ ciphertext: mine.wrapped, binding }])).rejects.toMatchObject({
      code: 'tampered',
    });
  });

  it('is replaced by the next version, and each name has its own', async () => {
    const { make, open, found } = setUp();
    await make(1);
    const former = await open();
    await make(1, 'other.example/log');
    await make(2);
    await make(2);
    const now = await open();
    expect((await found()).version).toBe(2);
    expect(now.publicKey.spki).not.toEqual(former.publicKey.spki);
    expect((await found('other.example/log')).version).toBe(1);
  });

  it('has every flipped byte found without a key', async () => {
    const { objects, make, open } = setUp();
    await make();
    const [key = ''] = await Array.fromAsync(objects.list('keys/'));
    const sound = Buffer.from((await objects.get(key)) ?? '');
    expect(isRecordSound(key, sound)).toBe(true);
    for (let at = 0; at < sound.length; at += 1) {
      const flipped = Buffer.from(sound);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      expect(isRecordSound(key, flipped)).toBe(false);
    }
    await objects.replace(key, sound.subarray(1));
    await expect(open()).rejects.toMatchObject({ code: 'record-damaged', retryable: false });
  });
});

describe('the wrapping key under a signing key', () => {
  const usable = () => true;
  const isIndexed = async () => true;

  it('is counted, and freed by re-wrapping the key in force', async () => {
    const { objects, wrapper, make, open } = setUp();
    await make(1);
    await make(2);
    const count = async (keyId: string) =>
      (await countKeys({ objects, usable, isIndexed })).filter((use) => use.keyId === keyId);
    const use = { purpose: 'signing', messages: 2, firstDay: '2030-01-02', lastDay: '2030-01-02' };
    expect(await count('fake/1')).toMatchObject([{ ...use, dependent: 1 }]);
    wrapper.current = 'fake/2';
    const from = (keyId: string) => keyId === 'fake/1';
    const options = { objects, wrapper, from, to: 'fake/2' };
    expect(await rewrapArchive(options)).toEqual({ segments: 0, dataKeys: 1, already: 0 });
    expect(await rewrapArchive(options)).toEqual({ segments: 0, dataKeys: 1, already: 1 });
    expect(await count('fake/1')).toMatchObject([{ ...use, dependent: 0 }]);
    wrapper.destroyed.add('fake/1');
    const signer = await open();
    expect(verifySignature(signer.publicKey, MESSAGE, await signer.sign(MESSAGE))).toBe(true);
  });
});
