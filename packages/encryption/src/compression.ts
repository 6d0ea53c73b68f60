/**
 * Compression before encryption. The first byte names the codec, for ever:
 * 0 as it is, 1 Zstandard level 3.
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { OperationalError } from '@ventanilla/errors';

const RAW = 0;
const ZSTD = 1;
/** Below this a frame's own header eats the gain. */
const WORTHWHILE_BYTES = 64;
const OPTIONS = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

const prefixed = (codec: number, body: Uint8Array): Buffer => {
  const out = Buffer.allocUnsafeSlow(1 + body.length);
  out[0] = codec;
  out.set(body, 1);
  return out;
};

/** Never longer than the input plus one byte. */
export function compress(bytes: Uint8Array): Uint8Array {
  if (bytes.length < WORTHWHILE_BYTES) return prefixed(RAW, bytes);
  const body = zstdCompressSync(bytes, OPTIONS);
  return body.length < bytes.length ? prefixed(ZSTD, body) : prefixed(RAW, bytes);
}

const corrupt = (why: string, cause?: unknown): OperationalError =>
  new OperationalError('corrupt', `Cannot decompress: ${why}`, { retryable: false, cause });

/** The inverse of `compress`; throws OperationalError `corrupt` beyond `sizeMax` bytes or when damaged. */
export function decompress(bytes: Uint8Array, sizeMax: number): Uint8Array {
  const body = bytes.subarray(1);
  if (bytes[0] === RAW) {
    if (body.length > sizeMax) throw corrupt(`more than ${sizeMax} bytes`);
    return body;
  }
  if (bytes[0] !== ZSTD) throw corrupt(`codec ${bytes[0]}`);
  try {
    return zstdDecompressSync(body, { maxOutputLength: sizeMax });
  } catch (error) {
    throw corrupt(`damaged, or more than ${sizeMax} bytes`, error);
  }
}
