/**
 * One logged-in session with a PKCS#11 token. A session does one operation at a time, so work queues;
 * after any failure the session is given up, for an operation may be left open in it, and the next
 * work opens another.
 */
import { OperationalError } from '@ventanilla/errors';
import type * as pkcs11js from 'pkcs11js';

export interface HsmOptions {
  /** Path of the vendor's PKCS#11 library, e.g. `/opt/cloudhsm/lib/libcloudhsm_pkcs11.so`. */
  readonly library: string;
  readonly tokenLabel: string;
  /** Of the user; CloudHSM's form is `user:password`. */
  readonly pin: string;
}

export interface HsmSession {
  readonly driver: typeof pkcs11js;
  readonly module: pkcs11js.PKCS11;
  readonly handle: pkcs11js.Handle;
}

export interface Hsm {
  /** Runs alone in the session. A PKCS#11 error becomes OperationalError, code `hsm-*`. */
  readonly run: <T>(work: (session: HsmSession) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

const ALREADY_INITIALIZED = 0x191;
const ALREADY_LOGGED_IN = 0x100;
/** Wrong PIN, locked PIN, arguments or attributes that the token refuses: waiting does not help. */
const FINAL_CODES = [0xa0, 0xa1, 0xa2, 0xa4, 0x07, 0x12, 0x13, 0x70, 0x71, 0xd0, 0xd1];

/** The code of a PKCS#11 failure; undefined for any other error. */
const pkcs11Code = (error: unknown): number | undefined => {
  const { name, code } = (error ?? {}) as { readonly name?: unknown; readonly code?: unknown };
  return name === 'Pkcs11Error' && typeof code === 'number' ? code : undefined;
};

const translate = (error: unknown): unknown => {
  const code = pkcs11Code(error);
  if (code === undefined) return error;
  const final = FINAL_CODES.includes(code);
  return new OperationalError(
    final ? 'hsm-refused' : 'hsm-unavailable',
    `The HSM failed: ${(error as Error).message.split('\n')[0]}`,
    { retryable: !final, cause: error },
  );
};

const tolerate = (code: number, work: () => void): void => {
  try {
    work();
  } catch (error) {
    // Another session of this process got there first.
    if (pkcs11Code(error) !== code) throw error;
  }
};

async function loadDriver(): Promise<typeof pkcs11js> {
  try {
    const loaded = (await import('pkcs11js')) as typeof pkcs11js & {
      readonly default?: typeof pkcs11js;
    };
    return loaded.default ?? loaded;
  } catch (cause) {
    const message = 'pkcs11js is not built: run `node tools/build-pkcs11.mjs`';
    throw new OperationalError('hsm-driver-missing', message, { retryable: false, cause });
  }
}

// Loaded and initialised once a process, and never finalised: that would end everyone's sessions.
const modules = new Map<string, pkcs11js.PKCS11>();

function loadModule(driver: typeof pkcs11js, library: string): pkcs11js.PKCS11 {
  const known = modules.get(library);
  if (known) return known;
  const module = new driver.PKCS11();
  try {
    module.load(library);
  } catch (cause) {
    throw new OperationalError('hsm-library-missing', `Cannot load ${library}`, {
      retryable: false,
      cause,
    });
  }
  tolerate(ALREADY_INITIALIZED, () => module.C_Initialize());
  modules.set(library, module);
  return module;
}

async function openSession(options: HsmOptions): Promise<HsmSession> {
  const driver = await loadDriver();
  const module = loadModule(driver, options.library);
  const slot = module
    .C_GetSlotList(true)
    .find((candidate) => module.C_GetTokenInfo(candidate).label.trim() === options.tokenLabel);
  if (slot === undefined) {
    throw new OperationalError('hsm-unavailable', `No token ${options.tokenLabel} is present`, {
      retryable: true,
    });
  }
  const handle = module.C_OpenSession(slot, driver.CKF_SERIAL_SESSION | driver.CKF_RW_SESSION);
  tolerate(ALREADY_LOGGED_IN, () => module.C_Login(handle, driver.CKU_USER, options.pin));
  return { driver, module, handle };
}

/** Connects to a token; throws OperationalError when it is not there or refuses the PIN. */
export async function openHsm(options: HsmOptions): Promise<Hsm> {
  let session: HsmSession | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let closed = false;

  const giveUp = (): void => {
    const old = session;
    session = undefined;
    try {
      if (old) old.module.C_CloseSession(old.handle);
    } catch {
      // It is lost already; the next work opens a new one.
    }
  };
  const once = async <T>(work: (session: HsmSession) => Promise<T>): Promise<T> => {
    if (closed) {
      throw new OperationalError('hsm-closed', 'The HSM is closed', { retryable: false });
    }
    try {
      session ??= await openSession(options);
      return await work(session);
    } catch (error) {
      giveUp();
      throw translate(error);
    }
  };
  const run: Hsm['run'] = (work) => {
    const result = last.then(() => once(work));
    last = result.catch(() => undefined);
    return result;
  };

  await run(async () => undefined);
  return {
    run,
    close: async () => {
      await last;
      closed = true;
      giveUp();
    },
  };
}
