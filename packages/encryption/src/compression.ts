/**
 * Compression before encryption. The first byte names the codec, for ever: 0 as it is, 1 Zstandard
 * level 1 or 3, 2 to 255 Zstandard level 3 with the dictionary of that number and a checksum.
 */
import { constants } from 'node:zlib';
import { invariant, OperationalError } from '@ventanilla/errors';
import { type Dictionary, readDictionaries } from './dictionary.ts';
import { createZstd, type Zstd } from './zstd.ts';

const RAW = 0;
const ZSTD = 1;
const FIRST_DICTIONARY = 2;
/** Below this a frame's own header eats the gain. */
const WORTHWHILE_BYTES = 64;
/** How far into a document its format is looked for. */
const MARKER_WITHIN_BYTES = 600;
const LEVEL = { [constants.ZSTD_c_compressionLevel]: 3 };
// Passes through once and in bundles: a third less CPU for 3 % more bytes.
const FAST = { [constants.ZSTD_c_compressionLevel]: 1 };
// Raw dictionaries have no number inside the frame: without a checksum a wrong one decodes to rubbish.
const CHECKED = { ...LEVEL, [constants.ZSTD_c_checksumFlag]: 1 };

let plain: Zstd | undefined;
const withoutDictionary = (): Zstd => {
  plain ??= createZstd({ params: FAST });
  return plain;
};

const prefixed = (codec: number, body: Uint8Array): Buffer => {
  const out = Buffer.allocUnsafeSlow(1 + body.length);
  out[0] = codec;
  out.set(body, 1);
  return out;
};

/** For what passes through once (the stream): fast. Never longer than the input plus one byte. */
export function compress(bytes: Uint8Array): Uint8Array {
  if (bytes.length < WORTHWHILE_BYTES) return prefixed(RAW, bytes);
  const body = withoutDictionary().compress(bytes);
  return body.length < bytes.length ? prefixed(ZSTD, body) : prefixed(RAW, bytes);
}

const corrupt = (why: string, cause?: unknown): OperationalError =>
  new OperationalError('corrupt', `Cannot decompress: ${why}`, { retryable: false, cause });

export interface Compression {
  /** For what is kept for years: with the dictionary of the document's format, when there is one. */
  readonly compressDocument: (bytes: Uint8Array) => Uint8Array;
  /** The inverse of both; throws OperationalError `corrupt` beyond `sizeMax` bytes or when damaged. */
  readonly decompress: (bytes: Uint8Array, sizeMax: number) => Uint8Array;
}

function unpack(body: Uint8Array, sizeMax: number, zstd: Zstd): Uint8Array {
  try {
    return zstd.decompress(body, sizeMax);
  } catch (error) {
    throw corrupt(`damaged, or more than ${sizeMax} bytes`, error);
  }
}

/** Compression with these dictionaries, the preferred of a format first. */
export function createCompression(dictionaries: readonly Dictionary[]): Compression {
  const byId = new Map(dictionaries.map((dictionary) => [dictionary.id, dictionary]));
  const engines = new Map<number, Zstd>();
  const withDictionary = ({ id, bytes }: Dictionary): Zstd => {
    const engine = engines.get(id) ?? createZstd({ params: CHECKED, dictionary: bytes });
    engines.set(id, engine);
    return engine;
  };
  invariant(
    dictionaries.every(({ id }) => id >= FIRST_DICTIONARY && id <= 255),
    'a dictionary has a number from 2 to 255',
  );
  return {
    compressDocument: (bytes) => {
      const start = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(
        'latin1',
        0,
        MARKER_WITHIN_BYTES,
      );
      const dictionary = dictionaries.find(({ marker }) => start.includes(marker));
      if (dictionary === undefined) return compress(bytes);
      const body = withDictionary(dictionary).compress(bytes);
      return body.length < bytes.length ? prefixed(dictionary.id, body) : prefixed(RAW, bytes);
    },
    decompress: (bytes, sizeMax) => {
      const codec = bytes[0];
      const body = bytes.subarray(1);
      if (codec === RAW) {
        if (body.length > sizeMax) throw corrupt(`more than ${sizeMax} bytes`);
        return body;
      }
      if (codec === ZSTD) return unpack(body, sizeMax, withoutDictionary());
      const dictionary = codec === undefined ? undefined : byId.get(codec);
      if (dictionary === undefined) throw corrupt(`codec ${codec}`);
      return unpack(body, sizeMax, withDictionary(dictionary));
    },
  };
}

let shipped: Compression | undefined;
const withShipped = (): Compression => {
  shipped ??= createCompression(readDictionaries(new URL('../dictionaries/', import.meta.url)));
  return shipped;
};

/** `compressDocument` with the dictionaries that ship with us. */
export const compressDocument: Compression['compressDocument'] = (bytes) =>
  withShipped().compressDocument(bytes);

/** `decompress` for everything that `compress` and `compressDocument` ever wrote. */
export const decompress: Compression['decompress'] = (bytes, sizeMax) =>
  withShipped().decompress(bytes, sizeMax);
