/** Who wraps data keys, and who signs, for a platform on this machine. */
import {
  encryptionSettings,
  openKeyAdmin,
  replaceSigningKey,
  signingSettings,
} from '@ventanilla/backends';
import type { LocalKms } from '@ventanilla/testing';
import { z } from 'zod';
import { CommandFailure } from '../failure.ts';

export const KEY_KINDS = ['local', 'hsm', 'kms'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

export const SIGNING_KINDS = [...KEY_KINDS, 'wrapped'] as const;
export type SigningKind = (typeof SIGNING_KINDS)[number];

type Settings = Readonly<Record<string, string>>;

export interface LocalKeys {
  /** More settings for whoever encrypts, and for whoever signs; none for what lies in files. */
  readonly encryption: Settings;
  readonly signing: Settings;
  /** What its API does to those who ask, KMS only. */
  readonly kms?: LocalKms;
  readonly stop: () => Promise<void>;
}

export interface KeyKinds {
  readonly encryption: KeyKind;
  readonly signing: SigningKind;
}

const FILES: LocalKeys = { encryption: {}, signing: {}, stop: async () => {} };

/** What is not in files is gone when it stops, and with it everything encrypted: for benches and tests. */
export async function startLocalKeys({ encryption, signing }: KeyKinds): Promise<LocalKeys> {
  const kinds = [encryption, signing];
  const kms = kinds.includes('kms') ? await startKms() : FILES;
  const hsm = kinds.includes('hsm') ? await startHsm() : FILES;
  const wrapped = { ...FILES, signing: { SIGNING_KIND: 'wrapped' } };
  const of = { local: FILES, kms, hsm, wrapped };
  return {
    encryption: of[encryption].encryption,
    signing: of[signing].signing,
    ...(kms.kms && { kms: kms.kms }),
    stop: async () => {
      await kms.stop();
      await hsm.stop();
    },
  };
}

/** Just before now: a key is valid for what is registered from then on. */
const validFrom = (): string => new Date(Date.now() - 60_000).toISOString();

async function startKms(): Promise<LocalKeys> {
  const { startLocalKms } = await import('@ventanilla/testing');
  const kms = await startLocalKms();
  const { endpoint, region, credentials } = kms.client;
  const common = {
    KMS_ENDPOINT: endpoint,
    KMS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  };
  return {
    encryption: { ...common, ENCRYPTION_KIND: 'kms', ENCRYPTION_KMS_KEY_ID: kms.createKey() },
    signing: {
      ...common,
      SIGNING_KIND: 'kms',
      SIGNING_KMS_KEY_ID: kms.createSigningKey(),
      SIGNING_KEY_VALID_FROM: validFrom(),
    },
    kms,
    stop: kms.close,
  };
}

async function startHsm(): Promise<LocalKeys> {
  const { prepareSoftHsm, startSoftHsm } = await import('@ventanilla/testing');
  const library = prepareSoftHsm();
  if (library === undefined) {
    throw new CommandFailure('There is no SoftHSM here.', {
      hint: 'Install the Debian package softhsm2, and a compiler for its driver.',
    });
  }
  const hsm = await startSoftHsm(library, 1);
  const common = {
    HSM_LIBRARY: library,
    HSM_TOKEN_LABEL: hsm.takeToken(),
    HSM_PIN: hsm.pin,
    SOFTHSM2_CONF: hsm.settingsFile,
  };
  const encryption = { ...common, ENCRYPTION_KIND: 'hsm', ENCRYPTION_HSM_KEY_LABEL: 'documents' };
  const signing = {
    ...common,
    SIGNING_KIND: 'hsm',
    SIGNING_HSM_KEY_LABEL: 'signing',
    SIGNING_KEY_VALID_FROM: validFrom(),
  };
  const admin = await openKeyAdmin({
    ...z.object(encryptionSettings).parse(encryption),
    PROFILE: 'sandbox',
  });
  await admin.rotate();
  await admin.close();
  await replaceSigningKey({ ...z.object(signingSettings).parse(signing), PROFILE: 'sandbox' });
  return { encryption, signing, stop: hsm.close };
}
