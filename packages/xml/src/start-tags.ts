/** Where start tags stand in the bytes, found by scanning them: only a document with faults pays for it. */

const LT = 0x3c;
const GT = 0x3e;
const NEWLINE = 0x0a;
const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const DASH = 0x2d;
const BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const BOM_LENGTH = 3;

export interface Place {
  /** 1-based. */
  readonly line: number;
  /** 1-based, in characters (code points). */
  readonly column: number;
}

/**
 * Tells the place of the `<` of any start tag by its order in the document, from 0. Only for
 * well-formed UTF-8 without a DOCTYPE.
 */
export function scanPlaces(bytes: Uint8Array): (order: number) => Place {
  const lines: number[] = [];
  const columns: number[] = [];
  let line = 1;
  let column = 1;
  let at = bytes[0] === 0xef ? BOM_LENGTH : 0;
  const skipTo = (end: number): void => {
    for (; at < end; at += 1) {
      const byte = bytes[at]!;
      if (byte === NEWLINE) {
        line += 1;
        column = 1;
      } else if ((byte & 0xc0) !== 0x80) column += 1;
    }
  };
  const skipPast = (...mark: number[]): void => {
    while (at < bytes.length && !mark.every((byte, index) => bytes[at + index] === byte)) {
      skipTo(at + 1);
    }
    skipTo(at + mark.length);
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
  while (at < bytes.length) {
    const next = bytes[at + 1];
    if (bytes[at] !== LT) skipTo(at + 1);
    else if (next === BANG && bytes[at + 2] === DASH) {
      skipTo(at + 4); // `<!-->` does not end the comment it opens.
      skipPast(DASH, DASH, GT);
    } else if (next === BANG && bytes[at + 2] === BRACKET) {
      skipPast(CLOSING_BRACKET, CLOSING_BRACKET, GT);
    } else if (next === QUESTION) skipPast(QUESTION, GT);
    else {
      if (next !== SLASH) {
        lines.push(line);
        columns.push(column);
      }
      skipTag();
    }
  }
  return (order) => ({ line: lines[order] ?? 1, column: columns[order] ?? 1 });
}
