/**
 * A receipt as text for a QR code: `VENTANILLA1:` and base 45 (RFC 9285) of, in order and big-endian,
 *
 *   1   version, 1          6   log index          each after its length (2):
 *   32  document id         4   attempt              received at, registered at, business key (empty
 *   32  report hash         1   verdict, 0 to 2      when there is none), checkpoint note
 *                           1   hashes of the proof, then 32 bytes each
 *
 * so that a receipt in a log of a million entries fits one code and verifies with no network.
 */
import { HASH_BYTES } from './merkle.ts';
import type { OutcomeEntry, Receipt } from './receipt.ts';

const PREFIX = 'VENTANILLA1:';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const VERDICTS = ['accepted', 'accepted-with-observations', 'rejected'] as const;
const FIXED_BYTES = 1 + 2 * HASH_BYTES + 6 + 4 + 1 + 1;

function encodeBase45(bytes: Uint8Array): string {
  let text = '';
  const digits = (value: number, count: number): void => {
    for (let rest = value, i = 0; i < count; i += 1, rest = Math.floor(rest / 45)) {
      text += ALPHABET[rest % 45];
    }
  };
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    digits((bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0), 3);
  }
  if (bytes.length % 2 === 1) digits(bytes.at(-1) ?? 0, 2);
  return text;
}

function decodeBase45(text: string): Buffer | undefined {
  const out: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = [...text.slice(at, at + 3)].map((digit) => ALPHABET.indexOf(digit));
    const value = group.reduceRight((sum, digit) => sum * 45 + digit, 0);
    const limit = group.length === 3 ? 0xffff : 0xff;
    if (group.length === 1 || group.includes(-1) || value > limit) return undefined;
    if (group.length === 3) out.push(value >> 8);
    out.push(value & 0xff);
  }
  return Buffer.from(out);
}

const field = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** The text of a receipt's QR code. */
export function encodeReceiptText({
  entry,
  logIndex,
  inclusionProof,
  checkpoint,
}: Receipt): string {
  const fixed = Buffer.alloc(FIXED_BYTES);
  fixed[0] = 1;
  fixed.write(entry.documentId, 1, 'hex');
  fixed.write(entry.reportHash, 1 + HASH_BYTES, 'hex');
  let at = 1 + 2 * HASH_BYTES;
  at = fixed.writeUIntBE(logIndex, at, 6);
  at = fixed.writeUInt32BE(entry.attempt, at);
  at = fixed.writeUInt8(VERDICTS.indexOf(entry.verdict), at);
  fixed.writeUInt8(inclusionProof.length, at);
  const texts = [entry.receivedAt, entry.registeredAt, entry.businessKey ?? '', checkpoint];
  const hashes = inclusionProof.map((hash) => Buffer.from(hash, 'base64'));
  return PREFIX + encodeBase45(Buffer.concat([fixed, ...hashes, ...texts.map(field)]));
}

/** The receipt of a QR code's text; undefined when it is none. Nothing in it is verified yet. */
export function decodeReceiptText(text: string): Receipt | undefined {
  const bytes = text.startsWith(PREFIX) ? decodeBase45(text.slice(PREFIX.length)) : undefined;
  if (bytes === undefined || bytes.length < FIXED_BYTES || bytes[0] !== 1) return undefined;
  const proofAt = FIXED_BYTES;
  const verdict = VERDICTS[bytes[FIXED_BYTES - 2] ?? -1];
  const proofEnd = proofAt + (bytes[FIXED_BYTES - 1] ?? 0) * HASH_BYTES;
  const texts = readFields(bytes, proofEnd);
  if (verdict === undefined || texts?.length !== 4) return undefined;
  const [receivedAt = '', registeredAt = '', businessKey = '', checkpoint = ''] = texts;
  const inclusionProof: string[] = [];
  for (let at = proofAt; at < proofEnd; at += HASH_BYTES) {
    inclusionProof.push(bytes.toString('base64', at, at + HASH_BYTES));
  }
  const entry: OutcomeEntry = {
    documentId: bytes.toString('hex', 1, 1 + HASH_BYTES),
    attempt: bytes.readUInt32BE(1 + 2 * HASH_BYTES + 6),
    verdict,
    receivedAt,
    registeredAt,
    ...(businessKey === '' ? {} : { businessKey }),
    reportHash: bytes.toString('hex', 1 + HASH_BYTES, 1 + 2 * HASH_BYTES),
  };
  const logIndex = bytes.readUIntBE(1 + 2 * HASH_BYTES, 6);
  return { type: 'ventanilla/receipt/v1', entry, logIndex, inclusionProof, checkpoint };
}

function readFields(bytes: Buffer, from: number): string[] | undefined {
  const texts: string[] = [];
  let at = from;
  while (at + 2 <= bytes.length) {
    const end = at + 2 + bytes.readUInt16BE(at);
    if (end > bytes.length) return undefined;
    texts.push(bytes.toString('utf8', at + 2, end));
    at = end;
  }
  return at === bytes.length ? texts : undefined;
}
