import { generateKeyPairSync, sign } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { OperationalError } from '@ventanilla/errors';
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
      signal: new AbortController().signal,
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

  it('passes over a key that is said to be the one at hand', async () => {
    const { open, key } = createKey();
    const { spki } = (await open()).publicKey;
    let looks = 0;
    const signer = await createLiveSigner({
      open: async (atHand) => {
        if (atHand === undefined) return open();
        expect(atHand.spki).toEqual(spki);
        looks += 1;
        return undefined;
      },
      everyMs: 1,
      onError: (error) => {
        throw error;
      },
      signal: new AbortController().signal,
    });
    while (looks < 2) await delay(1);
    expect(key.closed).toBe(0);
    expect(verifySignature(signer.publicKey, MESSAGE, await signer.sign(MESSAGE))).toBe(true);
    await signer.close();
  });

  it('is waited for at the start while waiting may help, and until it is told to stop', async () => {
    const { open } = createKey();
    const away = new OperationalError('key-service-throttled', 'busy', { retryable: true });
    const stop = new AbortController();
    const told: unknown[] = [];
    const options = { onError: (error: unknown) => told.push(error), signal: stop.signal };
    const late = () => (told.length > 0 ? open() : Promise.reject(away));
    const signer = await createLiveSigner({ ...options, open: late });
    expect(told).toEqual([away]);
    await signer.close();
    const stopped = createLiveSigner({ ...options, open: () => Promise.reject(away) });
    stop.abort();
    await expect(stopped).rejects.toBe(away);
    const wrong = new OperationalError('key-unknown', 'gone', { retryable: false });
    await expect(createLiveSigner({ ...options, open: () => Promise.reject(wrong) })).rejects.toBe(
      wrong,
    );
  });
});
