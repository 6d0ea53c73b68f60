import {
  DecryptCommand,
  GenerateDataKeyCommand,
  type KMSClientConfig,
  ReEncryptCommand,
} from '@aws-sdk/client-kms';
import type { KeyWrapper } from '@ventanilla/encryption';
import { invariant, OperationalError } from '@ventanilla/errors';
import { createKmsClient, translated } from './client.ts';

export interface KmsKeyWrapperOptions {
  /**
   * ARN of the wrapping key. A multi-region key (`mrk-…`) unwraps in every region that has its replica;
   * a key with imported material and one rotated by KMS work alike.
   */
  readonly keyId: string;
  /** Other keys that wrapped before this one, which may still unwrap. */
  readonly formerKeyIds?: readonly string[];
  /** Region, endpoint, credentials: by default the usual AWS chain. */
  readonly client?: KMSClientConfig;
}

/** `arn:aws:kms:REGION:ACCOUNT:key/mrk-…` names the same key in every region. */
const withoutRegion = (keyId: string): string =>
  keyId.includes(':key/mrk-') ? keyId.replace(/^(arn:[^:]+:kms:)[^:]+/, '$1*') : keyId;

/** Data keys by AWS KMS: GenerateDataKey and Decrypt, our context being its encryption context. */
export function createKmsKeyWrapper(options: KmsKeyWrapperOptions): KeyWrapper {
  const { keyId } = options;
  const client = createKmsClient(options.client);
  const allowed = new Map(
    [...(options.formerKeyIds ?? []), keyId].map((id) => [withoutRegion(id), id]),
  );
  /** The header is not ours to believe: only keys we were told of are asked to decrypt. */
  const allowedId = (id: string): string => {
    const known = allowed.get(withoutRegion(id));
    if (known !== undefined) return known;
    throw new OperationalError('key-unknown', 'The data key is under another KMS key', {
      retryable: false,
    });
  };
  return {
    generate: (context) =>
      translated(async () => {
        const command = { KeyId: keyId, KeySpec: 'AES_256', EncryptionContext: context } as const;
        const answer = await client.send(new GenerateDataKeyCommand(command));
        const { Plaintext: plaintext, CiphertextBlob: bytes, KeyId: usedKeyId } = answer;
        invariant(plaintext && bytes && usedKeyId, 'KMS answers with a key');
        return { plaintext, wrapped: { keyId: usedKeyId, bytes } };
      }),
    unwrap: (wrapped, context) =>
      translated(async () => {
        const command = {
          KeyId: allowedId(wrapped.keyId),
          CiphertextBlob: wrapped.bytes,
          EncryptionContext: context,
        };
        const { Plaintext } = await client.send(new DecryptCommand(command));
        invariant(Plaintext, 'KMS answers with a key');
        return Plaintext;
      }),
    // The data key does not leave KMS.
    rewrap: (wrapped, context) =>
      translated(async () => {
        const command = new ReEncryptCommand({
          CiphertextBlob: wrapped.bytes,
          SourceKeyId: allowedId(wrapped.keyId),
          SourceEncryptionContext: context,
          DestinationKeyId: keyId,
          DestinationEncryptionContext: context,
        });
        const { CiphertextBlob: bytes, KeyId: usedKeyId } = await client.send(command);
        invariant(bytes && usedKeyId, 'KMS answers with a key');
        return { keyId: usedKeyId, bytes };
      }),
    close: async () => client.destroy(),
  };
}
