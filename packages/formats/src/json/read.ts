/** Reads strict JSON by the shape: into plain values for the schema, and into the canonical invoice. */
import { type Invoice, parseDecimal } from '@ventanilla/invoice';
import type { JsonNumber, JsonValue } from '../strict-json/index.ts';
import { INVOICE_SHAPE, type Leaf, type Shape } from './shape.ts';

const isNumber = (value: JsonValue): value is JsonNumber =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.getPrototypeOf(value) !== null;

type Fields = Readonly<Record<string, Shape>>;
const isFields = (shape: Shape | undefined): shape is Fields =>
  typeof shape === 'object' && !Array.isArray(shape);

const MARKERS: Fields = { $schema: 'text', ventanilla: 'text' };
const DOCUMENT: Fields = { ...INVOICE_SHAPE, ...MARKERS };

export interface PlainDocument {
  readonly value: unknown;
  /** Pointers of texts that hold U+0000, which no database takes. */
  readonly nullTexts: readonly string[];
}

/** Values as the schema sees them: where an amount may stand, a number is its own text. */
export function toPlain(root: JsonValue): PlainDocument {
  const seen = { hasNullText: false };
  const value = convert(root, DOCUMENT, seen);
  return { value, nullTexts: seen.hasNullText ? findNullTexts(root, '') : [] };
}

function convert(
  value: JsonValue,
  shape: Shape | undefined,
  seen: { hasNullText: boolean },
): unknown {
  if (typeof value === 'string') {
    seen.hasNullText ||= value.includes('\u0000');
    return value;
  }
  if (value === null || typeof value === 'boolean') return value;
  if (isNumber(value)) {
    return shape === 'decimal' || shape === 'any' ? value.number : Number(value.number);
  }
  if (Array.isArray(value)) {
    const item = shapeOfItem(shape);
    return value.map((entry: JsonValue) => convert(entry, item, seen));
  }
  const fields = value as Record<string, JsonValue>;
  const object: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    const converted = convert(fields[key]!, shapeOfField(shape, key), seen);
    // Assignment would take `__proto__` for the prototype.
    if (key === '__proto__')
      Object.defineProperty(object, key, { value: converted, enumerable: true });
    else object[key] = converted;
  }
  return object;
}

/** Pointers are worked out for such a document only. */
function findNullTexts(value: JsonValue, pointer: string): string[] {
  if (typeof value === 'string') return value.includes('\u0000') ? [pointer] : [];
  if (value === null || typeof value === 'boolean' || isNumber(value)) return [];
  return Object.entries(value as Record<string, JsonValue>).flatMap(([key, entry]) =>
    findNullTexts(entry, `${pointer}/${escapeKey(key)}`),
  );
}

const shapeOfItem = (shape: Shape | undefined): Shape | undefined =>
  Array.isArray(shape) ? shape[0] : shape === 'any' ? 'any' : undefined;

function shapeOfField(shape: Shape | undefined, key: string): Shape | undefined {
  if (shape === 'any') return 'any';
  return isFields(shape) && Object.hasOwn(shape, key) ? shape[key] : undefined;
}

export const escapeKey = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

function readLeaf(value: unknown, leaf: Leaf): unknown {
  if (leaf === 'any') return typeof value === 'object' && value !== null ? value : undefined;
  if (typeof value !== 'string') return undefined;
  return leaf === 'decimal' ? parseDecimal(value) : value;
}

const listed = new Map<Fields, readonly (readonly [string, Shape])[]>();
function entriesOf(shape: Fields): readonly (readonly [string, Shape])[] {
  let entries = listed.get(shape);
  if (entries === undefined) {
    entries = Object.entries(shape);
    listed.set(shape, entries);
  }
  return entries;
}

/** undefined for what is not of the shape; never throws. */
function readShape(value: unknown, shape: Shape): unknown {
  if (typeof shape === 'string') return readLeaf(value, shape);
  if (Array.isArray(shape)) {
    if (!Array.isArray(value) || value.length === 0) return undefined;
    return value.map((entry) => readShape(entry, shape[0]) ?? {});
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const result: Record<string, unknown> = {};
  for (const [field, inner] of entriesOf(shape as Fields)) {
    const entry = Object.hasOwn(value, field) ? Reflect.get(value, field) : undefined;
    const read = entry === undefined ? undefined : readShape(entry, inner);
    if (read !== undefined) result[field] = read;
  }
  return result;
}

/** The canonical invoice in plain values; fields of the wrong kind are left out. */
export const readInvoice = (value: unknown): Invoice =>
  (readShape(value, INVOICE_SHAPE) ?? {}) as Invoice;
