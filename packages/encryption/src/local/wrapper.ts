import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { invariant, OperationalError } from '@ventanilla/errors';
import type { EncryptionContext, KeyWrapper, WrappedKey } from '../encryption.ts';
import { type LocalKeys, readLocalKeys } from './key-file.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const WRAPPED_BYTES = NONCE_BYTES + 32 + TAG_BYTES;

/** Key id and context, sorted by name, as JSON: one context has one form. */
const additionalData = (keyId: string, context: EncryptionContext): Buffer =>
  Buffer.from(
    JSON.stringify([keyId, Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))]),
  );

function wrap(key: Buffer, plaintext: Buffer, aad: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(aad);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function unwrap(key: Buffer, wrapped: Uint8Array, aad: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(aad);
  decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
  const plaintext = decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES));
  decipher.final();
  return plaintext;
}

/**
 * Wraps data keys under a key file (embedded mode): wrapped form nonce ‖ AES-256-GCM ciphertext ‖ tag.
 * The file is read again before each new data key and when an unknown key is met, so that a rotation
 * needs no restart; a key that was retired meanwhile may serve until then.
 */
export async function createLocalKeyWrapper(options: {
  readonly file: string;
}): Promise<KeyWrapper> {
  let known: LocalKeys | undefined = await readLocalKeys(options.file);
  const forget = (): void => {
    for (const key of known?.keys.values() ?? []) key.fill(0);
    known = undefined;
  };
  const refresh = async (): Promise<LocalKeys> => {
    invariant(known, 'an open wrapper has its keys');
    const fresh = await readLocalKeys(options.file);
    forget();
    known = fresh;
    return fresh;
  };
  const wrapNow = async (plaintext: Buffer, context: EncryptionContext): Promise<WrappedKey> => {
    const { current, keys } = await refresh();
    const key = keys.get(current);
    invariant(key, 'the current key is in the file');
    return { keyId: current, bytes: wrap(key, plaintext, additionalData(current, context)) };
  };
  const find = async (keyId: string): Promise<Buffer> => {
    const key = known?.keys.get(keyId) ?? (await refresh()).keys.get(keyId);
    if (key !== undefined) return key;
    // A retired key may be restored: worth waiting for. One destroyed, or never there, is not.
    const retired = known?.retired.includes(keyId) ?? false;
    throw new OperationalError(
      retired ? 'key-paused' : 'key-unknown',
      retired ? `The wrapping key ${keyId} is retired` : 'The key file has no such key',
      { retryable: retired },
    );
  };
  const unwrapNow = async ({ keyId, bytes }: WrappedKey, context: EncryptionContext) => {
    const key = await find(keyId);
    try {
      if (bytes.length !== WRAPPED_BYTES) throw new RangeError(`${bytes.length} bytes`);
      return unwrap(key, bytes, additionalData(keyId, context));
    } catch (cause) {
      throw new OperationalError('key-mismatch', 'The wrapped key does not authenticate', {
        retryable: false,
        cause,
      });
    }
  };
  return {
    generate: async (context) => {
      const plaintext = randomBytes(32);
      return { plaintext, wrapped: await wrapNow(plaintext, context) };
    },
    unwrap: unwrapNow,
    rewrap: async (wrapped, context) => {
      const plaintext = await unwrapNow(wrapped, context);
      try {
        return await wrapNow(plaintext, context);
      } finally {
        plaintext.fill(0);
      }
    },
    close: async () => forget(),
  };
}
