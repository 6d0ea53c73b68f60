import { describeKeyAdmin, describeKeyWrapper } from '@ventanilla/encryption/contract';
import { OperationalError } from '@ventanilla/errors';
import { describeSigner } from '@ventanilla/signatures/contract';
import { prepareSoftHsm, type SoftHsm, startSoftHsm } from '@ventanilla/testing';
import {
  createHsmKeyAdmin,
  createHsmKeyWrapper,
  createHsmSigner,
  createSigningKey,
  createWrappingKey,
  type Hsm,
  openHsm,
} from '../src/index.ts';

const library = prepareSoftHsm();
const LABEL = 'ventanilla';
const validFrom = '2030-01-01T00:00:00.000Z';

let softHsm: SoftHsm;

const openToken = async (): Promise<Hsm> => {
  const tokenLabel = softHsm.takeToken();
  return openHsm({ library: softHsm.library, pin: softHsm.pin, tokenLabel });
};

/** The HSM with its cable pulled: PKCS#11 answers with these codes, as a real library does. */
function breakable(hsm: Hsm) {
  let how: 'down' | 'throttled' | undefined;
  const codes = { down: ['CKR_DEVICE_REMOVED', 0x32], throttled: ['CKR_SESSION_COUNT', 0xb1] };
  const run: Hsm['run'] = (work) => {
    if (how === undefined) return hsm.run(work);
    const [message, code] = codes[how];
    return hsm.run(() => {
      throw Object.assign(new Error(`${message}`), { name: 'Pkcs11Error', code });
    });
  };
  return {
    hsm: { run, close: hsm.close },
    fail: (next: 'down' | 'throttled' | undefined) => {
      how = next;
    },
  };
}

async function openWrapper() {
  const real = await openToken();
  const { hsm, fail } = breakable(real);
  await real.run(async (session) => createWrappingKey(session, LABEL));
  return {
    wrapper: await createHsmKeyWrapper({ hsm, keyLabel: LABEL }),
    rotate: async () => {
      await real.run(async (session) => createWrappingKey(session, LABEL));
      return createHsmKeyWrapper({ hsm: { ...real, close: async () => {} }, keyLabel: LABEL });
    },
    stranger: async () => {
      const other = await openToken();
      await other.run(async (session) => createWrappingKey(session, LABEL));
      return createHsmKeyWrapper({ hsm: other, keyLabel: LABEL });
    },
    fail,
    close: real.close,
  };
}

async function openSigner() {
  const real = await openToken();
  const { hsm, fail } = breakable(real);
  await real.run(async (session) => createSigningKey(session, LABEL));
  const options = { keyLabel: LABEL, name: 'ventanilla.example/log', validFrom };
  return {
    signer: await createHsmSigner({ hsm, ...options }),
    stranger: async () => {
      const other = await openToken();
      await other.run(async (session) => createSigningKey(session, LABEL));
      return createHsmSigner({ hsm: other, ...options });
    },
    fail,
    close: real.close,
  };
}

if (library === undefined) {
  describe.skip('HSM', () => it('needs SoftHSM and a compiler', () => {}));
} else {
  beforeAll(async () => {
    softHsm = await startSoftHsm(library, 12);
  });
  afterAll(() => softHsm.close());

  describeKeyWrapper('HSM', openWrapper, { remote: true, flipsMax: 64 });
  describeKeyAdmin('HSM', async () => {
    const real = await openToken();
    const hsm = { ...real, close: async () => {} };
    await real.run(async (session) => createWrappingKey(session, LABEL));
    const admin = createHsmKeyAdmin({ hsm, keyLabel: LABEL });
    return {
      admin: () => admin,
      wrapper: () => createHsmKeyWrapper({ hsm, keyLabel: LABEL }),
      turnOver: async () => void (await admin.rotate()),
      close: real.close,
    };
  });
  describeSigner('HSM', openSigner, { remote: true });

  describe('HSM session', () => {
    it('refuses a wrong PIN for good, and waits for a token that is not there', async () => {
      const hsm = await openToken();
      await hsm.close();
      const options = { library: softHsm.library, tokenLabel: 'absent', pin: softHsm.pin };
      await expect(openHsm(options)).rejects.toMatchObject({
        code: 'hsm-unavailable',
        retryable: true,
      });
      const tokenLabel = softHsm.takeToken();
      await expect(openHsm({ ...options, tokenLabel, pin: '0000' })).rejects.toMatchObject({
        code: 'hsm-refused',
        retryable: false,
      });
    });

    it('says which key is missing', async () => {
      const hsm = await openToken();
      await expect(createHsmKeyWrapper({ hsm, keyLabel: 'none' })).rejects.toMatchObject({
        code: 'key-unknown',
      });
      await hsm.close();
    });

    it('opens another session after a failure, and does one thing at a time', async () => {
      const hsm = await openToken();
      await hsm.run(async (session) => createWrappingKey(session, LABEL));
      const wrapper = await createHsmKeyWrapper({ hsm, keyLabel: LABEL });
      const failing = hsm.run(async ({ module, handle, driver }) => {
        // Leaves an operation open, which would spoil every later one in this session.
        module.C_DigestInit(handle, { mechanism: driver.CKM_SHA256 });
        module.C_DigestInit(handle, { mechanism: driver.CKM_SHA256 });
      });
      const wrapping = Array.from({ length: 20 }, () => wrapper.generate({ purpose: 'x' }));
      await expect(failing).rejects.toBeInstanceOf(OperationalError);
      const keys = await Promise.all(wrapping);
      expect(
        new Set(keys.map(({ plaintext }) => Buffer.from(plaintext).toString('hex'))).size,
      ).toBe(20);
      await wrapper.close();
    });

    it('never lets a key out', async () => {
      const hsm = await openToken();
      await hsm.run(async (session) => createWrappingKey(session, LABEL));
      const reading = hsm.run(async ({ module, handle, driver }) => {
        module.C_FindObjectsInit(handle, [
          { type: driver.CKA_CLASS, value: driver.CKO_SECRET_KEY },
        ]);
        const [key] = module.C_FindObjects(handle, 1);
        module.C_FindObjectsFinal(handle);
        return key && module.C_GetAttributeValue(handle, key, [{ type: driver.CKA_VALUE }]);
      });
      await expect(reading).rejects.toMatchObject({
        cause: { message: 'CKR_ATTRIBUTE_SENSITIVE' },
      });
      await hsm.close();
    });
  });
}
