import {
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import type { KeyAdmin, WrappingKey } from '@ventanilla/encryption';
import { OperationalError } from '@ventanilla/errors';
import { createKmsClient, translated } from './client.ts';
import type { KmsKeyWrapperOptions } from './key-wrapper.ts';

/** What KMS allows at most: until then the deletion can be called off in KMS. */
const DELETION_DAYS = 30;

const refused = (code: string, message: string): OperationalError =>
  new OperationalError(code, message, { retryable: false });

/**
 * The life of keys in KMS: rotated on demand under the same ARN, or turned over by naming another ARN in
 * the settings; retired is disabled, destroyed is a deletion that KMS carries out after thirty days.
 */
export function createKmsKeyAdmin(options: KmsKeyWrapperOptions): KeyAdmin {
  const client = createKmsClient(options.client);
  const ids = [...(options.formerKeyIds ?? []), options.keyId];

  const describe = (id: string): Promise<WrappingKey> =>
    translated(async () => {
      const answer = await client.send(new DescribeKeyCommand({ KeyId: id }));
      const { KeyState, CreationDate } = answer.KeyMetadata ?? {};
      const createdAt = CreationDate && { createdAt: CreationDate.toISOString() };
      if (KeyState === 'PendingDeletion') return { id, state: 'destroyed', ...createdAt };
      if (KeyState === 'Disabled') return { id, state: 'retired', ...createdAt };
      return { id, state: id === options.keyId ? 'current' : 'former', ...createdAt };
    });
  const change = async (id: string, from: WrappingKey['state'], act: () => Promise<unknown>) => {
    if (!ids.includes(id)) throw refused('key-unknown', `No setting names the KMS key ${id}`);
    const { state } = await describe(id);
    if (state !== from) throw refused('key-in-use', `The key ${id} is ${state}, not ${from}`);
    await translated(act);
  };

  return {
    list: () => Promise.all(ids.map(describe)),
    rotate: async () => {
      const { keyId: KeyId } = options;
      await translated(() => client.send(new RotateKeyOnDemandCommand({ KeyId })));
      return KeyId;
    },
    retire: (KeyId) => change(KeyId, 'former', () => client.send(new DisableKeyCommand({ KeyId }))),
    restore: (KeyId) =>
      change(KeyId, 'retired', () => client.send(new EnableKeyCommand({ KeyId }))),
    destroy: (KeyId) =>
      change(KeyId, 'retired', () =>
        client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: DELETION_DAYS })),
      ),
    close: async () => client.destroy(),
  };
}
