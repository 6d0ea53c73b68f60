/** Settings → who signs. */
import {
  makeWrappedSigningKey,
  openWrappedSigner,
  readWrappedSigningKey,
} from '@ventanilla/custody';
import type { KeyObserver, KeyWrapper } from '@ventanilla/encryption';
import { OperationalError } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import {
  createLiveSigner,
  observeSigner,
  type PublicKey,
  publicKeyOnly,
  type Signer,
} from '@ventanilla/signatures';
import { createLocalSigner, replaceSigningKeyFile } from '@ventanilla/signatures/local';
import {
  kmsClient,
  openKeyWrapper,
  openToken,
  type Profile,
  refuseInProduction,
} from './custody.ts';
import { GRANTS, type Grant, type Grantee } from './grants.ts';
import { required } from './required.ts';
import type { EncryptionSettings, SigningSettings } from './settings.ts';

/** Who wraps data keys is asked for by `wrapped` alone. */
export type SignerSettings = SigningSettings &
  Profile & { readonly [K in keyof EncryptionSettings]?: EncryptionSettings[K] | undefined };

export interface OpenSignerOptions {
  /** Where wrapped keys lie, as the grantee may use it. */
  readonly objects: ObjectStore;
  /** Told of every call to the key service. */
  readonly onKeyCall?: KeyObserver;
}

/**
 * Services see within this time that the key was turned over. Of `wrapped` a look is a listing, which a
 * cloud bills. KMS names its key by a setting.
 */
const LOOK_AGAIN_MS = { local: 2_000, hsm: 60_000, wrapped: 30_000, kms: undefined } as const;

/** Those whose signatures are calls of a service. */
const SERVICES: readonly string[] = ['kms', 'hsm'];

export interface OpenLiveSignerOptions extends Required<OpenSignerOptions> {
  /** Told of a look for a key that failed. */
  readonly onError: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** A signer for a service: it waits for its key, and takes up one that was turned over without a restart. */
export const openLiveSigner = (
  settings: SignerSettings,
  grantee: Grantee,
  { onError, signal, ...options }: OpenLiveSignerOptions,
): Promise<Signer> => {
  const everyMs = LOOK_AGAIN_MS[settings.SIGNING_KIND];
  return createLiveSigner({
    open: (atHand) => openAnother(settings, grantee, options, atHand),
    onError,
    signal,
    ...(everyMs !== undefined && { everyMs }),
  });
};

/** The key that signs; who may not sign has its public half alone. */
export async function openSigner(
  settings: SignerSettings,
  grantee: Grantee,
  options: OpenSignerOptions,
): Promise<Signer> {
  const signer = await openAnother(settings, grantee, options);
  if (signer !== undefined) return signer;
  throw new TypeError('only the key at hand is passed over');
}

/** Undefined when it is the one at hand and that was seen without asking for it. */
async function openAnother(
  settings: SignerSettings,
  grantee: Grantee,
  options: OpenSignerOptions,
  atHand?: PublicKey,
): Promise<Signer | undefined> {
  const { SIGNING_KIND: kind } = settings;
  if (kind === 'wrapped') return openWrapped(settings, grantee, options, atHand);
  const signer = await openSigningKey(settings, kind);
  if (!GRANTS[grantee].signs) return publicKeyOnly(signer, grantee);
  const { onKeyCall } = options;
  return onKeyCall && SERVICES.includes(kind) ? observeSigner(signer, onKeyCall) : signer;
}

async function openWrapped(
  settings: SignerSettings,
  grantee: Grantee,
  { objects, onKeyCall }: OpenSignerOptions,
  atHand?: PublicKey,
): Promise<Signer | undefined> {
  const { SIGNING_KEY_NAME: name } = settings;
  const { signs, wraps }: Grant = GRANTS[grantee];
  const find = () => readWrappedSigningKey(objects, name);
  let key = await find();
  if (key === undefined && signs && wraps.includes('signing')) {
    await withWrapper(settings, grantee, onKeyCall, (wrapper) =>
      makeWrappedSigningKey({ objects, wrapper, name, version: 1, now: new Date() }),
    );
    key = await find();
  }
  if (key === undefined) {
    throw new OperationalError(
      'signing-key-missing',
      'There is no signing key yet: persistence makes the first when it starts.',
      { retryable: true },
    );
  }
  const { publicKey } = key;
  if (atHand && Buffer.from(atHand.spki).equals(publicKey.spki)) return undefined;
  if (!signs) return publicKeyOnly({ publicKey, close: async () => {} }, grantee);
  const found = key;
  return withWrapper(settings, grantee, onKeyCall, (wrapper) =>
    openWrappedSigner(objects, wrapper, found),
  );
}

async function withWrapper<T>(
  settings: SignerSettings,
  grantee: Grantee,
  onKeyCall: KeyObserver | undefined,
  work: (wrapper: KeyWrapper) => Promise<T>,
): Promise<T> {
  const kind = required(settings.ENCRYPTION_KIND, 'ENCRYPTION_KIND', 'SIGNING_KIND=wrapped');
  const complete = {
    ...(settings as EncryptionSettings & Profile),
    ENCRYPTION_KIND: kind,
    ENCRYPTION_KMS_FORMER_KEY_IDS: settings.ENCRYPTION_KMS_FORMER_KEY_IDS ?? '',
  };
  const wrapper = await openKeyWrapper(complete, grantee, onKeyCall);
  try {
    return await work(wrapper);
  } finally {
    await wrapper.close();
  }
}

/** Puts another key in the place of the one that signs; false where a setting has to name it. */
export async function replaceSigningKey(
  settings: SignerSettings,
  /** Of `wrapped`. */
  store?: ObjectStore,
): Promise<boolean> {
  const because = `SIGNING_KIND=${settings.SIGNING_KIND}`;
  switch (settings.SIGNING_KIND) {
    case 'local':
      refuseInProduction(settings, because);
      await replaceSigningKeyFile(required(settings.SIGNING_KEY_FILE, 'SIGNING_KEY_FILE', because));
      return true;
    case 'hsm': {
      const { createSigningKey } = await import('@ventanilla/encryption-hsm');
      const { SIGNING_HSM_KEY_LABEL: label } = settings;
      const keyLabel = required(label, 'SIGNING_HSM_KEY_LABEL', because);
      const hsm = await openToken(settings, because);
      await hsm.run(async (session) => createSigningKey(session, keyLabel));
      await hsm.close();
      return true;
    }
    case 'wrapped': {
      const objects = required(store, 'The object store', because);
      const name = settings.SIGNING_KEY_NAME;
      const former = await readWrappedSigningKey(objects, name);
      const version = (former?.version ?? 0) + 1;
      await withWrapper(settings, 'operators', undefined, (wrapper) =>
        makeWrappedSigningKey({ objects, wrapper, name, version, now: new Date() }),
      );
      return true;
    }
    case 'kms':
      return false;
  }
}

async function openSigningKey(
  settings: SignerSettings,
  kind: Exclude<SignerSettings['SIGNING_KIND'], 'wrapped'>,
): Promise<Signer> {
  const because = `SIGNING_KIND=${kind}`;
  const need = (
    key:
      | 'SIGNING_KEY_FILE'
      | 'SIGNING_KMS_KEY_ID'
      | 'SIGNING_HSM_KEY_LABEL'
      | 'SIGNING_KEY_VALID_FROM',
  ) => required(settings[key], key, because);
  const name = settings.SIGNING_KEY_NAME;
  switch (kind) {
    case 'local':
      refuseInProduction(settings, because);
      return createLocalSigner({ file: need('SIGNING_KEY_FILE'), name });
    case 'kms': {
      const { createKmsSigner } = await import('@ventanilla/encryption-kms');
      const validFrom = need('SIGNING_KEY_VALID_FROM');
      const keyId = need('SIGNING_KMS_KEY_ID');
      return createKmsSigner({ keyId, name, validFrom, client: kmsClient(settings) });
    }
    case 'hsm': {
      const { createHsmSigner } = await import('@ventanilla/encryption-hsm');
      const keyLabel = need('SIGNING_HSM_KEY_LABEL');
      const validFrom = need('SIGNING_KEY_VALID_FROM');
      return createHsmSigner({
        hsm: await openToken(settings, because),
        keyLabel,
        name,
        validFrom,
      });
    }
  }
}
