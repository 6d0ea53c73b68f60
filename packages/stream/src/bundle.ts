/**
 * A bundle: several records as the value of one, so that compression, encryption and the stream's own
 * cost per record are paid once for many.
 *
 *   u8 version (1) │ u32 count │ count × ( u32 length │ JSON [key, headers] │ u32 length │ value )
 *
 * Numbers are big-endian. Records keep their order.
 */
import { OperationalError } from '@ventanilla/errors';
import type { StreamRecord } from './stream.ts';

const VERSION = 1;
const HEAD_BYTES = 5;
const LENGTH_BYTES = 4;

/** Says that a value is a bundle, and of how many records. */
export const BUNDLE_HEADER = 've-bundle';

export function packBundle(records: readonly StreamRecord[]): Uint8Array {
  const heads = records.map(({ key, headers }) => Buffer.from(JSON.stringify([key, headers])));
  let size = HEAD_BYTES;
  records.forEach(({ value }, i) => {
    size += 2 * LENGTH_BYTES + (heads[i]?.length ?? 0) + value.length;
  });
  const bundle = Buffer.allocUnsafe(size);
  bundle.writeUInt8(VERSION, 0);
  bundle.writeUInt32BE(records.length, 1);
  let at = HEAD_BYTES;
  const put = (bytes: Uint8Array) => {
    at = bundle.writeUInt32BE(bytes.length, at);
    bundle.set(bytes, at);
    at += bytes.length;
  };
  records.forEach(({ value }, i) => {
    put(heads[i] as Uint8Array);
    put(value);
  });
  return bundle;
}

/** Throws OperationalError `bundle-unreadable`, not retryable. Values are views of `bytes`. */
export function unpackBundle(bytes: Uint8Array): readonly StreamRecord[] {
  const bundle = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  try {
    if (bundle.readUInt8(0) !== VERSION) throw new RangeError('unknown version');
    let at = HEAD_BYTES;
    const take = () => {
      const start = at + LENGTH_BYTES;
      const end = start + bundle.readUInt32BE(at);
      if (end > bundle.length) throw new RangeError('truncated');
      at = end;
      return bundle.subarray(start, end);
    };
    const records = Array.from({ length: bundle.readUInt32BE(1) }, () => {
      const [key, headers] = JSON.parse(take().toString()) as [string, Record<string, string>];
      return { key, headers, value: take() };
    });
    if (at !== bundle.length) throw new RangeError('bytes left over');
    return records;
  } catch (cause) {
    throw new OperationalError('bundle-unreadable', 'The value is not a bundle of version 1.', {
      retryable: false,
      cause,
    });
  }
}
