import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env as environment } from 'node:process';
import { createLocalKeyFile } from '@ventanilla/encryption/local';
import { createMemoryObjects } from '@ventanilla/objects/memory';
import { verifySignature } from '@ventanilla/signatures';
import { createSigningKeyFile } from '@ventanilla/signatures/local';
import { type LocalKms, startLocalKms } from '@ventanilla/testing';
import { z } from 'zod';
import { encryptionSettings, openEnvelope, openSigner, signingSettings } from '../src/index.ts';

const shape = z.object({
  ...encryptionSettings,
  ...signingSettings,
  PROFILE: z.enum(['embedded', 'sandbox', 'production']),
});
const objects = createMemoryObjects();
const settingsOf = (values: object) => shape.parse({ PROFILE: 'production', ...values });

describe('custody by settings', () => {
  let folder: string;
  let kms: LocalKms;
  let local: object;
  let remote: object;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'custody-'));
    const [wrapping, signing] = [join(folder, 'wrapping.json'), join(folder, 'signing.pem')];
    await createLocalKeyFile(wrapping, new Date());
    await createSigningKeyFile(signing);
    local = {
      ENCRYPTION_KIND: 'local',
      ENCRYPTION_KEY_FILE: wrapping,
      SIGNING_KIND: 'local',
      SIGNING_KEY_FILE: signing,
    };
    kms = await startLocalKms();
    remote = {
      ENCRYPTION_KIND: 'kms',
      ENCRYPTION_KMS_KEY_ID: kms.createKey(),
      SIGNING_KIND: 'kms',
      SIGNING_KMS_KEY_ID: kms.createSigningKey(),
      SIGNING_KEY_VALID_FROM: '2030-01-01T00:00:00Z',
      KMS_REGION: kms.client.region,
      KMS_ENDPOINT: kms.client.endpoint,
    };
    // The AWS chain reads the environment; the double does not check who asks.
    Object.assign(environment, { AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x' });
  });
  afterAll(async () => {
    await kms.close();
    await rm(folder, { recursive: true });
  });

  const roundTrip = async (values: object): Promise<void> => {
    const settings = settingsOf(values);
    const envelope = await openEnvelope(settings, 'persistence', 'canonical');
    const plaintext = Buffer.from('factura');
    const [ciphertext = Buffer.alloc(0)] = await envelope.encrypt([{ plaintext, binding: 'a' }]);
    const other = await openEnvelope(settings, 'persistence', 'canonical');
    const [back = Buffer.alloc(0)] = await other.decrypt([{ ciphertext, binding: 'a' }]);
    expect(Buffer.from(back)).toEqual(plaintext);
    const signer = await openSigner(settings, 'persistence', { objects });
    const signature = await signer.sign(plaintext);
    expect(verifySignature(signer.publicKey, plaintext, signature)).toBe(true);
    await signer.close();
  };

  it('opens what KMS keeps, in production too', () => roundTrip(remote));

  it('opens what this machine keeps, but not in production', async () => {
    await roundTrip({ ...local, PROFILE: 'embedded' });
    const refusal = { code: 'local-key-refused', retryable: false };
    await expect(openEnvelope(settingsOf(local), 'persistence', 'canonical')).rejects.toMatchObject(
      refusal,
    );
    await expect(openSigner(settingsOf(local), 'persistence', { objects })).rejects.toMatchObject(
      refusal,
    );
  });

  it.each(['local', 'kms', 'hsm'])('names the setting that %s needs', async (kind) => {
    const settings = settingsOf({
      ENCRYPTION_KIND: kind,
      SIGNING_KIND: kind,
      PROFILE: 'embedded',
    });
    const missing = { code: 'setting-missing', message: expect.stringContaining(`=${kind}`) };
    await expect(openEnvelope(settings, 'persistence', 'canonical')).rejects.toMatchObject(missing);
    await expect(openSigner(settings, 'persistence', { objects })).rejects.toMatchObject(missing);
  });
});
