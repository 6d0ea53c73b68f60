import { createHash } from 'node:crypto';
import { GetPublicKeyCommand, type KMSClientConfig, SignCommand } from '@aws-sdk/client-kms';
import { invariant, OperationalError } from '@ventanilla/errors';
import type { Signer } from '@ventanilla/signatures';
import { createKmsClient, translated } from './client.ts';

/** ECDSA P-256 by an asymmetric KMS key (ECC_NIST_P256, SIGN_VERIFY). Only a digest leaves the process. */
export async function createKmsSigner(options: {
  readonly keyId: string;
  readonly name: string;
  /** ISO instant from which the key is published as in use. */
  readonly validFrom: string;
  readonly client?: KMSClientConfig;
}): Promise<Signer> {
  const { keyId: KeyId, name, validFrom } = options;
  const client = createKmsClient(options.client);
  const { PublicKey, KeySpec } = await translated(() =>
    client.send(new GetPublicKeyCommand({ KeyId })),
  );
  if (KeySpec !== 'ECC_NIST_P256' || PublicKey === undefined) {
    client.destroy();
    throw new OperationalError('key-unknown', `A signing key is ECC_NIST_P256, not ${KeySpec}`, {
      retryable: false,
    });
  }
  return {
    publicKey: {
      name,
      algorithm: 'ECDSA-P256-SHA256',
      spki: new Uint8Array(PublicKey),
      validFrom,
    },
    sign: (message) =>
      translated(async () => {
        const { Signature } = await client.send(
          new SignCommand({
            KeyId,
            Message: createHash('sha256').update(message).digest(),
            MessageType: 'DIGEST',
            SigningAlgorithm: 'ECDSA_SHA_256',
          }),
        );
        invariant(Signature, 'KMS answers with a signature');
        return Signature;
      }),
    close: async () => client.destroy(),
  };
}
