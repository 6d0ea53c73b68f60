import { generateKeyPairSync } from 'node:crypto';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSigner } from '../contract/index.ts';
import { parsePublishedKeys, publishedKeys, verifySignature } from '../index.ts';
import { createLocalSigner, createSigningKeyFile } from './index.ts';

const name = 'ventanilla.example/log';
const inFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signing-'));
  return { file: join(folder, 'signing.pem'), remove: () => rm(folder, { recursive: true }) };
};

async function open() {
  const { file, remove } = await inFolder();
  await createSigningKeyFile(file);
  const signer = await createLocalSigner({ file, name });
  return {
    signer,
    stranger: async () => {
      await createSigningKeyFile(`${file}.other`);
      return createLocalSigner({ file: `${file}.other`, name });
    },
    close: async () => {
      await signer.close();
      await remove();
    },
  };
}

describeSigner('local file', open, { remote: false });

describe('signing key file', () => {
  it('is for its owner only, never replaced, and refused when exposed', async () => {
    const { file, remove } = await inFolder();
    await expect(createLocalSigner({ file, name })).rejects.toMatchObject({
      code: 'key-file-missing',
    });
    await createSigningKeyFile(file);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(createSigningKeyFile(file)).rejects.toMatchObject({ code: 'key-file-exists' });
    await chmod(file, 0o644);
    await expect(createLocalSigner({ file, name })).rejects.toMatchObject({
      code: 'key-file-exposed',
    });
    await remove();
  });

  it('is refused when it holds another kind of key or none', async () => {
    const { file, remove } = await inFolder();
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    for (const content of ['no key', privateKey.export({ format: 'pem', type: 'pkcs8' })]) {
      await writeFile(file, content, { mode: 0o600 });
      await expect(createLocalSigner({ file, name })).rejects.toMatchObject({
        code: 'key-file-invalid',
      });
    }
    await remove();
  });

  it('signs nothing once closed', async () => {
    const { file, remove } = await inFolder();
    await createSigningKeyFile(file);
    const signer = await createLocalSigner({ file, name });
    await signer.close();
    await expect(signer.sign(new Uint8Array())).rejects.toThrow('after close');
    await remove();
  });
});

describe('verifySignature', () => {
  it('says no to a key that is not of its algorithm', () => {
    const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
    const key = { name, algorithm: 'ECDSA-P256-SHA256', spki, validFrom: '' } as const;
    expect(verifySignature(key, new Uint8Array(), new Uint8Array(70))).toBe(false);
    expect(verifySignature({ ...key, spki: spki.subarray(3) }, spki, spki)).toBe(false);
  });
});

describe('published keys', () => {
  it('lists the newest first', () => {
    const at = (validFrom: string) =>
      ({ name, algorithm: 'Ed25519', spki: new Uint8Array([1]), validFrom }) as const;
    const { keys } = publishedKeys([
      at('2029-01-01T00:00:00.000Z'),
      at('2030-01-01T00:00:00.000Z'),
    ]);
    expect(keys.map(({ validFrom }) => validFrom.slice(0, 4))).toEqual(['2030', '2029']);
  });

  it.each([undefined, {}, { type: 'ventanilla/keys/v1', keys: [{}] }])('refuses %j', (json) => {
    expect(() => parsePublishedKeys(json)).toThrow(
      expect.objectContaining({ code: 'keys-invalid' }),
    );
  });
});
