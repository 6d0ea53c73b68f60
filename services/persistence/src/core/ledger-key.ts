/** Text of a document made fit to be a key of the ledger or a column of it. */
import { createHash } from 'node:crypto';

/** Well below what a Postgres index entry can hold. */
const KEY_LENGTH_MAX = 400;
const KEPT = 300;
// biome-ignore lint/suspicious/noControlCharactersInRegex: a key with them cannot be a line of a log entry.
const UNFIT = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;

/**
 * The key under which the ledger knows a business key: itself, or, when it is very long or holds
 * control characters, its beginning and its SHA-256. Equal keys stay equal, others stay different.
 */
export function ledgerKey(businessKey: string): string {
  if (businessKey.length <= KEY_LENGTH_MAX && !UNFIT.test(businessKey)) return businessKey;
  const hash = createHash('sha256').update(businessKey).digest('hex');
  const start = businessKey.slice(0, KEPT).replaceAll(new RegExp(UNFIT, 'g'), '\ufffd');
  return `${start.toWellFormed()}#sha256:${hash}`;
}

/** At most `max` UTF-16 units, never half a character. */
export const clip = (text: string, max: number): string =>
  text.length <= max ? text : text.slice(0, max).toWellFormed();
