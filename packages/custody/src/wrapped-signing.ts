/**
 * The keys that sign, at rest: one object a key, its private half under a data key of purpose `signing`
 * beside its public half in the clear. Services that sign open the newest once and hold it in memory.
 *
 * Objects are `keys/wrapped-signing/<SHA-256 of the name>/<version>`, so that two services that start
 * together cannot make two keys: what is there is never changed, and whoever is second reads the first's.
 */
import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { createEnvelope, type Envelope, type KeyWrapper } from '@ventanilla/encryption';
import { errorCode, invariant, OperationalError } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import type { PublicKey, Signer } from '@ventanilla/signatures';
import { readChecked, WRAPPED_SIGNING, writeChecked } from './checked-text.ts';
import { createRewrappedKeys } from './rewrapped-keys.ts';

const TYPE = 'ventanilla/wrapped-signing-key/v1';
const PURPOSE = 'signing';
const VERSION_DIGITS = 6;

interface KeyFile {
  readonly type: typeof TYPE;
  readonly version: number;
  readonly name: string;
  readonly algorithm: 'Ed25519';
  /** base64 of SPKI DER. */
  readonly spki: string;
  readonly validFrom: string;
  /** base64 of PKCS#8 DER in the envelope of `packages/encryption`. */
  readonly wrapped: string;
}

export interface WrappedSigningKey {
  readonly version: number;
  readonly publicKey: PublicKey;
  /** The private half, encrypted. */
  readonly wrapped: Uint8Array;
}

type Readable = Pick<ObjectStore, 'list' | 'get'>;

const folderOf = (name: string): string =>
  `${WRAPPED_SIGNING}${createHash('sha256').update(name).digest('hex')}/`;

async function read(objects: Readable, object: string): Promise<WrappedSigningKey> {
  const file = readChecked(object, await objects.get(object)) as KeyFile;
  const { version, name, algorithm, validFrom, wrapped } = file;
  const spki = new Uint8Array(Buffer.from(file.spki, 'base64'));
  const publicKey = { name, algorithm, spki, validFrom };
  return { version, publicKey, wrapped: Buffer.from(wrapped, 'base64') };
}

/** Every wrapped key of every name, the oldest of a name first; `inForce` is the newest of its name. */
export async function readWrappedSigningKeys(
  objects: Readable,
): Promise<readonly (WrappedSigningKey & { readonly inForce: boolean })[]> {
  const keys: WrappedSigningKey[] = [];
  for await (const object of objects.list(WRAPPED_SIGNING)) keys.push(await read(objects, object));
  return keys.map((key, at) => ({
    ...key,
    inForce: keys[at + 1]?.publicKey.name !== key.publicKey.name,
  }));
}

/** The key that signs under this name; undefined before the first was made. Nothing is unwrapped. */
export async function readWrappedSigningKey(
  objects: Readable,
  name: string,
): Promise<WrappedSigningKey | undefined> {
  let newest: string | undefined;
  for await (const object of objects.list(folderOf(name))) newest = object;
  return newest === undefined ? undefined : read(objects, newest);
}

/** Whatever stands beside the private half is authenticated with it. */
const bindingOf = (version: number, { name, spki, validFrom }: PublicKey): string =>
  JSON.stringify([name, version, validFrom, Buffer.from(spki).toString('base64')]);

async function withEnvelope<T>(
  objects: ObjectStore,
  wrapper: KeyWrapper,
  work: (envelope: Envelope) => Promise<T>,
): Promise<T> {
  const rewrapped = createRewrappedKeys(objects);
  const envelope = createEnvelope({ wrapper, purpose: PURPOSE, now: () => 0, rewrapped });
  try {
    return await work(envelope);
  } finally {
    envelope.close();
  }
}

export interface MakeWrappedSigningKeyOptions {
  readonly objects: ObjectStore;
  readonly wrapper: KeyWrapper;
  readonly name: string;
  /** 1 of a new log; one more than that of the key to be replaced. */
  readonly version: number;
  readonly now: Date;
}

/** Makes a key, unless somebody else was first with this version: theirs counts then. */
export async function makeWrappedSigningKey(options: MakeWrappedSigningKeyOptions): Promise<void> {
  const { objects, wrapper, name, version, now } = options;
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const validFrom = now.toISOString();
  const binding = bindingOf(version, { name, algorithm: 'Ed25519', spki, validFrom });
  const plaintext = privateKey.export({ format: 'der', type: 'pkcs8' });
  const [wrapped = new Uint8Array()] = await withEnvelope(objects, wrapper, (envelope) =>
    envelope.encrypt([{ plaintext, binding }]),
  ).finally(() => plaintext.fill(0));
  const file: KeyFile = {
    type: TYPE,
    version,
    name,
    algorithm: 'Ed25519',
    spki: spki.toString('base64'),
    validFrom,
    wrapped: Buffer.from(wrapped).toString('base64'),
  };
  const object = `${folderOf(name)}${String(version).padStart(VERSION_DIGITS, '0')}`;
  try {
    await objects.put(object, writeChecked(file));
  } catch (error) {
    if (errorCode(error) !== 'object-conflict') throw error;
  }
}

/** Asks the key service once; what signs from then on asks nobody. */
export async function openWrappedSigner(
  objects: ObjectStore,
  wrapper: KeyWrapper,
  { version, publicKey, wrapped }: WrappedSigningKey,
): Promise<Signer> {
  const [der = Buffer.alloc(0)] = await withEnvelope(objects, wrapper, (envelope) =>
    envelope.decrypt([{ ciphertext: wrapped, binding: bindingOf(version, publicKey) }]),
  );
  let key: ReturnType<typeof createPrivateKey> | undefined = importAndForget(der);
  return {
    publicKey,
    sign: async (message) => {
      invariant(key, 'nothing is signed after close');
      return sign(null, message, key);
    },
    close: async () => {
      key = undefined;
    },
  };
}

function importAndForget(der: Uint8Array) {
  try {
    return createPrivateKey({
      key: Buffer.from(der.buffer, der.byteOffset, der.length),
      format: 'der',
      type: 'pkcs8',
    });
  } catch {
    // The parser's own error may quote key material.
    throw new OperationalError('key-file-invalid', 'What was unwrapped is no Ed25519 key', {
      retryable: false,
    });
  } finally {
    der.fill(0);
  }
}
