/** C2SP tlog-cosignature, Ed25519: a witness saying when it saw a consistent tree head. */
import { createHash } from 'node:crypto';
import { formatNote, type NoteSignature, parseNote, verifyWith } from './note.ts';

export interface WitnessKey {
  readonly name: string;
  /** SPKI DER of an Ed25519 key, used for cosignatures of this name only. */
  readonly spki: Uint8Array;
}

export interface Cosignature {
  readonly witness: WitnessKey;
  /** Seconds since 1970. */
  readonly seconds: number;
}

const COSIGNATURE_TYPE = 4;
const ED25519_BYTES = 32;
const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;

const keyIdOf = ({ name, spki }: WitnessKey): string =>
  createHash('sha256')
    .update(`${name}\n`)
    .update(Buffer.of(COSIGNATURE_TYPE))
    .update(spki.subarray(-ED25519_BYTES))
    .digest('hex')
    .slice(0, 8);

const messageOf = (text: string, seconds: number | bigint): Uint8Array =>
  Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);

/** `<name>+<key id>+<base64 of type and key>`, as witnesses publish themselves. */
export const encodeWitnessKey = (key: WitnessKey): string => {
  const typed = Buffer.concat([Buffer.of(COSIGNATURE_TYPE), key.spki.subarray(-ED25519_BYTES)]);
  return `${key.name}+${keyIdOf(key)}+${typed.toString('base64')}`;
};

const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** Reads a key as witnesses publish themselves; undefined when it is not one. */
export function parseWitnessKey(text: string): WitnessKey | undefined {
  const [, name, base64 = ''] = /^([^\s+]+)\+[0-9a-f]{8}\+(\S+)$/.exec(text.trim()) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  const sound = bytes.length === 1 + ED25519_BYTES && bytes[0] === COSIGNATURE_TYPE;
  if (name === undefined || !sound) return undefined;
  const key = { name, spki: new Uint8Array(Buffer.concat([ED25519_SPKI, bytes.subarray(1)])) };
  return encodeWitnessKey(key) === text.trim() ? key : undefined;
}

/** A cosignature of the text of a checkpoint. The caller has checked that it is consistent. */
export async function cosign(
  text: string,
  key: WitnessKey,
  seconds: number,
  sign: (message: Uint8Array) => Promise<Uint8Array>,
): Promise<NoteSignature> {
  const time = Buffer.alloc(TIME_BYTES);
  time.writeBigUInt64BE(BigInt(seconds));
  const signature = Buffer.concat([time, await sign(messageOf(text, seconds))]);
  return { name: key.name, keyId: keyIdOf(key), signature };
}

/** The cosignatures of a note by these witnesses that verify; a wrong one is passed over. */
export function verifyCosignatures(
  note: string,
  witnesses: readonly WitnessKey[],
): readonly Cosignature[] {
  const parsed = parseNote(note);
  if (parsed === undefined) return [];
  return witnesses.flatMap((witness): readonly Cosignature[] => {
    const keyId = keyIdOf(witness);
    const line = parsed.signatures.find((one) => one.name === witness.name && one.keyId === keyId);
    if (line?.signature.length !== TIME_BYTES + SIGNATURE_BYTES) return [];
    const bytes = Buffer.from(line.signature);
    const seconds = bytes.readBigUInt64BE();
    const key = { ...witness, algorithm: 'Ed25519' } as const;
    const good = verifyWith(key, messageOf(parsed.text, seconds), bytes.subarray(TIME_BYTES));
    return good ? [{ witness, seconds: Number(seconds) }] : [];
  });
}

/** The note with more signatures; those of a name and key it has already are left out. */
export function addSignatures(note: string, more: readonly NoteSignature[]): string {
  const parsed = parseNote(note);
  if (parsed === undefined) return note;
  const known = new Set(parsed.signatures.map(({ name, keyId }) => `${name} ${keyId}`));
  const fresh = more.filter(({ name, keyId }) => !known.has(`${name} ${keyId}`));
  return formatNote({ text: parsed.text, signatures: [...parsed.signatures, ...fresh] });
}

/** Signature lines as a witness answers with them; undefined when they are not. */
export const parseSignatureLines = (lines: string): readonly NoteSignature[] | undefined =>
  parseNote(`-\n\n${lines}`)?.signatures;

/** The lines of signatures, as a note ends with and a witness answers with. */
export const formatSignatureLines = (signatures: readonly NoteSignature[]): string =>
  formatNote({ text: '-\n', signatures }).slice('-\n\n'.length);
