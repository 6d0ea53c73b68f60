import { invariant } from '@ventanilla/errors';

const SEGMENT = /^[A-Za-z0-9_=-][A-Za-z0-9._=-]{0,199}$/;
const KEY_LENGTH_MAX = 900;

/**
 * Stops on a key that not every store can hold as it is: segments of letters, digits, `.`, `_`, `=`
 * and `-`, not starting with `.`, between single slashes. Keys are made by us, so a bad one is a bug, never input.
 */
export function checkKey(key: string): void {
  const sound = key.length <= KEY_LENGTH_MAX && key.split('/').every((part) => SEGMENT.test(part));
  invariant(sound, `an object key is made of plain segments: ${JSON.stringify(key)}`);
}

/** Stops on a range that is not one. */
export function checkRange(offset: number, length: number): void {
  const sound = Number.isSafeInteger(offset) && offset >= 0 && Number.isSafeInteger(length);
  invariant(sound && length >= 0, 'a range has an offset and a length');
}
