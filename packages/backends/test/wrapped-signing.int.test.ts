/** A key that signs, wrapped by each of the key services: the same key, whoever keeps it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env as environment } from 'node:process';
import { createLocalKeyFile } from '@ventanilla/encryption/local';
import { grantObjects } from '@ventanilla/objects';
import { createMemoryObjects } from '@ventanilla/objects/memory';
import { verifySignature } from '@ventanilla/signatures';
import { describeSigner } from '@ventanilla/signatures/contract';
import { prepareSoftHsm, startLocalKms, startSoftHsm } from '@ventanilla/testing';
import { z } from 'zod';
import {
  encryptionSettings,
  GRANTS,
  type Grantee,
  openKeyAdmin,
  openLiveSigner,
  openSigner,
  replaceSigningKey,
  signingSettings,
} from '../src/index.ts';

const shape = z.object({
  ...encryptionSettings,
  ...signingSettings,
  PROFILE: z.enum(['embedded', 'sandbox', 'production']),
});
const MESSAGE = Buffer.from('head');

interface KeyService {
  readonly settings: object;
  readonly close: () => Promise<void>;
}

async function local(): Promise<KeyService> {
  const folder = await mkdtemp(join(tmpdir(), 'wrapped-'));
  const file = join(folder, 'wrapping.json');
  await createLocalKeyFile(file, new Date());
  const settings = {
    PROFILE: 'embedded',
    ENCRYPTION_KIND: 'local',
    ENCRYPTION_KEY_FILE: file,
  };
  return { settings, close: () => rm(folder, { recursive: true }) };
}

async function startKms() {
  const kms = await startLocalKms();
  // The AWS chain reads the environment; the double does not check who asks.
  Object.assign(environment, { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' });
  const settings = {
    PROFILE: 'production',
    ENCRYPTION_KIND: 'kms',
    ENCRYPTION_KMS_KEY_ID: kms.createKey(),
    KMS_REGION: kms.client.region,
    KMS_ENDPOINT: kms.client.endpoint,
  };
  return { settings, kms, close: kms.close };
}

const library = prepareSoftHsm();

async function hsm(): Promise<KeyService> {
  const token = await startSoftHsm(library ?? '', 1);
  const settings = {
    PROFILE: 'production',
    ENCRYPTION_KIND: 'hsm',
    ENCRYPTION_HSM_KEY_LABEL: 'documents',
    HSM_LIBRARY: library,
    HSM_TOKEN_LABEL: token.takeToken(),
    HSM_PIN: token.pin,
  };
  const admin = await openKeyAdmin(shape.parse({ ...settings, SIGNING_KIND: 'wrapped' }));
  await admin.rotate();
  await admin.close();
  return { settings, close: token.close };
}

/** Processes that share a store, each under its row of the grants. */
function processesOf(values: object) {
  const settings = shape.parse({ ...values, SIGNING_KIND: 'wrapped' });
  const store = createMemoryObjects();
  const objectsOf = (grantee: Grantee) => grantObjects(store, grantee, GRANTS[grantee]);
  const open = (grantee: Grantee) => openSigner(settings, grantee, { objects: objectsOf(grantee) });
  return {
    settings,
    objectsOf,
    open,
    rotate: () => replaceSigningKey(settings, objectsOf('operators')),
  };
}

const kinds: readonly (readonly [string, () => Promise<KeyService>])[] = [
  ['local', local],
  ['kms', startKms],
  ...(library === undefined ? [] : [['hsm', hsm] as const]),
];

describe.each(kinds)('a signing key wrapped by %s', (kind, start) => {
  let service: KeyService;
  beforeAll(async () => {
    service = await start();
  });
  afterAll(() => service.close());

  describeSigner(
    `wrapped by ${kind}`,
    async () => ({
      signer: await processesOf(service.settings).open('persistence'),
      stranger: () => processesOf(service.settings).open('persistence'),
      close: async () => {},
    }),
    { remote: false },
  );

  it('is made by persistence, opened by whoever signs, and shown to whoever publishes it', async () => {
    const { open } = processesOf(service.settings);
    await expect(open('reception')).rejects.toMatchObject({
      code: 'signing-key-missing',
      retryable: true,
    });
    const [signer, twin] = await Promise.all([open('persistence'), open('persistence')]);
    const signature = await signer.sign(MESSAGE);
    for (const grantee of ['reception', 'query', 'restore', 'operators'] as const) {
      const { publicKey, sign } = await open(grantee);
      expect(publicKey).toEqual(signer.publicKey);
      expect(verifySignature(publicKey, MESSAGE, signature)).toBe(true);
      if (grantee === 'reception') expect(await sign(MESSAGE)).toEqual(signature);
      else await expect(sign(MESSAGE)).rejects.toMatchObject({ code: 'not-granted' });
    }
    expect(twin.publicKey).toEqual(signer.publicKey);
  });

  it('is turned over by operators, who cannot open the new one', async () => {
    const { open, rotate } = processesOf(service.settings);
    const former = await open('persistence');
    expect(await rotate()).toBe(true);
    const [persistence, reception] = [await open('persistence'), await open('reception')];
    expect(persistence.publicKey.spki).not.toEqual(former.publicKey.spki);
    expect(reception.publicKey).toEqual(persistence.publicKey);
    const { sign } = await open('operators');
    await expect(sign(MESSAGE)).rejects.toMatchObject({ code: 'not-granted' });
  });
});

it('waits for KMS at the start, and asks it no more once it signs', async () => {
  const { settings, kms, close } = await startKms();
  const { objectsOf, settings: parsed } = processesOf(settings);
  const [errors, calls]: [unknown[], string[]] = [[], []];
  kms.fail('throttled');
  const opening = openLiveSigner(parsed, 'persistence', {
    objects: objectsOf('persistence'),
    onKeyCall: (call) => calls.push(call),
    onError: (error) => {
      errors.push(error);
      kms.fail(undefined);
    },
    signal: new AbortController().signal,
  });
  const signer = await opening;
  expect(errors).toMatchObject([{ code: 'key-service-throttled', retryable: true }]);
  calls.length = 0;
  kms.fail('down');
  for (let n = 0; n < 1_000; n += 1) await signer.sign(MESSAGE);
  expect(calls).toEqual([]);
  await signer.close();
  await close();
});

it('lies under no key of this machine in production', async () => {
  const { settings, close } = await local();
  const { open } = processesOf({ ...settings, PROFILE: 'production' });
  await expect(open('persistence')).rejects.toMatchObject({ code: 'local-key-refused' });
  await close();
});

it('names the setting it needs', async () => {
  const { ENCRYPTION_KIND: _, ...settings } = shape.parse({
    ...{ PROFILE: 'embedded', ENCRYPTION_KIND: 'local', SIGNING_KIND: 'wrapped' },
  });
  const opening = openSigner(settings, 'persistence', { objects: createMemoryObjects() });
  await expect(opening).rejects.toMatchObject({
    code: 'setting-missing',
    message: expect.stringContaining('ENCRYPTION_KIND'),
  });
});
