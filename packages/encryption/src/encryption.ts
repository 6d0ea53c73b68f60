/**
 * Envelope encryption: data keys encrypt payloads (AES-256-GCM), a key wrapper encrypts data keys.
 */

/** Authenticated with every wrapped key and never secret: what the key is for. */
export type EncryptionContext = Readonly<Record<string, string>>;

export interface WrappedKey {
  /** Names the wrapping key and its version, for rotation. */
  readonly keyId: string;
  readonly bytes: Uint8Array;
}

/** The port of KMS, HSM or local key file. Calls may be slow and throttled: never one per document. */
export interface KeyWrapper {
  /** A fresh 32-byte data key and its wrapped form. The caller zeroes `plaintext`. Throws OperationalError. */
  readonly generate: (
    context: EncryptionContext,
  ) => Promise<{ readonly plaintext: Uint8Array; readonly wrapped: WrappedKey }>;
  /** Throws OperationalError, code `key-mismatch` and not retryable, on a wrong context or altered key. */
  readonly unwrap: (wrapped: WrappedKey, context: EncryptionContext) => Promise<Uint8Array>;
  /** The same data key under the wrapping key of today. Throws as `unwrap` and `generate` do. */
  readonly rewrap: (wrapped: WrappedKey, context: EncryptionContext) => Promise<WrappedKey>;
  readonly close: () => Promise<void>;
}

/** Other wrapped forms of data keys, for messages whose own wrapping key is retired or destroyed. */
export interface RewrappedKeys {
  /** Every form that is kept of this data key, in no order; throws OperationalError. */
  readonly find: (wrapped: WrappedKey) => Promise<readonly WrappedKey[]>;
}

export interface WrappingKey {
  readonly id: string;
  /** current wraps and unwraps; former only unwraps; retired is switched off and can be restored. */
  readonly state: 'current' | 'former' | 'retired' | 'destroyed';
  /** ISO instant; absent where the key service does not keep it. */
  readonly createdAt?: string;
}

/** The life of wrapping keys, for operators; no service has it. All throw OperationalError. */
export interface KeyAdmin {
  /** Oldest first. */
  readonly list: () => Promise<readonly WrappingKey[]>;
  /** New key material wraps from now on; returns the id under which it does. */
  readonly rotate: () => Promise<string>;
  /** Switches a former key off: whoever needs it waits (`key-paused`) until it is restored. */
  readonly retire: (keyId: string) => Promise<void>;
  readonly restore: (keyId: string) => Promise<void>;
  /** For good; only of a retired key, `key-in-use` otherwise. */
  readonly destroy: (keyId: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface Plain {
  readonly plaintext: Uint8Array;
  /** Bound to this ciphertext as additional data, e.g. the document id. Must be given again to decrypt. */
  readonly binding: string;
}
export interface Cipher {
  readonly ciphertext: Uint8Array;
  readonly binding: string;
}

/** One per purpose (`stream`, `original`, `canonical`); caches data keys by messages, bytes and age. */
export interface Envelope {
  /** One key-service call at most for the whole array. Results in order. */
  readonly encrypt: (items: readonly Plain[]) => Promise<readonly Uint8Array[]>;
  /** Throws OperationalError `tampered` (not retryable) if any item does not authenticate. */
  readonly decrypt: (items: readonly Cipher[]) => Promise<readonly Uint8Array[]>;
  /** Forgets cached data keys. Their bytes were zeroed when imported into `node:crypto`. */
  readonly close: () => void;
}
