/** Passing bytes into the wasm heap. */
import type { LibXml2 } from 'libxml2-wasm/lib/libxml2raw.mjs';

/** Copies `bytes` (and a NUL behind them) into the heap for the time of `call`. */
export function withBytes<T>(
  raw: LibXml2,
  bytes: Uint8Array,
  call: (pointer: number, length: number) => T,
): T {
  const pointer = raw._malloc(bytes.length + 1);
  raw.HEAPU8.set(bytes, pointer);
  raw.HEAPU8[pointer + bytes.length] = 0;
  const result = call(pointer, bytes.length);
  raw._free(pointer);
  return result;
}

export const withCString = <T>(raw: LibXml2, text: string, call: (pointer: number) => T): T =>
  withBytes(raw, new TextEncoder().encode(text), (pointer) => call(pointer));
