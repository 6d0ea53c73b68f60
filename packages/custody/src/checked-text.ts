/**
 * Records whose name is chosen, so that only one can have it: they carry their hash inside, as a second
 * line, where others are named by it.
 */
import { createHash } from 'node:crypto';
import { OperationalError } from '@ventanilla/errors';

/** Keys that sign, wrapped. */
export const WRAPPED_SIGNING = 'keys/wrapped-signing/';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export function writeChecked(record: object): Uint8Array {
  const text = JSON.stringify(record);
  return Buffer.from(`${text}\n${sha256(text)}\n`);
}

/** Whether these are the bytes that were written. */
export function isCheckedSound(bytes: Uint8Array): boolean {
  const whole = Buffer.from(bytes);
  const [text = '', hash] = whole.toString('utf8').split('\n');
  return hash === sha256(text) && whole.equals(Buffer.from(`${text}\n${hash}\n`));
}

export const recordDamaged = (key: string): OperationalError =>
  new OperationalError('record-damaged', `${key} is not what was written`, { retryable: false });

/** Throws OperationalError `record-damaged`. */
export function readChecked(key: string, bytes: Uint8Array = new Uint8Array()): unknown {
  if (isCheckedSound(bytes)) {
    return JSON.parse(Buffer.from(bytes).toString('utf8').split('\n')[0] ?? '');
  }
  throw recordDamaged(key);
}
