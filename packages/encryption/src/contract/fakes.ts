/** A key service in memory whose calls can be counted, made to fail, and held back. */
import { createHash, randomBytes } from 'node:crypto';
import { OperationalError } from '@ventanilla/errors';
import type { EncryptionContext, KeyWrapper, WrappedKey } from '../encryption.ts';

export interface FakeKeyService extends KeyWrapper {
  readonly calls: { generate: number; unwrap: number };
  /** Every plaintext key handed out, to see it zeroed. */
  readonly handedOut: Uint8Array[];
  /** While set, every call throws it. */
  failure: OperationalError | undefined;
  /** Wraps from now on; all before still unwrap, but those destroyed. */
  current: string;
  readonly destroyed: Set<string>;
}

const fingerprint = (keyId: string, context: EncryptionContext): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([keyId, Object.entries(context).sort()]))
    .digest();

/** Keeps keys by their wrapped form: enough to test an envelope, no cryptography of its own. */
export function createFakeKeyService(): FakeKeyService {
  const keys = new Map<string, Buffer>();
  const wrap = (plaintext: Uint8Array, context: EncryptionContext): WrappedKey => {
    const keyId = service.current;
    const bytes = Buffer.concat([randomBytes(16), fingerprint(keyId, context)]);
    keys.set(bytes.toString('hex'), Buffer.from(plaintext));
    return { keyId, bytes };
  };
  const find = ({ keyId, bytes }: WrappedKey, context: EncryptionContext): Buffer => {
    if (service.failure) throw service.failure;
    if (service.destroyed.has(keyId)) {
      throw new OperationalError('key-unknown', 'destroyed', { retryable: false });
    }
    const key = keys.get(Buffer.from(bytes).toString('hex'));
    if (!key || !fingerprint(keyId, context).equals(bytes.subarray(16))) {
      throw new OperationalError('key-mismatch', 'no such key', { retryable: false });
    }
    return key;
  };
  const service: FakeKeyService = {
    calls: { generate: 0, unwrap: 0 },
    handedOut: [],
    failure: undefined,
    current: 'fake/1',
    destroyed: new Set(),
    generate: async (context) => {
      service.calls.generate += 1;
      if (service.failure) throw service.failure;
      const plaintext = randomBytes(32);
      const wrapped = wrap(plaintext, context);
      service.handedOut.push(plaintext);
      return { plaintext, wrapped };
    },
    unwrap: async (wrapped, context) => {
      service.calls.unwrap += 1;
      const plaintext = Buffer.from(find(wrapped, context));
      service.handedOut.push(plaintext);
      return plaintext;
    },
    rewrap: async (wrapped, context) => wrap(find(wrapped, context), context),
    close: async () => {},
  };
  return service;
}

export const throttled = (): OperationalError =>
  new OperationalError('key-service-throttled', 'slow down', { retryable: true });
