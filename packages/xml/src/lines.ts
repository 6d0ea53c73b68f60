/** Line numbers beyond what libxml2's node struct can hold, found by scanning the tags. */
import type { XmlElement } from './document.ts';

const LT = 0x3c;
const GT = 0x3e;
const NEWLINE = 0x0a;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const DASH = 0x2d;
const BRACKET = 0x5b;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;

/**
 * Sets `line` of every element from the bytes. Only for well-formed documents without a DOCTYPE,
 * where start tags come in the order of the tree.
 */
export function correctLines(root: XmlElement, bytes: Uint8Array): void {
  let line = 1;
  let at = 0;
  const skipTo = (end: number): void => {
    for (; at < end; at += 1) if (bytes[at] === NEWLINE) line += 1;
  };
  const skipPast = (...mark: number[]): void => {
    while (at < bytes.length && !mark.every((byte, index) => bytes[at + index] === byte)) {
      skipTo(at + 1);
    }
    at += mark.length;
  };
  const skipTag = (): void => {
    for (let quote = 0; at < bytes.length; ) {
      const byte = bytes[at]!;
      if (quote === 0 && byte === GT) return;
      if (quote === byte) quote = 0;
      else if (quote === 0 && (byte === QUOTE || byte === APOSTROPHE)) quote = byte;
      skipTo(at + 1);
    }
  };
  /** Stops behind the `<` of the next start tag. */
  const nextStartTag = (): void => {
    while (at < bytes.length) {
      if (bytes[at] !== LT) {
        skipTo(at + 1);
        continue;
      }
      const next = bytes[at + 1];
      if (next === BANG && bytes[at + 2] === DASH) {
        at += 4; // `<!-->` does not end the comment it opens.
        skipPast(DASH, DASH, GT);
      } else if (next === BANG && bytes[at + 2] === BRACKET) skipPast(0x5d, 0x5d, GT);
      else if (next === QUESTION) skipPast(QUESTION, GT);
      else if (next === SLASH) skipTag();
      else return;
    }
  };
  const visit = (element: XmlElement): void => {
    nextStartTag();
    skipTag();
    // libxml2 notes the line on which the start tag ends; so do we, for one meaning of `line`.
    (element as { line: number }).line = line;
    for (const child of element.children) visit(child);
  };
  visit(root);
}
