/**
 * The envelope on disk and on the wire, version 1:
 *
 *   0      version, 1
 *   1      flags, 0 (a reader refuses any other)
 *   2..3   length k of the key id, big-endian
 *   4..    key id, UTF-8, k bytes: names the wrapping key and its version
 *   +2     length w of the wrapped data key, big-endian
 *   +w     wrapped data key
 *   +12    nonce, random
 *   …      ciphertext, as long as the plaintext
 *   +16    GCM tag
 *
 * Additional data of AES-256-GCM: every byte before the ciphertext, then the purpose and the binding,
 * each after its length (4 bytes, big-endian), so that no pair can be mistaken for another pair.
 */
import { createHash } from 'node:crypto';
import { OperationalError } from '@ventanilla/errors';
import type { WrappedKey } from './encryption.ts';

const VERSION = 1;
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;
const FIXED_BYTES = 4;

export interface Header {
  readonly wrapped: WrappedKey;
  /** Identifies the wrapped key in a cache: its id and its bytes. */
  readonly cacheKey: string;
  /** Where the nonce begins. */
  readonly prefixLength: number;
}

/** Everything of the header that all messages of one data key share: all but the nonce. */
export function encodePrefix(wrapped: WrappedKey): Buffer {
  const id = Buffer.from(wrapped.keyId, 'utf8');
  const prefix = Buffer.alloc(FIXED_BYTES + id.length + 2 + wrapped.bytes.length);
  prefix[0] = VERSION;
  prefix.writeUInt16BE(id.length, 2);
  id.copy(prefix, FIXED_BYTES);
  prefix.writeUInt16BE(wrapped.bytes.length, FIXED_BYTES + id.length);
  prefix.set(wrapped.bytes, FIXED_BYTES + id.length + 2);
  return prefix;
}

const tampered = (why: string): OperationalError =>
  new OperationalError('tampered', `Not an envelope of ours: ${why}`, { retryable: false });

/** Reads the header of an envelope; throws OperationalError `tampered` when it is not one. */
export function decodeHeader(envelope: Buffer): Header {
  if (envelope.length < FIXED_BYTES + 2 + NONCE_BYTES + TAG_BYTES) throw tampered('too short');
  if (envelope[0] !== VERSION) throw tampered(`version ${envelope[0]}`);
  if (envelope[1] !== 0) throw tampered(`flags ${envelope[1]}`);
  const idEnd = FIXED_BYTES + envelope.readUInt16BE(2);
  if (idEnd + 2 > envelope.length) throw tampered('key id runs past the end');
  const prefixLength = idEnd + 2 + envelope.readUInt16BE(idEnd);
  if (prefixLength + NONCE_BYTES + TAG_BYTES > envelope.length) throw tampered('truncated');
  return {
    wrapped: {
      keyId: envelope.toString('utf8', FIXED_BYTES, idEnd),
      bytes: envelope.subarray(idEnd + 2, prefixLength),
    },
    cacheKey: envelope.toString('latin1', 2, prefixLength),
    prefixLength,
  };
}

/** The part of the additional data that does not travel with the ciphertext. */
export function encodeTail(purpose: string, binding: string): Buffer {
  const purposeBytes = Buffer.byteLength(purpose);
  const bindingBytes = Buffer.byteLength(binding);
  const tail = Buffer.allocUnsafe(8 + purposeBytes + bindingBytes);
  tail.writeUInt32BE(purposeBytes, 0);
  tail.write(purpose, 4);
  tail.writeUInt32BE(bindingBytes, 4 + purposeBytes);
  tail.write(binding, 8 + purposeBytes);
  return tail;
}

/** The wrapped data key of a message, as its header carries it. */
export const wrappedKeyOf = (ciphertext: Uint8Array): WrappedKey =>
  decodeHeader(Buffer.from(ciphertext.buffer, ciphertext.byteOffset, ciphertext.length)).wrapped;

/** Names a data key by its first wrapped form: SHA-256 in hex. */
export const dataKeyIdOf = (wrapped: WrappedKey): string =>
  createHash('sha256').update(encodePrefix(wrapped)).digest('hex');

/** Id of the wrapping key that a message depends on: as long as there is one, that key must live. */
export const wrappingKeyOf = (ciphertext: Uint8Array): string => wrappedKeyOf(ciphertext).keyId;
