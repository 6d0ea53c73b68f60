/**
 * A record as one run of bytes, for back ends that hold nothing else: version 2, key length (2 bytes),
 * headers length (4 bytes), value length (4 bytes), key, headers as JSON, value. Since it says where it
 * ends, records that were put back to back are cut apart again. Version 1 has no value length: its
 * value is the rest.
 */
import { OperationalError } from '@ventanilla/errors';
import type { StreamRecord } from './stream.ts';

const VERSION = 2;
const FIXED = 11;
const FIXED_V1 = 7;

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
  place = into.writeUInt32BE(sized.record.value.length, place);
  place += into.write(sized.record.key, place);
  place += into.write(sized.headers, place);
  into.set(sized.record.value, place);
  return at + sized.bytes;
};

const cutShort = (at: string) =>
  new OperationalError('stream-cut-short', `the record ${at}is not whole`, { retryable: false });
const unknownVersion = (version: number | undefined) =>
  new OperationalError('stream-version', `record of version ${version}`, { retryable: false });

/** Reads what `pack` wrote; the value is a view into `body`. */
export const unpack = (body: Buffer): StreamRecord => {
  const [version] = body;
  if (version !== VERSION && version !== 1) throw unknownVersion(version);
  const headersAt = (version === 1 ? FIXED_V1 : FIXED) + body.readUInt16BE(1);
  const valueAt = headersAt + body.readUInt32BE(3);
  const end = version === 1 ? body.length : valueAt + body.readUInt32BE(7);
  if (end !== body.length) throw cutShort('');
  return {
    key: body.toString('utf8', version === 1 ? FIXED_V1 : FIXED, headersAt),
    headers: JSON.parse(body.toString('utf8', headersAt, valueAt)),
    value: body.subarray(valueAt, end),
  };
};

/** One of several records that lie back to back. */
export interface Cut {
  readonly offset: number;
  readonly bytes: number;
  readonly record: StreamRecord;
}

/**
 * The records of a run of bytes, in order. Throws OperationalError, not retryable, after those that are
 * whole: `stream-cut-short` when the last one is not, `stream-version` for what does not say where it ends.
 */
export function* cut(run: Buffer): Generator<Cut> {
  for (let offset = 0; offset < run.length; ) {
    if (run[offset] !== VERSION) throw unknownVersion(run[offset]);
    const bytes =
      offset + FIXED > run.length
        ? Number.POSITIVE_INFINITY
        : FIXED +
          run.readUInt16BE(offset + 1) +
          run.readUInt32BE(offset + 3) +
          run.readUInt32BE(offset + 7);
    if (offset + bytes > run.length) throw cutShort(`at byte ${offset} `);
    yield { offset, bytes, record: unpack(run.subarray(offset, offset + bytes)) };
    offset += bytes;
  }
}
