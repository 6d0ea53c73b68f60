import { Buffer, isUtf8 } from 'node:buffer';
import { DEFAULT_JSON_LIMITS, type JsonLimits, type JsonRead } from './json.ts';
import { JsonStop, scanJson } from './scan.ts';

export {
  DEFAULT_JSON_LIMITS,
  type JsonDocument,
  type JsonLimits,
  type JsonNumber,
  type JsonRead,
  type JsonRefusal,
  type JsonValue,
} from './json.ts';

const BOM = 0xfeff;

interface Place {
  readonly line: number;
  readonly column: number;
}

/** 1-based line, and column in characters (code points). */
function placeOf(text: string, offset: number): Place {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    start = at + 1;
  }
  let column = 1;
  for (const _ of text.slice(start, offset)) column += 1;
  return { line, column };
}

/** Reads bytes as one JSON value, or tells why not and where. Never throws. */
export function readJson(bytes: Uint8Array, limits: Partial<JsonLimits> = {}): JsonRead {
  const caps: JsonLimits = { ...DEFAULT_JSON_LIMITS, ...limits };
  if (bytes.byteLength > caps.bytesMax) {
    const detail = `${bytes.byteLength} bytes; at most ${caps.bytesMax} are read`;
    return { ok: false, refusal: 'too-large', detail };
  }
  if (!isUtf8(bytes)) {
    return { ok: false, refusal: 'encoding', detail: 'the bytes are not UTF-8' };
  }
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const text = all.charCodeAt(0) === BOM ? all.slice(1) : all;
  try {
    const root = scanJson(text, caps);
    return { ok: true, document: { root, locate: createLocator(text, caps) } };
  } catch (error) {
    if (!(error instanceof JsonStop)) throw error;
    const { refusal, message, offset } = error;
    return { ok: false, refusal, detail: message, ...placeOf(text, offset) };
  }
}

/**
 * Where values lie, worked out by reading the text again: only a faulty document pays for it, and
 * only once.
 */
function createLocator(text: string, limits: JsonLimits): (pointer: string) => Place {
  let offsets: Map<string, number> | undefined;
  return (pointer) => {
    if (offsets === undefined) {
      const found = new Map<string, number>();
      scanJson(text, limits, (candidate, at) => found.set(candidate, at));
      offsets = found;
    }
    let nearest = pointer;
    while (nearest !== '' && !offsets.has(nearest)) {
      nearest = nearest.slice(0, Math.max(0, nearest.lastIndexOf('/')));
    }
    return placeOf(text, offsets.get(nearest) ?? 0);
  };
}
