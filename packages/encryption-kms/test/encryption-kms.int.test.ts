import { createEnvelope } from '@ventanilla/encryption';
import { describeKeyAdmin, describeKeyWrapper } from '@ventanilla/encryption/contract';
import { describeSigner } from '@ventanilla/signatures/contract';
import { type LocalKms, startLocalKms } from '@ventanilla/testing';
import { createKmsKeyAdmin, createKmsKeyWrapper, createKmsSigner } from '../src/index.ts';

const validFrom = '2030-01-01T00:00:00.000Z';
const name = 'ventanilla.example/log';

async function openWrapper() {
  const kms = await startLocalKms();
  const keyId = kms.createKey();
  const wrapper = createKmsKeyWrapper({ keyId, client: kms.client });
  return {
    wrapper,
    rotate: async () =>
      createKmsKeyWrapper({ keyId: kms.createKey(), formerKeyIds: [keyId], client: kms.client }),
    stranger: async () => createKmsKeyWrapper({ keyId: kms.createKey(), client: kms.client }),
    fail: kms.fail,
    close: async () => {
      await wrapper.close();
      await kms.close();
    },
  };
}

async function openSigner() {
  const kms = await startLocalKms();
  const open = () =>
    createKmsSigner({ keyId: kms.createSigningKey(), name, validFrom, client: kms.client });
  const signer = await open();
  return {
    signer,
    stranger: open,
    fail: kms.fail,
    close: async () => {
      await signer.close();
      await kms.close();
    },
  };
}

describeKeyWrapper('KMS', openWrapper, { remote: true, flipsMax: 80 });
describeKeyAdmin('KMS', async () => {
  const kms = await startLocalKms();
  let options = { keyId: kms.createKey(), formerKeyIds: [] as string[], client: kms.client };
  return {
    admin: () => createKmsKeyAdmin(options),
    wrapper: async () => createKmsKeyWrapper(options),
    turnOver: async () => {
      options = { ...options, keyId: kms.createKey(), formerKeyIds: [options.keyId] };
    },
    close: kms.close,
  };
});
describeSigner('KMS', openSigner, { remote: true });

describe('KMS', () => {
  let kms: LocalKms;
  beforeAll(async () => {
    kms = await startLocalKms();
  });
  afterAll(() => kms.close());
  const CONTEXT = { purpose: 'original' };

  it('is asked once for a thousand documents', async () => {
    const wrapper = createKmsKeyWrapper({ keyId: kms.createKey(), client: kms.client });
    const envelope = createEnvelope({ wrapper, purpose: 'original', now: () => 0 });
    const before = kms.calls.GenerateDataKey ?? 0;
    for (let batch = 0; batch < 10; batch += 1) {
      const items = Array.from({ length: 100 }, (_, i) => ({
        plaintext: Buffer.alloc(100),
        binding: `${batch}/${i}`,
      }));
      await envelope.encrypt(items);
    }
    expect((kms.calls.GenerateDataKey ?? 0) - before).toBe(1);
  });

  it('goes on unwrapping after KMS itself rotated the key', async () => {
    const keyId = kms.createKey();
    const wrapper = createKmsKeyWrapper({ keyId, client: kms.client });
    const before = await wrapper.generate(CONTEXT);
    kms.rotate(keyId);
    const after = await wrapper.generate(CONTEXT);
    expect(after.wrapped.keyId).toBe(before.wrapped.keyId);
    for (const { wrapped, plaintext } of [before, after]) {
      expect(Buffer.from(await wrapper.unwrap(wrapped, CONTEXT))).toEqual(Buffer.from(plaintext));
    }
  });

  it('pauses on a disabled key: the operator may enable it again', async () => {
    const keyId = kms.createKey();
    const wrapper = createKmsKeyWrapper({ keyId, client: kms.client });
    const { wrapped } = await wrapper.generate(CONTEXT);
    kms.disable(keyId);
    const paused = { code: 'key-paused', retryable: true };
    await expect(wrapper.generate(CONTEXT)).rejects.toMatchObject(paused);
    await expect(wrapper.unwrap(wrapped, CONTEXT)).rejects.toMatchObject(paused);
  });

  it('says which key is missing or of the wrong kind', async () => {
    const { client } = kms;
    const keyId = 'arn:aws:kms:us-east-1:111122223333:key/none';
    const unknown = { code: 'key-unknown', retryable: false };
    const wrapper = createKmsKeyWrapper({ keyId, client });
    await expect(wrapper.generate(CONTEXT)).rejects.toMatchObject(unknown);
    const signing = createKmsSigner({ keyId, name, validFrom, client });
    await expect(signing).rejects.toMatchObject(unknown);
  });

  it('takes a multi-region key of another region for the same key', async () => {
    const arnIn = (region: string) => `arn:aws:kms:${region}:111122223333:key/mrk-1234`;
    const wrapper = createKmsKeyWrapper({ keyId: arnIn('eu-west-1'), client: kms.client });
    const wrapped = { keyId: arnIn('us-east-1'), bytes: Buffer.alloc(100) };
    const before = kms.calls.Decrypt ?? 0;
    // Our double has no such key, so it is asked and does not know it: what matters is that it is asked.
    await expect(wrapper.unwrap(wrapped, CONTEXT)).rejects.toMatchObject({
      cause: { name: 'NotFoundException' },
    });
    expect((kms.calls.Decrypt ?? 0) - before).toBe(1);
    const other = { ...wrapped, keyId: 'arn:aws:kms:us-east-1:111122223333:key/1234' };
    await expect(wrapper.unwrap(other, CONTEXT)).rejects.toMatchObject({ code: 'key-unknown' });
    expect((kms.calls.Decrypt ?? 0) - before).toBe(1);
  });
});
