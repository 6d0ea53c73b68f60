/** Settings → object store, envelopes and signer. */
import { createEnvelope, type Envelope } from '@ventanilla/encryption';
import { createLocalKeyWrapper } from '@ventanilla/encryption/local';
import { OperationalError } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import { createFsObjects } from '@ventanilla/objects-fs';
import type { Signer } from '@ventanilla/signatures';
import { createLocalSigner } from '@ventanilla/signatures/local';
import type { EncryptionSettings, ObjectsSettings, SigningSettings } from './settings.ts';

/** A production profile refuses keys that lie on the machine itself. */
export interface Profile {
  readonly PROFILE: 'embedded' | 'sandbox' | 'production';
}

function required<T>(value: T | undefined, name: string, because: string): T {
  if (value !== undefined) return value;
  throw new OperationalError('setting-missing', `${name} is needed when ${because}.`, {
    retryable: false,
  });
}

function refuseInProduction({ PROFILE }: Profile, what: string): void {
  if (PROFILE !== 'production') return;
  throw new OperationalError(
    'local-key-refused',
    `${what} keeps its key on this machine, which PROFILE=production does not allow.`,
    { retryable: false },
  );
}

export async function openObjects(settings: ObjectsSettings): Promise<ObjectStore> {
  switch (settings.OBJECTS_KIND) {
    case 'fs':
      return createFsObjects({
        dir: required(settings.OBJECTS_DIR, 'OBJECTS_DIR', 'OBJECTS_KIND=fs'),
      });
    case 's3':
      return openS3(settings);
  }
}

async function openS3(settings: ObjectsSettings): Promise<ObjectStore> {
  const { createS3Objects } = await import('@ventanilla/objects-s3');
  const { OBJECTS_S3_ACCESS_KEY_ID: accessKeyId, OBJECTS_S3_ENDPOINT: endpoint } = settings;
  return createS3Objects({
    bucket: required(settings.OBJECTS_S3_BUCKET, 'OBJECTS_S3_BUCKET', 'OBJECTS_KIND=s3'),
    prefix: settings.OBJECTS_S3_PREFIX,
    client: {
      region: required(settings.OBJECTS_S3_REGION, 'OBJECTS_S3_REGION', 'OBJECTS_KIND=s3'),
      // Servers other than AWS seldom answer to one host name a bucket.
      ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
      ...(accessKeyId !== undefined && {
        credentials: {
          accessKeyId,
          secretAccessKey: required(
            settings.OBJECTS_S3_SECRET_ACCESS_KEY,
            'OBJECTS_S3_SECRET_ACCESS_KEY',
            'OBJECTS_S3_ACCESS_KEY_ID is set',
          ),
        },
      }),
    },
  });
}

/** What a data key is for; part of its encryption context. */
export type Purpose = 'stream' | 'original' | 'canonical';

export async function openEnvelope(
  settings: EncryptionSettings & Profile,
  purpose: Purpose,
): Promise<Envelope> {
  refuseInProduction(settings, 'ENCRYPTION_KIND=local');
  const file = required(
    settings.ENCRYPTION_KEY_FILE,
    'ENCRYPTION_KEY_FILE',
    'ENCRYPTION_KIND=local',
  );
  const wrapper = await createLocalKeyWrapper({ file });
  return createEnvelope({ wrapper, purpose, now: Date.now });
}

export async function openSigner(settings: SigningSettings & Profile): Promise<Signer> {
  refuseInProduction(settings, 'SIGNING_KIND=local');
  return createLocalSigner({
    file: required(settings.SIGNING_KEY_FILE, 'SIGNING_KEY_FILE', 'SIGNING_KIND=local'),
    name: settings.SIGNING_KEY_NAME,
  });
}
