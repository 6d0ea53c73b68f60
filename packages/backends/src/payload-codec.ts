/**
 * Payloads on the stream: compressed, then encrypted, bound to the document's id.
 * The whole batch shares one call, so the key service hears of it once in many thousand documents.
 */
import { compress, decompress, type Envelope } from '@ventanilla/encryption';
import type { ValueCodec } from '@ventanilla/stream';

/** Far above the 1 MiB that reception takes: the canonical form and report may be larger. */
const PAYLOAD_BYTES_MAX = 32 * 1024 * 1024;

export const createPayloadCodec = (envelope: Envelope): ValueCodec => ({
  name: 'zstd+aes256gcm',
  encode: (records) =>
    envelope.encrypt(
      records.map(({ key, value }) => ({ plaintext: compress(value), binding: key })),
    ),
  decode: async (records) => {
    const compressed = await envelope.decrypt(
      records.map(({ key, value }) => ({ ciphertext: value, binding: key })),
    );
    return compressed.map((bytes) => decompress(bytes, PAYLOAD_BYTES_MAX));
  },
});
