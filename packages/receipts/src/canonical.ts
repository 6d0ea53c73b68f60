/**
 * The exact bytes that are hashed for the log: lines of UTF-8 text, each ended by a newline, so that a
 * verifier in any language rebuilds them without a JSON library:
 *
 *   ventanilla/outcome/v1
 *   document id
 *   attempt
 *   verdict
 *   received at
 *   registered at
 *   report hash
 *   business key, or nothing
 */
import { createHash } from 'node:crypto';
import { invariant } from '@ventanilla/errors';
import type { OutcomeEntry } from './receipt.ts';

const ENTRY_TYPE = 'ventanilla/outcome/v1';

function lines(values: readonly (string | number)[]): Buffer {
  const text = `${values.join('\n')}\n`;
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count += 1;
  invariant(count === values.length, 'no value of a canonical form holds a newline');
  return Buffer.from(text);
}

/** The bytes of a log entry; its leaf hash is what the log holds. */
export const encodeEntry = (entry: OutcomeEntry): Uint8Array =>
  lines([
    ENTRY_TYPE,
    entry.documentId,
    entry.attempt,
    entry.verdict,
    entry.receivedAt,
    entry.registeredAt,
    entry.reportHash,
    entry.businessKey ?? '',
  ]);

const HEX_256 = /^[0-9a-f]{64}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/;
const VERDICTS = ['accepted', 'accepted-with-observations', 'rejected'] as const;

/** The entry in this shape with nothing missing, wrong or ambiguous; undefined otherwise. */
export function checkEntry(value: unknown): OutcomeEntry | undefined {
  const entry = (value ?? {}) as Partial<OutcomeEntry>;
  const { documentId, attempt, verdict, receivedAt, registeredAt, reportHash, businessKey } = entry;
  const sound =
    HEX_256.test(`${documentId}`) &&
    HEX_256.test(`${reportHash}`) &&
    INSTANT.test(`${receivedAt}`) &&
    INSTANT.test(`${registeredAt}`) &&
    Number.isSafeInteger(attempt) &&
    VERDICTS.some((known) => known === verdict) &&
    (businessKey === undefined ||
      (typeof businessKey === 'string' && businessKey !== '' && !businessKey.includes('\n')));
  return sound ? (entry as OutcomeEntry) : undefined;
}

/** The inverse of `encodeEntry`; undefined for bytes that are no entry. */
export function decodeEntry(bytes: Uint8Array): OutcomeEntry | undefined {
  const parts = Buffer.from(bytes).toString('utf8').split('\n');
  const [type, documentId, attempt, verdict, receivedAt, registeredAt, reportHash, key] = parts;
  if (type !== ENTRY_TYPE || parts.length !== 9 || parts[8] !== '') return undefined;
  const entry = checkEntry({
    documentId,
    attempt: Number(attempt),
    verdict,
    receivedAt,
    registeredAt,
    reportHash,
    ...(key ? { businessKey: key } : {}),
  });
  return entry && Buffer.from(encodeEntry(entry)).equals(bytes) ? entry : undefined;
}

/** JSON with members sorted and nothing between tokens (RFC 8785); members that are undefined are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const name of Object.keys(members).sort()) {
    const member = members[name];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** SHA-256 of the canonical JSON of a report, lower-case hex. */
export const reportHash = (report: unknown): string =>
  createHash('sha256').update(canonicalJson(report)).digest('hex');
