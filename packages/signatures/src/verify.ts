import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { PublicKey } from './signatures.ts';

// Parsing SPKI costs more than checking a signature; a verifier sees few distinct keys.
const PARSED_MAX = 64;
const parsed = new Map<string, KeyObject>();

function keyObject({ spki, algorithm }: PublicKey): KeyObject {
  const id = Buffer.from(spki).toString('base64');
  const known = parsed.get(id);
  if (known) return known;
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  const expected = algorithm === 'Ed25519' ? 'ed25519' : 'ec';
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType !== expected || (expected === 'ec' && curve !== 'prime256v1')) {
    throw new TypeError(`The key is not of the algorithm ${algorithm}`);
  }
  if (parsed.size >= PARSED_MAX) parsed.clear();
  parsed.set(id, key);
  return key;
}

/**
 * True when `signature` is by `publicKey` over exactly `message`. Ed25519: 64 bytes (RFC 8032);
 * ECDSA: ASN.1 DER over SHA-256. False, never an exception, for a malformed key or signature.
 */
export function verifySignature(
  publicKey: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    const digest = publicKey.algorithm === 'Ed25519' ? null : 'sha256';
    return verify(digest, message, keyObject(publicKey), signature);
  } catch {
    return false;
  }
}
