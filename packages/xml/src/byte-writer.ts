/** A growing buffer of bytes, filled with strings of the heap. */
import { Buffer } from 'node:buffer';

const FIRST_BYTES = 16 * 1024;
/** A buffer that grew beyond this is not kept. */
const KEPT_BYTES_MAX = 1024 * 1024;
/** Up to here a loop beats the call that copies. */
const SHORT = 24;

/** More than anybody needs: a canonical form or the namespaces in scope. */
export class CanonicalExcess extends Error {}

/** What to write in place of a byte, by its value. */
export type Escapes = readonly (string | undefined)[];

export class ByteWriter {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES);
  #end = 0;
  #max = Number.POSITIVE_INFINITY;

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#end] = value;
    this.#end += 1;
  }

  /** ASCII only. */
  ascii(text: string): void {
    this.#reserve(text.length);
    for (let at = 0; at < text.length; at += 1) this.#bytes[this.#end + at] = text.charCodeAt(at);
    this.#end += text.length;
  }

  /** The zero-terminated string at `from`, which may be null. */
  string(heap: Uint8Array, from: number, escapes: Escapes): void {
    if (from === 0) return;
    let done = from;
    let at = from;
    for (let byte = heap[at]!; byte !== 0; byte = heap[++at]!) {
      const escaped = byte < escapes.length ? escapes[byte] : undefined;
      if (escaped === undefined) continue;
      this.#copy(heap, done, at);
      this.ascii(escaped);
      done = at + 1;
    }
    this.#copy(heap, done, at);
  }

  /** What was written, in a buffer of its own; the writer begins anew. */
  take(): Uint8Array {
    const taken = new Uint8Array(this.#bytes.subarray(0, this.#end));
    this.begin(Number.POSITIVE_INFINITY);
    return taken;
  }

  /** Begins anew; writing more than `max` bytes throws CanonicalExcess. */
  begin(max: number): void {
    this.#end = 0;
    this.#max = max;
    if (this.#bytes.length > KEPT_BYTES_MAX) this.#bytes = Buffer.allocUnsafe(FIRST_BYTES);
  }

  #copy(heap: Uint8Array, from: number, until: number): void {
    const count = until - from;
    this.#reserve(count);
    if (count > SHORT) this.#bytes.set(heap.subarray(from, until), this.#end);
    else for (let i = 0; i < count; i += 1) this.#bytes[this.#end + i] = heap[from + i]!;
    this.#end += count;
  }

  #reserve(count: number): void {
    if (this.#end + count <= this.#bytes.length) return;
    if (this.#end + count > this.#max) throw new CanonicalExcess();
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + count));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}
