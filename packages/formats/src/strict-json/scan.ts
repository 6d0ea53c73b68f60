/** A recursive reader of JSON text (RFC 8259), stricter than the language's own. */
import type { JsonLimits, JsonRefusal, JsonValue } from './json.ts';

/** Stops the reader; caught in `readJson` and turned into a refusal. */
export class JsonStop extends Error {
  readonly refusal: JsonRefusal;
  readonly offset: number;

  constructor(refusal: JsonRefusal, detail: string, offset: number) {
    super(detail);
    this.refusal = refusal;
    this.offset = offset;
  }
}

interface Scan {
  readonly text: string;
  readonly limits: JsonLimits;
  at: number;
  values: number;
  /** Called with the pointer and offset of every value; only when a place is asked for. */
  readonly visit: ((pointer: string, offset: number) => unknown) | undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
/** What an IEEE 754 double holds: other readers would take more for infinity. */
const EXPONENT_MAX = 308;

/** Reads one whole text; throws JsonStop. */
export function scanJson(text: string, limits: JsonLimits, visit?: Scan['visit']): JsonValue {
  const scan: Scan = { text, limits, at: 0, values: 0, visit };
  const value = readValue(scan, '', 1);
  skipSpace(scan);
  if (scan.at < text.length) throw syntax(scan, 'text after the value');
  return value;
}

const syntax = (scan: Scan, detail: string): JsonStop =>
  new JsonStop('json-syntax', detail, scan.at);

function skipSpace(scan: Scan): void {
  for (;;) {
    const code = scan.text.charCodeAt(scan.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    scan.at += 1;
  }
}

function readValue(scan: Scan, pointer: string, depth: number): JsonValue {
  skipSpace(scan);
  scan.visit?.(pointer, scan.at);
  scan.values += 1;
  if (scan.values > scan.limits.valuesMax) {
    throw new JsonStop('too-complex', `more than ${scan.limits.valuesMax} values`, scan.at);
  }
  if (depth > scan.limits.depthMax) {
    throw new JsonStop('too-deep', `more than ${scan.limits.depthMax} levels`, scan.at);
  }
  const code = scan.text.charCodeAt(scan.at);
  if (code === QUOTE) return readString(scan);
  if (code === OPEN_BRACE) return readObject(scan, pointer, depth);
  if (code === OPEN_BRACKET) return readArray(scan, pointer, depth);
  if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return readNumber(scan);
  WORD.lastIndex = scan.at;
  const word = WORD.exec(scan.text)?.[0];
  if (word === undefined) throw syntax(scan, 'a value was expected');
  scan.at += word.length;
  return word === 'null' ? null : word === 'true';
}

function readNumber(scan: Scan): JsonValue {
  NUMBER.lastIndex = scan.at;
  const number = NUMBER.exec(scan.text)?.[0];
  if (number === undefined) throw syntax(scan, 'a number was expected');
  const mark = number.search(/[eE]/);
  const exponent = mark < 0 ? 0 : Number(number.slice(mark + 1));
  if (number.length > scan.limits.digitsMax || Math.abs(exponent) > EXPONENT_MAX) {
    throw new JsonStop('json-number-range', number.slice(0, 40), scan.at);
  }
  scan.at += number.length;
  return { number };
}

function readString(scan: Scan): string {
  const { text } = scan;
  scan.at += 1;
  let value = '';
  for (;;) {
    const start = scan.at;
    let code = text.charCodeAt(start);
    // Surrogates pass: the bytes were UTF-8, so here they come in pairs.
    while (code >= 0x20 && code !== QUOTE && code !== BACKSLASH) {
      scan.at += 1;
      code = text.charCodeAt(scan.at);
    }
    value += text.slice(start, scan.at);
    if (code === QUOTE) {
      scan.at += 1;
      return value;
    }
    if (code !== BACKSLASH) {
      throw syntax(
        scan,
        scan.at < text.length ? 'a control character in a text' : 'text not ended',
      );
    }
    value += readEscape(scan);
  }
}

function readEscape(scan: Scan): string {
  const letter = scan.text[scan.at + 1] ?? '';
  const simple = ESCAPES[letter];
  if (simple !== undefined) {
    scan.at += 2;
    return simple;
  }
  const first = readUnit(scan);
  const isHigh = first >= 0xd800 && first <= 0xdbff;
  if (!isHigh && (first < 0xdc00 || first > 0xdfff)) return String.fromCharCode(first);
  const start = scan.at - 6;
  if (isHigh && scan.text.startsWith('\\u', scan.at)) {
    const second = readUnit(scan);
    if (second >= 0xdc00 && second <= 0xdfff) return String.fromCharCode(first, second);
  }
  throw new JsonStop('json-lone-surrogate', scan.text.slice(start, start + 6), start);
}

/** `\uXXXX` at the position. */
function readUnit(scan: Scan): number {
  const digits = scan.text.slice(scan.at + 2, scan.at + 6);
  if (scan.text[scan.at + 1] !== 'u' || !/^[0-9a-fA-F]{4}$/.test(digits)) {
    throw syntax(scan, 'an escape that JSON does not know');
  }
  scan.at += 6;
  return Number.parseInt(digits, 16);
}

const childPointer = (scan: Scan, pointer: string, key: string | number): string =>
  scan.visit === undefined
    ? ''
    : `${pointer}/${typeof key === 'number' ? key : key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

function readObject(scan: Scan, pointer: string, depth: number): JsonValue {
  // No prototype: `__proto__` is a key like any other.
  const object: Record<string, JsonValue> = Object.create(null);
  scan.at += 1;
  skipSpace(scan);
  if (scan.text.charCodeAt(scan.at) === CLOSE_BRACE) {
    scan.at += 1;
    return object;
  }
  for (;;) {
    skipSpace(scan);
    const start = scan.at;
    if (scan.text.charCodeAt(scan.at) !== QUOTE) throw syntax(scan, 'a key was expected');
    const key = readString(scan);
    if (key in object) throw new JsonStop('json-duplicate-key', key, start);
    skipSpace(scan);
    if (scan.text.charCodeAt(scan.at) !== COLON) throw syntax(scan, 'a colon was expected');
    scan.at += 1;
    object[key] = readValue(scan, childPointer(scan, pointer, key), depth + 1);
    if (endsAfter(scan, CLOSE_BRACE)) return object;
  }
}

function readArray(scan: Scan, pointer: string, depth: number): JsonValue {
  const array: JsonValue[] = [];
  scan.at += 1;
  skipSpace(scan);
  if (scan.text.charCodeAt(scan.at) === CLOSE_BRACKET) {
    scan.at += 1;
    return array;
  }
  for (;;) {
    array.push(readValue(scan, childPointer(scan, pointer, array.length), depth + 1));
    if (endsAfter(scan, CLOSE_BRACKET)) return array;
  }
}

/** After a member: true at the closing mark, false after a comma. */
function endsAfter(scan: Scan, close: number): boolean {
  skipSpace(scan);
  const code = scan.text.charCodeAt(scan.at);
  if (code !== close && code !== COMMA) throw syntax(scan, 'a comma or an end was expected');
  scan.at += 1;
  return code === close;
}
