/** A stream whose values are encoded (compressed, encrypted) on the way in and decoded on the way out. */
import { OperationalError } from '@ventanilla/errors';
import type { DeliveredRecord, Stream, StreamRecord } from './stream.ts';
import { translateStream, type UnreadableOptions } from './translate.ts';

/** Names the codec that a value went through. */
export const ENCODING_HEADER = 've-encoding';

export interface ValueCodec {
  /** Goes into the header, e.g. `zstd+aes256gcm`. */
  readonly name: string;
  /** Results in order; one call for a whole batch. */
  readonly encode: (records: readonly StreamRecord[]) => Promise<readonly Uint8Array[]>;
  /** Throws OperationalError, retryable only when waiting can help. */
  readonly decode: (records: readonly StreamRecord[]) => Promise<readonly Uint8Array[]>;
}

export interface ProtectOptions extends UnreadableOptions {
  readonly codec: ValueCodec;
}

const notEncoded = (found: string | undefined) =>
  new OperationalError('not-encoded', `value has encoding ${found ?? 'none'}`, {
    retryable: false,
  });

const decode = async (
  codec: ValueCodec,
  records: readonly DeliveredRecord[],
): Promise<readonly DeliveredRecord[]> => {
  for (const { headers } of records) {
    // A value that skipped the codec was put there by somebody without the key.
    if (headers[ENCODING_HEADER] !== codec.name) throw notEncoded(headers[ENCODING_HEADER]);
  }
  const values = await codec.decode(records);
  return records.map((record, index) => {
    const { [ENCODING_HEADER]: _, ...headers } = record.headers;
    return { ...record, headers, value: values[index] as Uint8Array };
  });
};

const encode = async (codec: ValueCodec, records: readonly StreamRecord[]) => {
  const values = await codec.encode(records);
  return records.map(({ key, headers }, index) => ({
    key,
    headers: { ...headers, [ENCODING_HEADER]: codec.name },
    value: values[index] as Uint8Array,
  }));
};

/** Wraps `stream`; records that do not decode are set aside as dead letters, still encoded. */
export const protectStream = (stream: Stream, { codec, ...options }: ProtectOptions): Stream =>
  translateStream(
    stream,
    {
      write: (_, records) => encode(codec, records),
      read: (records) => decode(codec, records),
    },
    options,
  );
