/** ECDSA P-256 over a digest: what KMS does and `node:crypto`, which always hashes, does not. For tests. */
import { createECDH, type KeyObject, randomBytes } from 'node:crypto';

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const toNumber = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex')}`);
const modulo = (value: bigint): bigint => ((value % ORDER) + ORDER) % ORDER;

/** Fermat: the order is prime. */
function inverse(value: bigint): bigint {
  let result = 1n;
  let base = modulo(value);
  for (let exponent = ORDER - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = modulo(result * base);
    base = modulo(base * base);
  }
  return result;
}

function derInteger(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  const padded = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
  return Buffer.concat([Buffer.of(2, padded.length), padded]);
}

/** ASN.1 DER of the signature. */
export function signDigest(privateKey: KeyObject, digest: Buffer): Buffer {
  const secret = toNumber(Buffer.from(`${privateKey.export({ format: 'jwk' }).d}`, 'base64url'));
  const nonce = modulo(toNumber(randomBytes(40))) || 1n;
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(Buffer.from(nonce.toString(16).padStart(64, '0'), 'hex'));
  const r = modulo(toNumber(curve.getPublicKey().subarray(1, 33)));
  const s = modulo(inverse(nonce) * (toNumber(digest) + r * secret));
  const [first, second] = [derInteger(r), derInteger(s)];
  return Buffer.concat([Buffer.of(0x30, first.length + second.length), first, second]);
}
