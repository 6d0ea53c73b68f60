import { randomBytes } from 'node:crypto';
import type { EncryptionContext, KeyWrapper, WrappedKey } from '@ventanilla/encryption';
import { errorCode, OperationalError } from '@ventanilla/errors';
import type { Handle } from 'pkcs11js';
import type { Hsm, HsmSession } from './hsm.ts';
import { findCurrent, findVersions, RETIRED } from './objects.ts';

const NONCE_BYTES = 12;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES;

/** Key id and context, sorted by name, as JSON: one context has one form. */
const additionalData = (keyId: string, context: EncryptionContext): Buffer =>
  Buffer.from(
    JSON.stringify([keyId, Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))]),
  );

const gcm = ({ driver }: HsmSession, iv: Buffer, aad: Buffer) => ({
  mechanism: driver.CKM_AES_GCM,
  parameter: {
    type: driver.CK_PARAMS_AES_GCM_v240,
    iv,
    aad,
    ivBits: NONCE_BYTES * 8,
    tagBits: TAG_BYTES * 8,
  },
});

async function wrap(
  session: HsmSession,
  key: Handle,
  plaintext: Buffer,
  aad: Buffer,
): Promise<Buffer> {
  const { module, handle } = session;
  const nonce = randomBytes(NONCE_BYTES);
  module.C_EncryptInit(handle, gcm(session, nonce, aad), key);
  const out = Buffer.alloc(KEY_BYTES + TAG_BYTES);
  return Buffer.concat([nonce, await module.C_EncryptAsync(handle, plaintext, out)]);
}

async function unwrap(
  session: HsmSession,
  key: Handle,
  wrapped: Uint8Array,
  aad: Buffer,
): Promise<Buffer> {
  const { module, handle } = session;
  const nonce = Buffer.from(wrapped.subarray(0, NONCE_BYTES));
  module.C_DecryptInit(handle, gcm(session, nonce, aad), key);
  const ciphertext = Buffer.from(wrapped.subarray(NONCE_BYTES));
  return module.C_DecryptAsync(handle, ciphertext, Buffer.alloc(KEY_BYTES + TAG_BYTES));
}

const mismatch = (cause?: unknown): OperationalError =>
  new OperationalError('key-mismatch', 'The wrapped key does not authenticate', {
    retryable: false,
    cause,
  });

/** Data keys encrypted by an AES-256 key that never leaves the HSM (CKM_AES_GCM). Closes the HSM with it. */
export async function createHsmKeyWrapper(options: {
  readonly hsm: Hsm;
  /** The wrapping key's versions are labelled `<keyLabel>/<version>`. */
  readonly keyLabel: string;
}): Promise<KeyWrapper> {
  const { hsm, keyLabel } = options;
  const current = await hsm.run(async (session) => findCurrent(session, keyLabel, 'secret').id);

  const generate = (context: EncryptionContext) =>
    hsm.run(async (session) => {
      const { id, key } = findCurrent(session, keyLabel, 'secret');
      const plaintext = session.module.C_GenerateRandom(session.handle, Buffer.alloc(KEY_BYTES));
      const bytes = await wrap(session, key, plaintext, additionalData(id, context));
      return { plaintext, wrapped: { keyId: id, bytes } };
    });

  const findKey = (session: HsmSession, keyId: string): Handle => {
    const found = findVersions(session, keyLabel, 'secret').find(({ id }) => id === keyId);
    if (found) return found.key;
    // A retired key may be restored: worth waiting for.
    const retired = findVersions(session, keyLabel, 'secret', RETIRED).some(
      ({ id }) => id === `${RETIRED}${keyId}`,
    );
    throw retired
      ? new OperationalError('key-paused', `The wrapping key ${keyId} is retired`, {
          retryable: true,
        })
      : new OperationalError('key-unknown', 'The HSM has no such key', { retryable: false });
  };
  const unwrapNow = ({ keyId, bytes }: WrappedKey, context: EncryptionContext) =>
    hsm.run((session) =>
      unwrap(session, findKey(session, keyId), bytes, additionalData(keyId, context)),
    );

  const unwrapChecked = async (wrapped: WrappedKey, context: EncryptionContext) => {
    if (wrapped.bytes.length !== WRAPPED_BYTES) throw mismatch();
    try {
      return await unwrapNow(wrapped, context);
    } catch (error) {
      if (errorCode(error) !== 'hsm-unavailable' && errorCode(error) !== 'hsm-refused') throw error;
      // Tokens name a failed tag differently, SoftHSM as a general error. If a fresh key makes the
      // round trip now, the token is well and the wrapped key is what is wrong.
      const probe = await generate({ probe: current });
      await unwrapNow(probe.wrapped, { probe: current });
      throw mismatch(error);
    }
  };

  return {
    generate,
    unwrap: unwrapChecked,
    rewrap: async (wrapped, context) => {
      const plaintext = await unwrapChecked(wrapped, context);
      try {
        return await hsm.run(async (session) => {
          const { id, key } = findCurrent(session, keyLabel, 'secret');
          const bytes = await wrap(session, key, plaintext, additionalData(id, context));
          return { keyId: id, bytes };
        });
      } finally {
        plaintext.fill(0);
      }
    },
    close: hsm.close,
  };
}
