/**
 * A record as one run of bytes, for back ends that hold nothing else: version 1, key length (2 bytes),
 * headers length (4 bytes), key, headers as JSON, value.
 */
import { OperationalError } from '@ventanilla/errors';
import type { StreamRecord } from './stream.ts';

const VERSION = 1;
const FIXED = 7;

/** Sizes known before the one buffer for a whole batch is made. */
export interface Sized {
  readonly record: StreamRecord;
  readonly headers: string;
  readonly keyBytes: number;
  readonly headersBytes: number;
  readonly bytes: number;
}

export const measure = (record: StreamRecord): Sized => {
  const headers = JSON.stringify(record.headers);
  const keyBytes = Buffer.byteLength(record.key);
  const headersBytes = Buffer.byteLength(headers);
  const bytes = FIXED + keyBytes + headersBytes + record.value.length;
  return { record, headers, keyBytes, headersBytes, bytes };
};

/** Writes one record at `at`; returns where the next begins. */
export const pack = (sized: Sized, into: Buffer, at: number): number => {
  let place = into.writeUInt8(VERSION, at);
  place = into.writeUInt16BE(sized.keyBytes, place);
  place = into.writeUInt32BE(sized.headersBytes, place);
  place += into.write(sized.record.key, place);
  place += into.write(sized.headers, place);
  into.set(sized.record.value, place);
  return at + sized.bytes;
};

/** Reads what `pack` wrote; the value is a view into `body`. */
export const unpack = (body: Buffer): StreamRecord => {
  if (body[0] !== VERSION) {
    throw new OperationalError('stream-version', `record of version ${body[0]}`, {
      retryable: false,
    });
  }
  const headersAt = FIXED + body.readUInt16BE(1);
  const valueAt = headersAt + body.readUInt32BE(3);
  return {
    key: body.toString('utf8', FIXED, headersAt),
    headers: JSON.parse(body.toString('utf8', headersAt, valueAt)),
    value: body.subarray(valueAt),
  };
};
