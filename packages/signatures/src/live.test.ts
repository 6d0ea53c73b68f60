import { generateKeyPairSync, sign } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createLiveSigner, type Signer, verifySignature } from './index.ts';

function createKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = { closed: 0 };
  const open = async (): Promise<Signer> => ({
    publicKey: {
      name: 'log',
      algorithm: 'Ed25519',
      spki: publicKey.export({ format: 'der', type: 'spki' }),
      validFrom: '2030-01-01T00:00:00.000Z',
    },
    sign: async (message) => sign(null, message, privateKey),
    close: async () => {
      key.closed += 1;
    },
  });
  return { open, key };
}
const MESSAGE = Buffer.from('head');

describe('a live signer', () => {
  it('takes up a new key, and what was begun with the former one still verifies', async () => {
    const [one, two] = [createKey(), createKey()];
    let today = one.open;
    let failing = false;
    const errors: unknown[] = [];
    const signer = await createLiveSigner({
      open: () => (failing ? Promise.reject(new Error('away')) : today()),
      everyMs: 1,
      onError: (error) => errors.push(error),
    });
    const before = { publicKey: signer.publicKey, sign: signer.sign };
    failing = true;
    while (errors.length === 0) await delay(1);
    failing = false;
    today = two.open;
    const { spki } = (await two.open()).publicKey;
    while (!Buffer.from(signer.publicKey.spki).equals(spki)) await delay(1);
    const after = { publicKey: signer.publicKey, sign: signer.sign };
    for (const { publicKey, sign: signWith } of [before, after]) {
      expect(verifySignature(publicKey, MESSAGE, await signWith(MESSAGE))).toBe(true);
    }
    await signer.close();
    expect(one.key.closed).toBeGreaterThan(0);
  });
});
