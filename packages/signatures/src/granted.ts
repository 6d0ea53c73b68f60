import { OperationalError } from '@ventanilla/errors';
import type { Signer } from './signatures.ts';

/** A signer whose public key `holder` may know, and which never signs for it: `not-granted`. */
export const publicKeyOnly = (signer: Signer, holder: string): Signer => ({
  publicKey: signer.publicKey,
  sign: async () => {
    throw new OperationalError('not-granted', `${holder} may not sign.`, { retryable: true });
  },
  close: signer.close,
});
