/** What every signer must do. Runs inside a Jest test file. */
import { OperationalError } from '@ventanilla/errors';
import { parsePublishedKeys, publishedKeys } from '../published-keys.ts';
import type { Signer } from '../signatures.ts';
import { verifySignature } from '../verify.ts';

export interface SignerFixture {
  readonly signer: Signer;
  /** Another signer with another key. */
  readonly stranger: () => Promise<Signer>;
  /** Makes calls fail as when the service is down; of a remote one only. */
  readonly fail?: (how: 'down' | undefined) => void;
  readonly close: () => Promise<void>;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Registers the tests; `remote` when the signer is a service that can be down. */
export function describeSigner(
  name: string,
  open: () => Promise<SignerFixture>,
  { remote }: { readonly remote: boolean },
): void {
  describe(`signer contract: ${name}`, () => {
    let fixture: SignerFixture;
    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(async () => {
      await fixture.close();
    });

    it.each([0, 1, 100, 100_000])('signs %d bytes so that they verify', async (length) => {
      const { signer } = fixture;
      const message = new Uint8Array(length).fill(7);
      const signature = await signer.sign(message);
      expect(verifySignature(signer.publicKey, message, signature)).toBe(true);
    });

    it('verifies under no other key, for no other message, with no other signature', async () => {
      const { signer } = fixture;
      const message = bytesOf('ventanilla.example/log\n7\n');
      const signature = await signer.sign(message);
      const stranger = await fixture.stranger();
      expect(verifySignature(stranger.publicKey, message, signature)).toBe(false);
      await stranger.close();
      const flip = (bytes: Uint8Array, at: number): Uint8Array =>
        Uint8Array.from(bytes, (byte, i) => (i === at ? byte ^ 1 : byte));
      for (let at = 0; at < message.length; at += 1) {
        expect(verifySignature(signer.publicKey, flip(message, at), signature)).toBe(false);
      }
      for (let at = 0; at < signature.length; at += 1) {
        expect(verifySignature(signer.publicKey, message, flip(signature, at))).toBe(false);
      }
      expect(verifySignature(signer.publicKey, message, signature.subarray(1))).toBe(false);
      expect(verifySignature(signer.publicKey, message, new Uint8Array())).toBe(false);
    });

    it('publishes a key that verifies after a trip through JSON', async () => {
      const { signer } = fixture;
      const message = bytesOf('hello');
      const signature = await signer.sign(message);
      const json = JSON.parse(JSON.stringify(publishedKeys([signer.publicKey])));
      const [key = signer.publicKey] = parsePublishedKeys(json);
      expect(key).toEqual(signer.publicKey);
      expect(verifySignature(key, message, signature)).toBe(true);
      expect(key.name).not.toMatch(/[\s+]/);
      expect(new Date(key.validFrom).toISOString()).toBe(key.validFrom);
    });

    if (!remote) return;
    it('when down throws a retryable error, and signs again afterwards', async () => {
      const { signer, fail } = fixture;
      if (!fail) throw new Error('the fixture of a remote signer can fail');
      fail('down');
      const error = await signer.sign(bytesOf('x')).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(OperationalError);
      expect(error).toMatchObject({ retryable: true });
      fail(undefined);
      await expect(signer.sign(bytesOf('x'))).resolves.toBeDefined();
    });
  });
}
