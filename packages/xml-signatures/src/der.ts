/** Reading DER (X.690): definite lengths only, every element inside its parent, nothing copied. */
import { Buffer } from 'node:buffer';

export interface Der {
  readonly tag: number;
  /** The whole element with its header. */
  readonly bytes: Buffer;
  readonly content: Buffer;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Context tags: `[n]`, primitive or constructed. */
export const context = (number: number, isConstructed = true): number =>
  (isConstructed ? 0xa0 : 0x80) + number;

export class DerError extends Error {}

/** The element at the start of `bytes`, and what follows it. */
function readDer(bytes: Buffer): { readonly der: Der; readonly rest: Buffer } {
  const tag = bytes[0];
  const first = bytes[1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) {
    throw new DerError('no element');
  }
  const count = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || count > 4 || bytes.length < 2 + count) throw new DerError('no length');
  const length = count === 0 ? first : bytes.readUIntBE(2, count);
  const start = 2 + count;
  if (start + length > bytes.length) throw new DerError('cut short');
  const end = start + length;
  return {
    der: { tag, bytes: bytes.subarray(0, end), content: bytes.subarray(start, end) },
    rest: bytes.subarray(end),
  };
}

/** The one element that `bytes` are. */
export function parseDer(bytes: Uint8Array, tag: number = TAG.sequence): Der {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { der, rest } = readDer(buffer);
  if (der.tag !== tag || rest.length > 0) throw new DerError('not one element of that tag');
  return der;
}

export function childrenOf({ content }: Der): Der[] {
  const list: Der[] = [];
  let left = content;
  while (left.length > 0) {
    const { der, rest } = readDer(left);
    list.push(der);
    left = rest;
  }
  return list;
}

/** Element `der`, which must be there and have that tag. */
export function expectTag(der: Der | undefined, tag: number): Der {
  if (der === undefined || der.tag !== tag) throw new DerError(`expected tag ${tag}`);
  return der;
}

/** Content of a BIT STRING of whole bytes. */
export function bitsOf(der: Der | undefined): Buffer {
  const { content } = expectTag(der, TAG.bitString);
  if (content[0] !== 0) throw new DerError('not whole bytes');
  return content.subarray(1);
}

export function oidOf(der: Der | undefined): string {
  const { content } = expectTag(der, TAG.oid);
  const parts: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      parts.push(value);
      value = 0;
    }
  }
  const [first = 0, ...rest] = parts;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...rest].join('.');
}

const TIME = /^(\d{2,4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/;

/** Milliseconds of a UTCTime or GeneralizedTime. */
export function timeOf(der: Der | undefined): number {
  const isShort = der?.tag === TAG.utcTime;
  if (der === undefined || !(isShort || der.tag === TAG.generalizedTime)) {
    throw new DerError('not a time');
  }
  const [, year = '', ...fields] = TIME.exec(der.content.toString('latin1')) ?? [];
  if (year.length !== (isShort ? 2 : 4)) throw new DerError('not a time');
  // RFC 5280: two digits from 50 on are of the last century.
  const full = isShort ? Number(year) + (Number(year) < 50 ? 2000 : 1900) : Number(year);
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields.map(Number);
  return Date.UTC(full, month - 1, day, hour, minute, second);
}

/** `read` of foreign bytes; undefined when they are not what they claim to be. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError || error instanceof RangeError) return undefined;
    throw error;
  }
}
