/**
 * Strings of short ASCII texts. Documents say the same words again and again: a string kept from
 * an earlier one costs a comparison, and brings its hash along to every lookup that follows.
 */

/** Up to here loops beat the call into the decoder. */
export const SHORT = 24;

const SLOTS = 4096;
const kept: string[] = new Array(SLOTS).fill('');

/** Folds one more byte into the hash of a text; begins with 0. */
export const foldByte = (hash: number, byte: number): number => (Math.imul(hash, 31) + byte) | 0;

/** The text between two places of a heap, at most SHORT bytes of ASCII, whose bytes gave that hash. */
export function shortText(heap: Uint8Array, start: number, end: number, hash: number): string {
  const slot = (hash ^ (hash >>> 12)) & (SLOTS - 1);
  const known = kept[slot]!;
  if (known.length === end - start && isAt(known, heap, start)) return known;
  const made = makeText(heap, start, end);
  kept[slot] = made;
  return made;
}

function isAt(text: string, heap: Uint8Array, start: number): boolean {
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) !== heap[start + at]) return false;
  }
  return true;
}

const { fromCharCode } = String;

/** Eight at a time: each call makes one string, and each addition another. */
function makeText(heap: Uint8Array, start: number, end: number): string {
  let text = '';
  let at = start;
  for (; at + 8 <= end; at += 8) {
    text += fromCharCode(
      heap[at]!,
      heap[at + 1]!,
      heap[at + 2]!,
      heap[at + 3]!,
      heap[at + 4]!,
      heap[at + 5]!,
      heap[at + 6]!,
      heap[at + 7]!,
    );
  }
  for (; at + 2 <= end; at += 2) text += fromCharCode(heap[at]!, heap[at + 1]!);
  return at < end ? text + fromCharCode(heap[at]!) : text;
}
