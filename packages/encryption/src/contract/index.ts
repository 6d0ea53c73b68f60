/** What every key wrapper must do, alone and under an envelope. Runs inside a Jest test file. */
import type { KeyAdmin, KeyWrapper } from '../encryption.ts';
import { createEnvelope } from '../envelope.ts';

export { createFakeKeyService, type FakeKeyService, throttled } from './fakes.ts';

export interface KeyWrapperFixture {
  readonly wrapper: KeyWrapper;
  /** A wrapper that knows the same keys plus a new current one. */
  readonly rotate: () => Promise<KeyWrapper>;
  /** A wrapper of another key service, which never saw these keys. */
  readonly stranger: () => Promise<KeyWrapper>;
  /** Makes calls fail as when the service is down or throttling; absent for a local one. */
  readonly fail?: (how: 'down' | 'throttled' | undefined) => void;
  readonly close: () => Promise<void>;
}

const CONTEXT = { purpose: 'contract' };
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const refusal = { name: 'OperationalError', retryable: false };

export interface KeyWrapperTraits {
  /** A service that can be down: the fixture then has `fail`. */
  readonly remote: boolean;
  /** Bounds the bytes flipped, for a wrapper whose calls are slow. */
  readonly flipsMax?: number;
}

/** Registers the tests. */
export function describeKeyWrapper(
  name: string,
  open: () => Promise<KeyWrapperFixture>,
  { remote, flipsMax = Number.POSITIVE_INFINITY }: KeyWrapperTraits,
): void {
  describe(`key wrapper contract: ${name}`, () => {
    let fixture: KeyWrapperFixture;
    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(async () => {
      await fixture.close();
    });
    const envelopeOver = (wrapper: KeyWrapper, purpose = 'contract') =>
      createEnvelope({ wrapper, purpose, now: () => 0 });

    it('makes distinct keys of 32 bytes and gives them back', async () => {
      const { wrapper } = fixture;
      const one = await wrapper.generate(CONTEXT);
      const two = await wrapper.generate(CONTEXT);
      expect(one.plaintext).toHaveLength(32);
      expect(Buffer.from(one.plaintext).equals(two.plaintext)).toBe(false);
      expect(Buffer.from(one.wrapped.bytes).includes(Buffer.from(one.plaintext))).toBe(false);
      const back = await wrapper.unwrap(one.wrapped, { ...CONTEXT });
      expect(Buffer.from(back).equals(one.plaintext)).toBe(true);
    });

    it('refuses another context, a missing one and a wider one', async () => {
      const { wrapped } = await fixture.wrapper.generate({ purpose: 'contract', site: 'a' });
      for (const context of [{ purpose: 'contract' }, {}, { purpose: 'contract', site: 'b' }]) {
        await expect(fixture.wrapper.unwrap(wrapped, context)).rejects.toMatchObject({
          ...refusal,
          code: 'key-mismatch',
        });
      }
    });

    it('refuses an altered, shortened or lengthened wrapped key', async () => {
      const { wrapped } = await fixture.wrapper.generate(CONTEXT);
      const step = Math.max(1, Math.ceil(wrapped.bytes.length / flipsMax));
      for (let i = 0; i < wrapped.bytes.length; i += step) {
        const bytes = Buffer.from(wrapped.bytes);
        bytes[i] = (bytes[i] ?? 0) ^ 1;
        const attempt = fixture.wrapper.unwrap({ ...wrapped, bytes }, CONTEXT);
        await expect(attempt).rejects.toMatchObject({ ...refusal, code: 'key-mismatch' });
      }
      const shorter = { ...wrapped, bytes: wrapped.bytes.subarray(1) };
      await expect(fixture.wrapper.unwrap(shorter, CONTEXT)).rejects.toMatchObject(refusal);
      const longer = { ...wrapped, bytes: Buffer.concat([wrapped.bytes, Buffer.of(0)]) };
      await expect(fixture.wrapper.unwrap(longer, CONTEXT)).rejects.toMatchObject(refusal);
    });

    it('refuses a key of another service', async () => {
      const { wrapped } = await fixture.wrapper.generate(CONTEXT);
      const stranger = await fixture.stranger();
      await expect(stranger.unwrap(wrapped, CONTEXT)).rejects.toMatchObject(refusal);
      await stranger.close();
    });

    it('unwraps keys from before a rotation, and wraps under the new key after it', async () => {
      const before = await fixture.wrapper.generate(CONTEXT);
      const rotated = await fixture.rotate();
      const after = await rotated.generate(CONTEXT);
      expect(after.wrapped.keyId).not.toBe(before.wrapped.keyId);
      const back = await rotated.unwrap(before.wrapped, CONTEXT);
      expect(Buffer.from(back).equals(before.plaintext)).toBe(true);
      await rotated.close();
    });

    it('rewraps a data key under the key of today, for its own context only', async () => {
      const before = await fixture.wrapper.generate(CONTEXT);
      const rotated = await fixture.rotate();
      const rewrapped = await rotated.rewrap(before.wrapped, CONTEXT);
      expect(rewrapped.keyId).not.toBe(before.wrapped.keyId);
      const back = await rotated.unwrap(rewrapped, CONTEXT);
      expect(Buffer.from(back).equals(before.plaintext)).toBe(true);
      const mismatch = { ...refusal, code: 'key-mismatch' };
      const other = { purpose: 'other' };
      await expect(rotated.rewrap(before.wrapped, other)).rejects.toMatchObject(mismatch);
      await expect(rotated.unwrap(rewrapped, other)).rejects.toMatchObject(mismatch);
      await rotated.close();
    });

    it('carries an envelope: round trip, wrong binding, wrong purpose, every byte flipped', async () => {
      const envelope = envelopeOver(fixture.wrapper);
      const plaintext = bytesOf('factura');
      const [ciphertext = Buffer.alloc(0)] = await envelope.encrypt([{ plaintext, binding: 'a' }]);
      const [back] = await envelope.decrypt([{ ciphertext, binding: 'a' }]);
      expect(Buffer.from(back ?? [])).toEqual(Buffer.from(plaintext));
      const fresh = envelopeOver(fixture.wrapper);
      const other = envelopeOver(fixture.wrapper, 'other');
      const tampered = { ...refusal, code: 'tampered' };
      await expect(fresh.decrypt([{ ciphertext, binding: 'b' }])).rejects.toMatchObject(tampered);
      await expect(other.decrypt([{ ciphertext, binding: 'a' }])).rejects.toMatchObject(tampered);
      const step = Math.max(1, Math.ceil(ciphertext.length / flipsMax));
      for (let i = 0; i < ciphertext.length; i += step) {
        const flipped = Buffer.from(ciphertext);
        flipped[i] = (flipped[i] ?? 0) ^ 1;
        const attempt = fresh.decrypt([{ ciphertext: flipped, binding: 'a' }]);
        await expect(attempt).rejects.toMatchObject(refusal);
      }
      for (const { close } of [envelope, fresh, other]) close();
    });

    if (!remote) return;
    it('when down or throttled throws a retryable error and yields nothing', async () => {
      const { wrapper, fail } = fixture;
      if (!fail) throw new Error('the fixture of a remote wrapper can fail');
      const { wrapped } = await wrapper.generate(CONTEXT);
      for (const how of ['down', 'throttled'] as const) {
        fail(how);
        const retryable = { name: 'OperationalError', retryable: true };
        await expect(wrapper.generate(CONTEXT)).rejects.toMatchObject(retryable);
        await expect(wrapper.unwrap(wrapped, CONTEXT)).rejects.toMatchObject(retryable);
      }
      fail(undefined);
      await expect(wrapper.unwrap(wrapped, CONTEXT)).resolves.toHaveLength(32);
    });
  });
}

export interface KeyAdminFixture {
  /** As configured now. */
  readonly admin: () => KeyAdmin;
  /** A wrapper over the same keys, opened now. */
  readonly wrapper: () => Promise<KeyWrapper>;
  /** From now on another key wraps. */
  readonly turnOver: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What the life of wrapping keys must be. */
export function describeKeyAdmin(name: string, open: () => Promise<KeyAdminFixture>): void {
  describe(`key admin contract: ${name}`, () => {
    let fixture: KeyAdminFixture;
    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(async () => {
      await fixture.close();
    });
    const stateOf = async (id: string) =>
      (await fixture.admin().list()).find((key) => key.id === id)?.state;
    const inUse = { ...refusal, code: 'key-in-use' };

    it('leads a key from current over former and retired to destroyed, and back until then', async () => {
      const { wrapped, plaintext } = await (await fixture.wrapper()).generate(CONTEXT);
      await expect(fixture.admin().retire(wrapped.keyId)).rejects.toMatchObject(inUse);
      await fixture.turnOver();
      const admin = fixture.admin();
      const { keyId } = (await (await fixture.wrapper()).generate(CONTEXT)).wrapped;
      expect([await stateOf(wrapped.keyId), await stateOf(keyId)]).toEqual(['former', 'current']);
      await expect(admin.destroy(wrapped.keyId)).rejects.toMatchObject(inUse);

      await admin.retire(wrapped.keyId);
      expect(await stateOf(wrapped.keyId)).toBe('retired');
      const during = await fixture.wrapper();
      const paused = { name: 'OperationalError', code: 'key-paused', retryable: true };
      await expect(during.unwrap(wrapped, CONTEXT)).rejects.toMatchObject(paused);
      await admin.restore(wrapped.keyId);
      expect(Buffer.from(await during.unwrap(wrapped, CONTEXT)).equals(plaintext)).toBe(true);

      await admin.retire(wrapped.keyId);
      await admin.destroy(wrapped.keyId);
      expect(['destroyed', undefined]).toContain(await stateOf(wrapped.keyId));
      const after = await fixture.wrapper();
      await expect(after.unwrap(wrapped, CONTEXT)).rejects.toMatchObject({
        name: 'OperationalError',
      });
      await expect(admin.restore(wrapped.keyId)).rejects.toMatchObject(refusal);
      expect((await after.generate(CONTEXT)).wrapped.keyId).toBe(keyId);
    });

    it('keeps what was wrapped readable after a rotation', async () => {
      const { wrapped, plaintext } = await (await fixture.wrapper()).generate(CONTEXT);
      const id = await fixture.admin().rotate();
      const after = await fixture.wrapper();
      expect((await after.generate(CONTEXT)).wrapped.keyId).toBe(id);
      expect(Buffer.from(await after.unwrap(wrapped, CONTEXT)).equals(plaintext)).toBe(true);
    });

    it('does not know a key that never was', async () => {
      const unknown = { ...refusal, code: 'key-unknown' };
      for (const act of ['retire', 'restore', 'destroy'] as const) {
        await expect(fixture.admin()[act]('none/1')).rejects.toMatchObject(unknown);
      }
    });
  });
}
