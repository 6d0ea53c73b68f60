import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';
import { asOutage, errorCode, invariant, OperationalError } from '@ventanilla/errors';
import type {
  Cipher,
  Envelope,
  KeyWrapper,
  Plain,
  RewrappedKeys,
  WrappedKey,
} from './encryption.ts';
import { decodeHeader, encodePrefix, encodeTail, NONCE_BYTES, TAG_BYTES } from './header.ts';
import { createKeyCache, importKey, type KeyCache } from './key-cache.ts';

/** How much one data key may encrypt, and how long it may be kept. */
export interface EnvelopeLimits {
  /** At most 2^31: random 96-bit nonces under one key (NIST SP 800-38D §8.3 allows 2^32). */
  readonly messagesMax: number;
  readonly bytesMax: number;
  readonly ageMsMax: number;
  /** Unwrapped keys kept for decryption. */
  readonly decryptKeysMax?: number;
}

export const DEFAULT_LIMITS: EnvelopeLimits = {
  messagesMax: 1_000_000,
  bytesMax: 16 * 1024 ** 3,
  ageMsMax: 3_600_000,
  decryptKeysMax: 256,
};

export interface EnvelopeOptions {
  readonly wrapper: KeyWrapper;
  /** Part of the encryption context and of every message's additional data. */
  readonly purpose: string;
  readonly limits?: EnvelopeLimits;
  /** Asked when a message's own wrapping key cannot be used any more. */
  readonly rewrapped?: RewrappedKeys;
  /** Milliseconds; only differences count. */
  readonly now: () => number;
  /** Fills with cryptographically strong random bytes. */
  readonly random?: (target: Uint8Array) => void;
}

type CompleteOptions = Required<Omit<EnvelopeOptions, 'rewrapped'>> &
  Pick<EnvelopeOptions, 'rewrapped'>;

interface DataKey {
  readonly key: KeyObject;
  readonly prefix: Buffer;
  readonly since: number;
  messages: number;
  bytes: number;
}

const UNWRAPS_AT_ONCE = 8;

function encryptOne(
  { key, prefix }: DataKey,
  nonce: Uint8Array,
  tail: Buffer,
  plaintext: Uint8Array,
): Buffer {
  const start = prefix.length + NONCE_BYTES;
  const out = Buffer.allocUnsafeSlow(start + plaintext.length + TAG_BYTES);
  prefix.copy(out);
  out.set(nonce, prefix.length);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.concat([out.subarray(0, start), tail]));
  // GCM is a stream mode: update() returns everything and final() nothing.
  out.set(cipher.update(plaintext), start);
  cipher.final();
  out.set(cipher.getAuthTag(), start + plaintext.length);
  return out;
}

function decryptOne(envelope: Buffer, prefixLength: number, key: KeyObject, tail: Buffer): Buffer {
  const start = prefixLength + NONCE_BYTES;
  const end = envelope.length - TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, envelope.subarray(prefixLength, start), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.concat([envelope.subarray(0, start), tail]));
  decipher.setAuthTag(envelope.subarray(end));
  const plaintext = decipher.update(envelope.subarray(start, end));
  decipher.final();
  return plaintext;
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

const tampered = (index: number, cause: unknown): OperationalError =>
  new OperationalError('tampered', `Item ${index} of the batch does not authenticate`, {
    retryable: false,
    cause,
  });

/** Encrypts under one data key at a time and turns to a fresh one before any limit is passed. */
function createEncrypter(options: CompleteOptions, retire: (key: DataKey) => void) {
  const { wrapper, purpose, limits, now, random } = options;
  let current: DataKey | undefined;
  let generating: Promise<void> | undefined;
  let closed = false;

  const fits = (key: DataKey, messages: number, bytes: number): boolean =>
    key.messages + messages <= limits.messagesMax &&
    key.bytes + bytes <= limits.bytesMax &&
    now() - key.since <= limits.ageMsMax;

  const generate = async (): Promise<void> => {
    // No document is to blame for a key that is not to be had, whatever the key service says of it.
    const { plaintext, wrapped } = await asOutage(() => wrapper.generate({ purpose }));
    const key = importKey(plaintext);
    invariant(!closed, 'nothing is encrypted after close');
    if (current) retire(current);
    current = { key, prefix: encodePrefix(wrapped), since: now(), messages: 0, bytes: 0 };
  };

  /** Reserves room under a data key before anything else can run: no limit is passed. */
  const reserve = async (messages: number, bytes: number): Promise<DataKey> => {
    invariant(!closed, 'nothing is encrypted after close');
    invariant(
      messages <= limits.messagesMax && bytes <= limits.bytesMax,
      'a batch fits under one data key',
    );
    while (current === undefined || !fits(current, messages, bytes)) {
      generating ??= generate().finally(() => {
        generating = undefined;
      });
      await generating;
    }
    current.messages += messages;
    current.bytes += bytes;
    return current;
  };

  return {
    encrypt: async (items: readonly Plain[]): Promise<readonly Uint8Array[]> => {
      if (items.length === 0) return [];
      const bytes = items.reduce((sum, { plaintext }) => sum + plaintext.length, 0);
      const key = await reserve(items.length, bytes);
      const nonces = new Uint8Array(items.length * NONCE_BYTES);
      random(nonces);
      return items.map(({ plaintext, binding }, i) => {
        const nonce = nonces.subarray(i * NONCE_BYTES, (i + 1) * NONCE_BYTES);
        return encryptOne(key, nonce, encodeTail(purpose, binding), plaintext);
      });
    },
    close: (): void => {
      closed = true;
      current = undefined;
    },
  };
}

/** Each distinct key of a batch, a few key-service calls at a time. */
async function loadAll(
  cache: KeyCache,
  wanted: ReadonlyMap<string, () => Promise<KeyObject>>,
): Promise<Map<string, KeyObject>> {
  const loaded = new Map<string, KeyObject>();
  const queue = [...wanted];
  const work = async (): Promise<void> => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      loaded.set(next[0], await cache.get(next[0], next[1]));
    }
  };
  await Promise.all(Array.from({ length: Math.min(UNWRAPS_AT_ONCE, queue.length) }, work));
  return loaded;
}

/** The wrapping key is destroyed, or switched off for good or for a while. */
const KEY_GONE = ['key-unknown', 'key-paused'];

/** Only these may be the message's own fault: its header names the key, and holds the wrapped form. */
const MESSAGE_WRONG = ['key-unknown', 'key-mismatch'];

/** Any other refusal is an outage: a token that was given another PIN must not make poison of documents. */
const unwrapOne = async (
  { wrapper, purpose }: CompleteOptions,
  wrapped: WrappedKey,
): Promise<Uint8Array> => {
  try {
    return await wrapper.unwrap(wrapped, { purpose });
  } catch (error) {
    if (MESSAGE_WRONG.includes(errorCode(error))) throw error;
    return asOutage(() => Promise.reject(error));
  }
};

/** The data key of a message; by another of its wrapped forms when its own cannot be used. */
async function unwrapAnyForm(options: CompleteOptions, wrapped: WrappedKey): Promise<Uint8Array> {
  try {
    return await unwrapOne(options, wrapped);
  } catch (error) {
    const { rewrapped } = options;
    if (rewrapped === undefined || !KEY_GONE.includes(errorCode(error))) throw error;
    for (const form of await rewrapped.find(wrapped)) {
      const key = await unwrapOne(options, form).catch((failure: unknown) => {
        if (KEY_GONE.includes(errorCode(failure))) return undefined;
        throw failure;
      });
      if (key !== undefined) return key;
    }
    throw error;
  }
}

function createDecrypter(options: CompleteOptions, cache: KeyCache) {
  const { purpose } = options;
  return async (items: readonly Cipher[]): Promise<readonly Uint8Array[]> => {
    const wanted = new Map<string, () => Promise<KeyObject>>();
    const parsed = items.map(({ ciphertext }, index) => {
      const envelope = asBuffer(ciphertext);
      const header = decodeHeader(envelope);
      if (!wanted.has(header.cacheKey)) {
        wanted.set(header.cacheKey, () =>
          unwrapAnyForm(options, header.wrapped).then(importKey, (error: unknown) => {
            throw errorCode(error) === 'key-mismatch' ? tampered(index, error) : error;
          }),
        );
      }
      return { envelope, header };
    });
    const keys = await loadAll(cache, wanted);
    return parsed.map(({ envelope, header }, index) => {
      const key = keys.get(header.cacheKey);
      invariant(key, 'every key of the batch is loaded');
      try {
        const tail = encodeTail(purpose, items[index]?.binding ?? '');
        return decryptOne(envelope, header.prefixLength, key, tail);
      } catch (error) {
        throw tampered(index, error);
      }
    });
  };
}

/** An envelope for one purpose over any key wrapper. A failure of the key service never yields plaintext. */
export function createEnvelope(options: EnvelopeOptions): Envelope {
  const limits = options.limits ?? DEFAULT_LIMITS;
  invariant(limits.messagesMax <= 2 ** 31, 'messagesMax keeps random nonces from colliding');
  const complete = {
    random: (target: Uint8Array) => void randomFillSync(target),
    ...options,
    limits,
  };
  const cache = createKeyCache({
    keysMax: limits.decryptKeysMax ?? 256,
    ageMsMax: limits.ageMsMax,
    now: options.now,
  });
  // What was just written is often read back here, so a retired key moves on to the decrypt cache.
  const encrypter = createEncrypter(complete, ({ key, prefix }) =>
    cache.add(prefix.toString('latin1', 2), key),
  );
  return {
    encrypt: encrypter.encrypt,
    decrypt: createDecrypter(complete, cache),
    close: () => {
      encrypter.close();
      cache.clear();
    },
  };
}
