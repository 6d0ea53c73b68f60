/** The order of names in canonical XML: by code point, which is the order of UTF-8 bytes. */
import { Buffer } from 'node:buffer';

const SURROGATE = /[\ud800-\udfff]/;

export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  // JavaScript compares UTF-16 units, which differs only where surrogates are.
  if (SURROGATE.test(a) || SURROGATE.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}
