/** Ed25519 signing with a key file: PKCS#8 PEM, mode 0600. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { invariant, OperationalError } from '@ventanilla/errors';
import type { Signer } from '../signatures.ts';

const bad = (code: string, message: string, cause?: unknown): OperationalError =>
  new OperationalError(code, message, { retryable: false, cause });

/** Creates a signing key; throws OperationalError `key-file-exists` rather than replace one. */
export async function createSigningKeyFile(file: string): Promise<void> {
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(privateKey.export({ format: 'pem', type: 'pkcs8' }));
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw bad('key-file-exists', `There is a key file already: ${file}`, cause);
  }
}

/** Puts a new key in the place of the one in the file, whose private half is gone then. */
export async function replaceSigningKeyFile(file: string): Promise<void> {
  const draft = `${file}.new`;
  await createSigningKeyFile(draft);
  await rename(draft, file);
}

async function readPem(
  file: string,
): Promise<{ readonly pem: string; readonly createdAt: string }> {
  try {
    const { mode, birthtime, mtime } = await stat(file);
    if ((mode & 0o077) !== 0) {
      throw bad('key-file-exposed', `Others can read the key file, set its mode to 0600: ${file}`);
    }
    const created = birthtime.getTime() > 0 && birthtime < mtime ? birthtime : mtime;
    return { pem: await readFile(file, 'utf8'), createdAt: created.toISOString() };
  } catch (error) {
    if (error instanceof OperationalError) throw error;
    throw bad('key-file-missing', `Cannot read the key file: ${file}`, error);
  }
}

function parsePem(pem: string, file: string) {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Said below; the parser's own error may quote key material.
  }
  throw bad('key-file-invalid', `Not an Ed25519 private key in PKCS#8 PEM: ${file}`);
}

/** A signer over a key file. `name` is published; `validFrom` defaults to the file's age. */
export async function createLocalSigner(options: {
  readonly file: string;
  readonly name: string;
  readonly validFrom?: string;
}): Promise<Signer> {
  const { pem, createdAt } = await readPem(options.file);
  let key: ReturnType<typeof parsePem> | undefined = parsePem(pem, options.file);
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    publicKey: {
      name: options.name,
      algorithm: 'Ed25519',
      spki: new Uint8Array(spki),
      validFrom: options.validFrom ?? createdAt,
    },
    sign: async (message) => {
      invariant(key, 'nothing is signed after close');
      return sign(null, message, key);
    },
    close: async () => {
      key = undefined;
    },
  };
}
