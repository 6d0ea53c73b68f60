import { OperationalError } from '@ventanilla/errors';
import { createFakeKeyService, throttled } from './contract/fakes.ts';
import type { WrappedKey } from './encryption.ts';
import { createEnvelope } from './envelope.ts';
import { dataKeyIdOf, wrappedKeyOf } from './header.ts';

const limits = { messagesMax: 10, bytesMax: 1000, ageMsMax: 60_000, decryptKeysMax: 2 };
const items = (count: number, size = 5) =>
  Array.from({ length: count }, (_, i) => ({
    plaintext: Buffer.alloc(size, `${i}`),
    binding: `document-${i}`,
  }));
const bind = (ciphertexts: readonly Uint8Array[]) =>
  ciphertexts.map((ciphertext, i) => ({ ciphertext, binding: `document-${i}` }));
const isZero = (bytes: Uint8Array | undefined): boolean =>
  bytes?.every((byte) => byte === 0) ?? false;

function setUp() {
  const service = createFakeKeyService();
  const clock = { ms: 1000 };
  const options = { wrapper: service, purpose: 'stream', limits, now: () => clock.ms };
  return { service, clock, options, envelope: createEnvelope(options) };
}

describe('envelope', () => {
  it('gives back what it took, in order, also to another process', async () => {
    const { envelope, options } = setUp();
    const plain = items(10);
    const cipher = bind(await envelope.encrypt(plain));
    for (const reader of [envelope, createEnvelope(options)]) {
      const back = await reader.decrypt(cipher);
      expect(back.map((bytes) => Buffer.from(bytes))).toEqual(plain.map((p) => p.plaintext));
    }
  });

  it('never repeats a ciphertext and shows nothing of the plaintext', async () => {
    const { envelope } = setUp();
    const one = { plaintext: Buffer.from('NIT 12345678'), binding: 'same' };
    const [a, b] = await envelope.encrypt([one, one]);
    expect(Buffer.from(a ?? []).equals(b ?? Buffer.alloc(0))).toBe(false);
    expect(Buffer.from(a ?? []).includes('12345678')).toBe(false);
  });

  it('asks the key service once a data key, and at most once a batch', async () => {
    const { envelope, service } = setUp();
    await Promise.all([envelope.encrypt(items(3)), envelope.encrypt(items(3))]);
    expect(service.calls.generate).toBe(1);
    await envelope.encrypt(items(4));
    expect(service.calls.generate).toBe(1);
    await envelope.encrypt(items(1));
    expect(service.calls.generate).toBe(2);
  });

  it('turns to a fresh key by bytes and by age', async () => {
    const { envelope, service, clock } = setUp();
    await envelope.encrypt(items(1, 600));
    await envelope.encrypt(items(1, 600));
    expect(service.calls.generate).toBe(2);
    clock.ms += 60_001;
    await envelope.encrypt(items(1, 1));
    expect(service.calls.generate).toBe(3);
  });

  it('refuses a batch that no single key may encrypt', async () => {
    const { envelope } = setUp();
    await expect(envelope.encrypt(items(11))).rejects.toThrow('fits under one data key');
  });

  it('keeps a retired key for decryption until the cache is full', async () => {
    const { envelope, service } = setUp();
    const first = bind(await envelope.encrypt(items(1, 600)));
    await envelope.encrypt(items(1, 600));
    await envelope.decrypt(first);
    expect(service.calls.unwrap).toBe(0);
    for (let i = 0; i < 3; i += 1) await envelope.encrypt(items(1, 600));
    await envelope.decrypt(first);
    expect(service.calls.unwrap).toBe(1);
  });

  it('forgets an unwrapped key by age', async () => {
    const { envelope, service, clock, options } = setUp();
    const cipher = bind(await envelope.encrypt(items(1)));
    const reader = createEnvelope(options);
    await reader.decrypt(cipher);
    clock.ms += 60_001;
    await reader.decrypt(cipher);
    expect(service.calls.unwrap).toBe(2);
  });

  it('unwraps a key once however many ask at the same time', async () => {
    const { envelope, service, options } = setUp();
    const cipher = bind(await envelope.encrypt(items(4)));
    const reader = createEnvelope(options);
    await Promise.all([reader.decrypt(cipher), reader.decrypt(cipher), reader.decrypt(cipher)]);
    expect(service.calls.unwrap).toBe(1);
  });

  it('decrypts a batch of more keys than the cache holds', async () => {
    const { service, options } = setUp();
    const cipher = [];
    for (let i = 0; i < 5; i += 1) {
      const writer = createEnvelope(options);
      const [ciphertext = Buffer.alloc(0)] = await writer.encrypt([
        { plaintext: Buffer.from(`${i}`), binding: 'b' },
      ]);
      cipher.push({ ciphertext, binding: 'b' });
    }
    const reader = createEnvelope(options);
    const back = await reader.decrypt(cipher);
    expect(back.map((bytes) => Buffer.from(bytes).toString())).toEqual(['0', '1', '2', '3', '4']);
    await reader.decrypt(cipher.slice(0, 3));
    expect(service.calls.unwrap).toBeGreaterThan(5);
    expect(service.calls.unwrap).toBeLessThanOrEqual(8);
  });

  it('zeroes the bytes of every key it was given, and encrypts nothing after close', async () => {
    const { envelope, service, options } = setUp();
    const cipher = bind(await envelope.encrypt(items(1)));
    const reader = createEnvelope(options);
    await reader.decrypt(cipher);
    expect(service.handedOut).toHaveLength(2);
    expect(service.handedOut.every(isZero)).toBe(true);
    envelope.close();
    reader.close();
    await reader.decrypt(cipher);
    expect(service.calls.unwrap).toBe(2);
    await expect(envelope.encrypt(items(1))).rejects.toThrow('after close');
  });

  it('makes no poison of documents while the key service refuses for good what is asked of it', async () => {
    const { service, envelope, options } = setUp();
    const cipher = bind(await envelope.encrypt(items(1)));
    // As a token says whose PIN was changed.
    service.failure = new OperationalError('hsm-refused', 'wrong PIN', { retryable: false });
    const outage = { code: 'hsm-refused', retryable: true };
    const other = createEnvelope(options);
    await expect(other.encrypt(items(1))).rejects.toMatchObject(outage);
    await expect(other.decrypt(cipher)).rejects.toMatchObject(outage);
    service.failure = undefined;
    expect(await other.decrypt(cipher)).toHaveLength(1);
  });

  it('while the key service is down yields neither plaintext nor ciphertext, then recovers', async () => {
    const { envelope, service, options } = setUp();
    service.failure = throttled();
    const retryable = { code: 'key-service-throttled', retryable: true };
    await expect(envelope.encrypt(items(1))).rejects.toMatchObject(retryable);
    service.failure = undefined;
    const cipher = bind(await envelope.encrypt(items(1)));
    const reader = createEnvelope(options);
    service.failure = throttled();
    await expect(reader.decrypt(cipher)).rejects.toMatchObject(retryable);
    // A key at hand goes on working through the outage.
    await expect(envelope.encrypt(items(1))).resolves.toHaveLength(1);
    service.failure = undefined;
    await expect(reader.decrypt(cipher)).resolves.toHaveLength(1);
  });

  it('finds any single changed byte, and any truncation', async () => {
    const { envelope, options } = setUp();
    const [ciphertext = Buffer.alloc(0)] = await envelope.encrypt(items(1, 40));
    const reader = createEnvelope(options);
    for (let i = 0; i < ciphertext.length; i += 1) {
      for (const change of [1, 0x80]) {
        const altered = Buffer.from(ciphertext);
        altered[i] = (altered[i] ?? 0) ^ change;
        await expect(reader.decrypt(bind([altered]))).rejects.toMatchObject({
          code: 'tampered',
          retryable: false,
        });
      }
      const cut = ciphertext.subarray(0, i);
      await expect(reader.decrypt(bind([cut]))).rejects.toMatchObject({ code: 'tampered' });
    }
  });

  it('falls back on a re-wrapped form when the wrapping key is gone, and says so without one', async () => {
    const { envelope, service, options } = setUp();
    const cipher = bind(await envelope.encrypt(items(2)));
    const wrapped = wrappedKeyOf(cipher[0]?.ciphertext ?? Buffer.alloc(0));
    service.current = 'fake/2';
    const form = await service.rewrap(wrapped, { purpose: 'stream' });
    service.current = 'fake/3';
    const dead = await service.rewrap(wrapped, { purpose: 'stream' });
    service.destroyed.add('fake/1').add('fake/3');
    const asked: string[] = [];
    const rewrapped = {
      find: async (key: WrappedKey) => {
        asked.push(dataKeyIdOf(key));
        return [dead, form];
      },
    };
    const without = createEnvelope(options);
    await expect(without.decrypt(cipher)).rejects.toMatchObject({ code: 'key-unknown' });
    const back = await createEnvelope({ ...options, rewrapped }).decrypt(cipher);
    expect(back.map((bytes) => Buffer.from(bytes))).toEqual(items(2).map((p) => p.plaintext));
    expect(asked).toEqual([dataKeyIdOf(wrapped)]);
    service.destroyed.add('fake/2');
    const late = createEnvelope({ ...options, rewrapped });
    await expect(late.decrypt(cipher)).rejects.toMatchObject({ code: 'key-unknown' });
  });
});
