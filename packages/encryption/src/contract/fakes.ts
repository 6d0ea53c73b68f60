/** A key service in memory whose calls can be counted, made to fail, and held back. */
import { createHash, randomBytes } from 'node:crypto';
import { OperationalError } from '@ventanilla/errors';
import type { EncryptionContext, KeyWrapper } from '../encryption.ts';

export interface FakeKeyService extends KeyWrapper {
  readonly calls: { generate: number; unwrap: number };
  /** Every plaintext key handed out, to see it zeroed. */
  readonly handedOut: Uint8Array[];
  /** While set, every call throws it. */
  failure: OperationalError | undefined;
}

const fingerprint = (keyId: string, context: EncryptionContext): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([keyId, Object.entries(context).sort()]))
    .digest();

/** Keeps keys by their wrapped form: enough to test an envelope, no cryptography of its own. */
export function createFakeKeyService(): FakeKeyService {
  const keys = new Map<string, Buffer>();
  const service: FakeKeyService = {
    calls: { generate: 0, unwrap: 0 },
    handedOut: [],
    failure: undefined,
    generate: async (context) => {
      service.calls.generate += 1;
      if (service.failure) throw service.failure;
      const plaintext = randomBytes(32);
      const bytes = Buffer.concat([randomBytes(16), fingerprint('fake/1', context)]);
      keys.set(bytes.toString('hex'), Buffer.from(plaintext));
      service.handedOut.push(plaintext);
      return { plaintext, wrapped: { keyId: 'fake/1', bytes } };
    },
    unwrap: async ({ keyId, bytes }, context) => {
      service.calls.unwrap += 1;
      if (service.failure) throw service.failure;
      const key = keys.get(Buffer.from(bytes).toString('hex'));
      if (!key || !fingerprint(keyId, context).equals(bytes.subarray(16))) {
        throw new OperationalError('key-mismatch', 'no such key', { retryable: false });
      }
      const plaintext = Buffer.from(key);
      service.handedOut.push(plaintext);
      return plaintext;
    },
    close: async () => {},
  };
  return service;
}

export const throttled = (): OperationalError =>
  new OperationalError('key-service-throttled', 'slow down', { retryable: true });
