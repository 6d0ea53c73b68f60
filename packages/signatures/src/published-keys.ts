/** The document at `/.well-known/ventanilla/keys.json`: every key that ever signed, for verifiers. */
import { OperationalError } from '@ventanilla/errors';
import type { PublicKey } from './signatures.ts';

export interface PublishedKey {
  readonly name: string;
  readonly algorithm: PublicKey['algorithm'];
  /** base64 of SPKI DER. */
  readonly spki: string;
  readonly validFrom: string;
  readonly validUntil?: string;
}

export interface PublishedKeys {
  readonly type: 'ventanilla/keys/v1';
  /** Newest first. Keys no longer in use stay, for what they signed. */
  readonly keys: readonly PublishedKey[];
}

const invalid = (why: string): OperationalError =>
  new OperationalError('keys-invalid', `Not a list of published keys: ${why}`, {
    retryable: false,
  });

/** The published form of these keys, newest first. */
export const publishedKeys = (keys: readonly PublicKey[]): PublishedKeys => ({
  type: 'ventanilla/keys/v1',
  keys: [...keys]
    .sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1))
    .map(({ spki, ...rest }) => ({ ...rest, spki: Buffer.from(spki).toString('base64') })),
});

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

function readKey(value: unknown): PublicKey {
  const key = (value ?? {}) as Partial<PublishedKey>;
  const { name, algorithm, spki, validFrom, validUntil } = key;
  if (!isText(name) || !isText(spki) || !isText(validFrom)) throw invalid('a field is missing');
  if (algorithm !== 'Ed25519' && algorithm !== 'ECDSA-P256-SHA256') {
    throw invalid('an algorithm is unknown');
  }
  const bytes = new Uint8Array(Buffer.from(spki, 'base64'));
  const until = validUntil === undefined ? {} : { validUntil };
  return { name, algorithm, spki: bytes, validFrom, ...until };
}

/** Reads what `publishedKeys` wrote; throws OperationalError `keys-invalid`. */
export function parsePublishedKeys(json: unknown): readonly PublicKey[] {
  const document = (json ?? {}) as Partial<PublishedKeys>;
  if (document.type !== 'ventanilla/keys/v1' || !Array.isArray(document.keys)) {
    throw invalid('the type or the keys are missing');
  }
  return document.keys.map(readKey);
}
