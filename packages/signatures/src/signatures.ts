/** Signing port: log heads and submission receipts. Local file, KMS, HSM, or wrapped. */

export interface PublicKey {
  /** Name in the C2SP note sense, e.g. `ventanilla.example/log`. */
  readonly name: string;
  readonly algorithm: 'Ed25519' | 'ECDSA-P256-SHA256';
  /** SPKI DER. */
  readonly spki: Uint8Array;
  /** ISO instants of validity. */
  readonly validFrom: string;
  readonly validUntil?: string;
}

export interface Signer {
  readonly publicKey: PublicKey;
  /** Throws OperationalError when the key service cannot answer. */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
}
