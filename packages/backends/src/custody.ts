/** Settings → object store and envelopes. */
import { createRewrappedKeys } from '@ventanilla/custody';
import {
  createEnvelope,
  type Envelope,
  grantKeys,
  type KeyAdmin,
  type KeyObserver,
  type KeyWrapper,
  observeKeys,
} from '@ventanilla/encryption';
import { createLocalKeyAdmin, createLocalKeyWrapper } from '@ventanilla/encryption/local';
import { OperationalError } from '@ventanilla/errors';
import { grantObjects, type ObjectCustody, type ObjectStore } from '@ventanilla/objects';
import { createFsCustody, createFsObjects } from '@ventanilla/objects-fs';
import { GRANTS, type Grantee, type Purpose } from './grants.ts';
import { required } from './required.ts';
import type { EncryptionSettings, ObjectsSettings } from './settings.ts';

/** A production profile refuses keys that lie on the machine itself. */
export interface Profile {
  readonly PROFILE: 'embedded' | 'sandbox' | 'production';
}

export function refuseInProduction({ PROFILE }: Profile, what: string): void {
  if (PROFILE !== 'production') return;
  throw new OperationalError(
    'local-key-refused',
    `${what} keeps its key on this machine, which PROFILE=production does not allow.`,
    { retryable: false },
  );
}

/** The store as `grantee` may use it. */
export const openObjects = async (
  settings: StoreSettings,
  grantee: Grantee,
): Promise<ObjectStore> => grantObjects(await openStore(settings), grantee, GRANTS[grantee]);

export type StoreSettings = Omit<ObjectsSettings, 'OBJECTS_FS_LOCK_DAYS'>;

/** The whole store, for whoever puts grants of its own before it. */
export async function openStore(settings: StoreSettings): Promise<ObjectStore> {
  switch (settings.OBJECTS_KIND) {
    case 'fs':
      return createFsObjects({
        dir: required(settings.OBJECTS_DIR, 'OBJECTS_DIR', 'OBJECTS_KIND=fs'),
      });
    case 's3':
      return openS3(settings);
  }
}

/** Locks, holds and removal of stored objects, for operators; services never open it. */
export async function openObjectCustody(settings: ObjectsSettings): Promise<ObjectCustody> {
  switch (settings.OBJECTS_KIND) {
    case 'fs': {
      const dir = required(settings.OBJECTS_DIR, 'OBJECTS_DIR', 'OBJECTS_KIND=fs');
      return createFsCustody({ dir, lockDays: settings.OBJECTS_FS_LOCK_DAYS, now: Date.now });
    }
    case 's3': {
      const { createS3Custody } = await import('@ventanilla/objects-s3');
      return createS3Custody(s3Bucket(settings));
    }
  }
}

async function openS3(settings: StoreSettings): Promise<ObjectStore> {
  const { createS3Objects } = await import('@ventanilla/objects-s3');
  const mode = settings.OBJECTS_S3_LOCK_MODE;
  return createS3Objects({
    ...s3Bucket(settings),
    ...(mode !== undefined && {
      retention: {
        mode,
        days: required(
          settings.OBJECTS_S3_LOCK_DAYS,
          'OBJECTS_S3_LOCK_DAYS',
          'OBJECTS_S3_LOCK_MODE is set',
        ),
        now: Date.now,
      },
    }),
  });
}

/** Address and credentials of a bucket. */
export function s3Bucket(settings: StoreSettings) {
  const { OBJECTS_S3_ACCESS_KEY_ID: accessKeyId, OBJECTS_S3_ENDPOINT: endpoint } = settings;
  return {
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
  };
}

type KeyServiceSettings = Pick<
  EncryptionSettings,
  'HSM_LIBRARY' | 'HSM_TOKEN_LABEL' | 'HSM_PIN' | 'KMS_REGION' | 'KMS_ENDPOINT'
>;

export async function openToken(settings: KeyServiceSettings, because: string) {
  const { openHsm } = await import('@ventanilla/encryption-hsm');
  return openHsm({
    library: required(settings.HSM_LIBRARY, 'HSM_LIBRARY', because),
    tokenLabel: required(settings.HSM_TOKEN_LABEL, 'HSM_TOKEN_LABEL', because),
    pin: required(settings.HSM_PIN, 'HSM_PIN', because),
  });
}

export const kmsClient = ({ KMS_REGION: region, KMS_ENDPOINT: endpoint }: KeyServiceSettings) => ({
  ...(region !== undefined && { region }),
  ...(endpoint !== undefined && { endpoint }),
});

const kmsKeys = (settings: EncryptionSettings, because: string) => ({
  keyId: required(settings.ENCRYPTION_KMS_KEY_ID, 'ENCRYPTION_KMS_KEY_ID', because),
  formerKeyIds: settings.ENCRYPTION_KMS_FORMER_KEY_IDS.split(',').filter((id) => id !== ''),
  client: kmsClient(settings),
});

/** The service that wraps data keys, as `grantee` may use it. */
export const openKeyWrapper = async (
  settings: EncryptionSettings & Profile,
  grantee: Grantee,
  onKeyCall: KeyObserver = () => undefined,
): Promise<KeyWrapper> =>
  observeKeys(grantKeys(await openKeyService(settings), grantee, GRANTS[grantee]), onKeyCall);

async function openKeyService(settings: EncryptionSettings & Profile): Promise<KeyWrapper> {
  const because = `ENCRYPTION_KIND=${settings.ENCRYPTION_KIND}`;
  const need = (name: 'ENCRYPTION_KEY_FILE' | 'ENCRYPTION_HSM_KEY_LABEL') =>
    required(settings[name], name, because);
  switch (settings.ENCRYPTION_KIND) {
    case 'local':
      refuseInProduction(settings, because);
      return createLocalKeyWrapper({ file: need('ENCRYPTION_KEY_FILE') });
    case 'kms': {
      const { createKmsKeyWrapper } = await import('@ventanilla/encryption-kms');
      return createKmsKeyWrapper(kmsKeys(settings, because));
    }
    case 'hsm': {
      const { createHsmKeyWrapper } = await import('@ventanilla/encryption-hsm');
      const keyLabel = need('ENCRYPTION_HSM_KEY_LABEL');
      return createHsmKeyWrapper({ hsm: await openToken(settings, because), keyLabel });
    }
  }
}

/** The life of the wrapping keys, for operators; services never open it. */
export async function openKeyAdmin(settings: EncryptionSettings & Profile): Promise<KeyAdmin> {
  const because = `ENCRYPTION_KIND=${settings.ENCRYPTION_KIND}`;
  switch (settings.ENCRYPTION_KIND) {
    case 'local':
      refuseInProduction(settings, because);
      return createLocalKeyAdmin({
        file: required(settings.ENCRYPTION_KEY_FILE, 'ENCRYPTION_KEY_FILE', because),
        now: () => new Date(),
      });
    case 'kms': {
      const { createKmsKeyAdmin } = await import('@ventanilla/encryption-kms');
      return createKmsKeyAdmin(kmsKeys(settings, because));
    }
    case 'hsm': {
      const { createHsmKeyAdmin } = await import('@ventanilla/encryption-hsm');
      const { ENCRYPTION_HSM_KEY_LABEL: label } = settings;
      const keyLabel = required(label, 'ENCRYPTION_HSM_KEY_LABEL', because);
      return createHsmKeyAdmin({ hsm: await openToken(settings, because), keyLabel });
    }
  }
}

export interface OpenEnvelopeOptions {
  /** Where other forms of data keys are kept, for whoever reads what was written long ago. */
  readonly rewrapped?: ObjectStore;
  /** Told of every call to the key service. */
  readonly onKeyCall?: KeyObserver;
}

export async function openEnvelope(
  settings: EncryptionSettings & Profile,
  grantee: Grantee,
  purpose: Purpose,
  { rewrapped, onKeyCall }: OpenEnvelopeOptions = {},
): Promise<Envelope> {
  const wrapper = await openKeyWrapper(settings, grantee, onKeyCall);
  const forms = rewrapped && { rewrapped: createRewrappedKeys(rewrapped) };
  return createEnvelope({ wrapper, purpose, now: Date.now, ...forms });
}
