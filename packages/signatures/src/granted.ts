import { OperationalError } from '@ventanilla/errors';
import type { Signer } from './signatures.ts';

/** Tells of every signature that is asked for; `failure` is undefined when it was made. */
export const observeSigner = (
  { publicKey, sign, close }: Signer,
  observer: (call: 'sign', failure: unknown) => void,
): Signer => ({
  publicKey,
  sign: async (message) => {
    try {
      const signature = await sign(message);
      observer('sign', undefined);
      return signature;
    } catch (error) {
      observer('sign', error);
      throw error;
    }
  },
  close,
});

/** A signer whose public key `holder` may know, and which never signs for it: `not-granted`. */
export const publicKeyOnly = (
  signer: Pick<Signer, 'publicKey' | 'close'>,
  holder: string,
): Signer => ({
  publicKey: signer.publicKey,
  sign: async () => {
    throw new OperationalError('not-granted', `${holder} may not sign.`, { retryable: true });
  },
  close: signer.close,
});
