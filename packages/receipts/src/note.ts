/** C2SP signed notes and checkpoints: the text that a log signs, and who signed it. */
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { invariant } from '@ventanilla/errors';
import { HASH_BYTES } from './merkle.ts';

/** A key that signs notes; `PublicKey` of the signing port is one. */
export interface VerifyingKey {
  readonly name: string;
  readonly algorithm: 'Ed25519' | 'ECDSA-P256-SHA256';
  /** SPKI DER. */
  readonly spki: Uint8Array;
  /** Nothing registered after this instant is believed from this key. */
  readonly validUntil?: string;
}

export interface NoteSignature {
  readonly name: string;
  /** 8 hex digits. */
  readonly keyId: string;
  readonly signature: Uint8Array;
}

export interface Note {
  /** Ends in a newline; what is signed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const ED25519_TYPE = 1;
const ED25519_BYTES = 32;
const NOTE_LENGTH_MAX = 1_000_000;
const SIGNATURES_MAX = 64;
const SIGNATURE_LINE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/u;

const ed25519Bytes = ({ spki }: VerifyingKey): Uint8Array => spki.subarray(-ED25519_BYTES);

/**
 * The id of a key, 8 hex digits: SHA-256(name ‖ newline ‖ 1 ‖ public key) for Ed25519, SHA-256(SPKI)
 * for ECDSA, first four bytes.
 */
export function noteKeyId(key: VerifyingKey): string {
  const hash = createHash('sha256');
  if (key.algorithm === 'Ed25519') {
    hash.update(`${key.name}\n`).update(Buffer.of(ED25519_TYPE)).update(ed25519Bytes(key));
  } else {
    hash.update(key.spki);
  }
  return hash.digest('hex').slice(0, 8);
}

/** `<name>+<key id>+<base64 of type and key>`: how clients of C2SP logs are told an Ed25519 key. */
export function encodeVerifierKey(key: VerifyingKey): string {
  invariant(key.algorithm === 'Ed25519', 'only Ed25519 keys have a published verifier form');
  const typed = Buffer.concat([Buffer.of(ED25519_TYPE), ed25519Bytes(key)]);
  return `${key.name}+${noteKeyId(key)}+${typed.toString('base64')}`;
}

const signatureLine = ({ name, keyId, signature }: NoteSignature): string =>
  `— ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), signature]).toString('base64')}\n`;

/** The note as text: its body, an empty line, a line a signature. */
export function formatNote({ text, signatures }: Note): string {
  invariant(text.endsWith('\n'), 'a note ends in a newline');
  return `${text}\n${signatures.map(signatureLine).join('')}`;
}

/** Has a key sign a text, as a note. */
export async function signNote(
  text: string,
  key: VerifyingKey,
  sign: (message: Uint8Array) => Promise<Uint8Array>,
): Promise<string> {
  const signature = await sign(Buffer.from(text));
  return formatNote({ text, signatures: [{ name: key.name, keyId: noteKeyId(key), signature }] });
}

const isControl = (character: string): boolean => character < ' ' && character !== '\n';

/** Reads a note; undefined when it is not one. Nothing in it is to be believed before `verifyNote`. */
export function parseNote(note: string): Note | undefined {
  if (note.length > NOTE_LENGTH_MAX || [...note].some(isControl)) return undefined;
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) return undefined;
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > SIGNATURES_MAX) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [, name, base64] = SIGNATURE_LINE.exec(line) ?? [];
    if (name === undefined || base64 === undefined) return undefined;
    const bytes = Buffer.from(base64, 'base64');
    if (bytes.length < 5 || bytes.toString('base64') !== base64) return undefined;
    signatures.push({ name, keyId: bytes.toString('hex', 0, 4), signature: bytes.subarray(4) });
  }
  return { text: note.slice(0, split + 1), signatures };
}

// Parsing SPKI costs more than a verification; a verifier meets few keys.
const parsedKeys = new Map<string, KeyObject>();
const PARSED_MAX = 64;

function parseSpki(spki: Uint8Array): KeyObject {
  const id = Buffer.from(spki).toString('base64');
  const known = parsedKeys.get(id);
  if (known) return known;
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  if (parsedKeys.size >= PARSED_MAX) parsedKeys.clear();
  parsedKeys.set(id, key);
  return key;
}

const KEY_TYPES = { Ed25519: 'ed25519', 'ECDSA-P256-SHA256': 'ec' } as const;

/** True when `signature` is by `key` over `message`; false for a malformed key or signature too. */
export function verifyWith(key: VerifyingKey, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const parsed = parseSpki(key.spki);
    if (parsed.asymmetricKeyType !== KEY_TYPES[key.algorithm]) return false;
    return verify(key.algorithm === 'Ed25519' ? null : 'sha256', message, parsed, signature);
  } catch {
    return false;
  }
}

export type NoteVerdict =
  | { readonly outcome: 'verified'; readonly text: string; readonly by: readonly VerifyingKey[] }
  | { readonly outcome: 'malformed' | 'key-unknown' | 'signature-invalid' };

/**
 * Signatures of unknown keys are passed over; a wrong one of a known key spoils the note, and at least
 * one known key must have signed.
 */
export function verifyNote(note: string, keys: readonly VerifyingKey[]): NoteVerdict {
  const parsed = parseNote(note);
  if (parsed === undefined) return { outcome: 'malformed' };
  const message = Buffer.from(parsed.text);
  const by: VerifyingKey[] = [];
  for (const { name, keyId, signature } of parsed.signatures) {
    const key = keys.find((known) => known.name === name && noteKeyId(known) === keyId);
    if (key === undefined) continue;
    if (!verifyWith(key, message, signature)) return { outcome: 'signature-invalid' };
    by.push(key);
  }
  return by.length > 0
    ? { outcome: 'verified', text: parsed.text, by }
    : { outcome: 'key-unknown' };
}

/** A tree head. */
export interface Checkpoint {
  /** The log's name. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** The three lines that are signed (C2SP tlog-checkpoint). */
export const encodeCheckpoint = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;

/** Reads the text of a checkpoint; undefined when it is not one. Extension lines are passed over. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin = '', size = '', root = ''] = text.split('\n');
  const hash = Buffer.from(root, 'base64');
  const sound = origin !== '' && /^(0|[1-9]\d{0,15})$/.test(size) && hash.length === HASH_BYTES;
  if (!sound || hash.toString('base64') !== root || !Number.isSafeInteger(Number(size))) {
    return undefined;
  }
  return { origin, size: Number(size), root: hash };
}
