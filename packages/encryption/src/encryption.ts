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
