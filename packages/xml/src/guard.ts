/** Checks on the bytes themselves, before the parser sees them. */
import { Buffer, isUtf8 } from 'node:buffer';
import type { XmlRefusal } from './document.ts';
import type { XmlLimits } from './limits.ts';

export interface Refused {
  readonly ok: false;
  readonly refusal: XmlRefusal;
  readonly detail: string;
  readonly line?: number;
  readonly column?: number;
}

export const refuse = (refusal: XmlRefusal, detail: string): Refused => ({
  ok: false,
  refusal,
  detail,
});

const DECLARED = /^(?:\uFEFF)?<\?xml\s[^>]*?\sencoding\s*=\s*["']([^"']*)["']/;
/** An XML declaration longer than this is nobody's; it only bounds the text we look at. */
const DECLARATION_BYTES_MAX = 512;

/** The reason not to parse these bytes, or undefined. `<!DOCTYPE` inside content is not one. */
export function guardBytes(bytes: Uint8Array, limits: XmlLimits): Refused | undefined {
  if (bytes.byteLength > limits.bytesMax) {
    return refuse('too-large', `${bytes.byteLength} bytes; at most ${limits.bytesMax} are read`);
  }
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // A NUL is never legal in XML, and is what UTF-16 and UTF-32 without a mark look like.
  if (!isUtf8(bytes) || buffer.includes(0)) return refuse('encoding', 'the bytes are not UTF-8');
  const declared = DECLARED.exec(buffer.toString('utf8', 0, DECLARATION_BYTES_MAX))?.[1];
  if (declared !== undefined && declared.toLowerCase() !== 'utf-8') {
    return refuse('encoding', `the declaration says ${declared}; only UTF-8 is read`);
  }
  if (hasDoctype(buffer)) {
    return refuse('doctype', 'a document type declaration is not allowed');
  }
  return undefined;
}

/** True when the prolog has a DOCTYPE; the parser's own view of it is checked again after the parse. */
function hasDoctype(buffer: Buffer): boolean {
  let at = 0;
  for (;;) {
    const open = buffer.indexOf('<', at);
    if (open < 0) return false;
    const next = buffer[open + 1];
    let close: number;
    if (next === 0x3f) close = buffer.indexOf('?>', open);
    else if (startsWith(buffer, open, COMMENT)) close = buffer.indexOf('-->', open + 4);
    else return startsWith(buffer, open, DOCTYPE);
    if (close < 0) return false;
    at = close + 2;
  }
}

const COMMENT = Buffer.from('<!--');
const DOCTYPE = Buffer.from('<!DOCTYPE');

const startsWith = (buffer: Buffer, at: number, start: Buffer): boolean =>
  buffer.subarray(at, at + start.length).equals(start);
