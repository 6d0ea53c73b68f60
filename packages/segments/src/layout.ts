/**
 * The layout of a segment, version 1. All integers are big-endian.
 *
 *   0      6   "VENSEG"
 *   6      1   version, 1
 *   7      1   purpose: 1 originals, 2 canonical forms
 *   8      …   entries: one ciphertext each, back to back, in the order of the index
 *          40n index: document id (32), offset from the start of the object (4), length (4)
 *          d   details: one ciphertext, about every entry in the same order
 *   end-20 4   n, number of entries
 *   end-16 4   d, length of the details
 *   end-12 4   CRC-32 of the index
 *   end-8  8   "VENSEGND"
 *
 * One entry is read by (offset, length) without the rest; the whole can be read from its end, with no
 * database, to find every entry again. What is secret is encrypted before it comes here.
 */
import { crc32 } from 'node:zlib';
import { invariant, OperationalError } from '@ventanilla/errors';

export type SegmentPurpose = 'original' | 'canonical';

/** Where an entry lies in its object. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

export interface SegmentEntry {
  /** Lower-case hex. */
  readonly documentId: string;
  readonly ciphertext: Uint8Array;
}

export interface EncodedSegment {
  readonly bytes: Uint8Array;
  /** In the order of the entries. */
  readonly places: readonly Place[];
}

export interface DecodedSegment {
  readonly purpose: SegmentPurpose;
  readonly entries: readonly (Place & { readonly documentId: string })[];
  readonly details: Uint8Array;
}

const MAGIC = Buffer.from('VENSEG');
const END = Buffer.from('VENSEGND');
const VERSION = 1;
const PURPOSES: readonly SegmentPurpose[] = ['original', 'canonical'];
const HEADER_BYTES = 8;
const ID_BYTES = 32;
const INDEX_BYTES = ID_BYTES + 8;
const TRAILER_BYTES = 20;
const SIZE_MAX = 0xffff_ffff;

/** At least one entry; at most 4 GiB in all. */
export function encodeSegment(
  purpose: SegmentPurpose,
  entries: readonly SegmentEntry[],
  details: Uint8Array,
): EncodedSegment {
  const body = entries.reduce((total, { ciphertext }) => total + ciphertext.length, 0);
  const indexAt = HEADER_BYTES + body;
  const detailsAt = indexAt + entries.length * INDEX_BYTES;
  const size = detailsAt + details.length + TRAILER_BYTES;
  invariant(entries.length > 0 && size <= SIZE_MAX, 'A segment has entries and fits 32 bits.');
  const bytes = Buffer.allocUnsafeSlow(size);
  MAGIC.copy(bytes);
  bytes[6] = VERSION;
  bytes[7] = PURPOSES.indexOf(purpose) + 1;
  let offset = HEADER_BYTES;
  const places = entries.map(({ documentId, ciphertext }, at) => {
    const place = { offset, length: ciphertext.length };
    bytes.set(ciphertext, offset);
    const row = indexAt + at * INDEX_BYTES;
    const written = bytes.write(documentId, row, ID_BYTES, 'hex');
    invariant(written === ID_BYTES, 'A document id is 32 bytes.');
    bytes.writeUInt32BE(offset, row + ID_BYTES);
    bytes.writeUInt32BE(ciphertext.length, row + ID_BYTES + 4);
    offset += ciphertext.length;
    return place;
  });
  bytes.set(details, detailsAt);
  const trailer = size - TRAILER_BYTES;
  bytes.writeUInt32BE(entries.length, trailer);
  bytes.writeUInt32BE(details.length, trailer + 4);
  bytes.writeUInt32BE(crc32(bytes.subarray(indexAt, detailsAt)), trailer + 8);
  END.copy(bytes, trailer + 12);
  return { bytes, places };
}

const damaged = (why: string): OperationalError =>
  new OperationalError('segment-damaged', `The segment is damaged: ${why}.`, { retryable: false });

/** Throws OperationalError `segment-damaged`, not retryable, when the layout does not hold. */
export function decodeSegment(object: Uint8Array): DecodedSegment {
  const bytes = Buffer.from(object.buffer, object.byteOffset, object.length);
  const trailer = bytes.length - TRAILER_BYTES;
  if (trailer < HEADER_BYTES) throw damaged('too short');
  if (!bytes.subarray(0, 6).equals(MAGIC)) throw damaged('no header');
  if (bytes[6] !== VERSION) throw damaged(`version ${bytes[6]}`);
  if (!bytes.subarray(trailer + 12).equals(END)) throw damaged('no trailer');
  const purpose = PURPOSES[(bytes[7] ?? 0) - 1];
  if (purpose === undefined) throw damaged(`purpose ${bytes[7]}`);
  const count = bytes.readUInt32BE(trailer);
  const detailsAt = trailer - bytes.readUInt32BE(trailer + 4);
  const indexAt = detailsAt - count * INDEX_BYTES;
  if (indexAt < HEADER_BYTES) throw damaged('index beyond the object');
  const index = bytes.subarray(indexAt, detailsAt);
  if (crc32(index) !== bytes.readUInt32BE(trailer + 8)) throw damaged('index checksum');
  return {
    purpose,
    entries: readIndex(index, indexAt),
    details: bytes.subarray(detailsAt, trailer),
  };
}

function readIndex(index: Buffer, end: number): DecodedSegment['entries'] {
  let expected = HEADER_BYTES;
  const entries = Array.from({ length: index.length / INDEX_BYTES }, (_, at) => {
    const row = at * INDEX_BYTES;
    const offset = index.readUInt32BE(row + ID_BYTES);
    const length = index.readUInt32BE(row + ID_BYTES + 4);
    if (offset !== expected) throw damaged('entries are not back to back');
    expected += length;
    return { documentId: index.toString('hex', row, row + ID_BYTES), offset, length };
  });
  if (expected !== end) throw damaged('entries do not fill the object');
  return entries;
}
