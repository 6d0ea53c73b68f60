/** Many originals in a few ranged reads: those that lie in one object are fetched together. */
import { createHash } from 'node:crypto';
import { decompress } from '@ventanilla/encryption';
import { OperationalError } from '@ventanilla/errors';
import type { Pointer, SegmentReader } from './read.ts';

export interface WantedOriginal {
  readonly documentId: string;
  readonly place: Pointer;
}

export interface ReadOriginal {
  readonly documentId: string;
  readonly bytes: Uint8Array;
}

/** What is held at once: ciphertext of one fetch, and its documents one after the other. */
const SPAN_BYTES_MAX = 8 * 1024 * 1024;
const CONTENT_BYTES_MAX = 64 * 1024 * 1024;

const failure = (code: string, sentence: string): OperationalError =>
  new OperationalError(code, sentence, { retryable: false });

/** Neighbours in one object, as long as what spans them is no more than is held at once. */
function spansOf(wanted: readonly WantedOriginal[]): readonly (readonly WantedOriginal[])[] {
  const sorted = wanted.toSorted(
    ({ place: a }, { place: b }) =>
      (a.object < b.object ? -1 : a.object > b.object ? 1 : 0) || a.offset - b.offset,
  );
  const spans: WantedOriginal[][] = [];
  for (const one of sorted) {
    const span = spans.at(-1);
    const start = span?.[0]?.place;
    const fits =
      start?.object === one.place.object &&
      one.place.offset + one.place.length - start.offset <= SPAN_BYTES_MAX;
    if (fits) span?.push(one);
    else spans.push([one]);
  }
  return spans;
}

/**
 * The exact bytes of each, in the order in which they lie on the store. Throws OperationalError:
 * `segment-missing`, or `tampered` when what is stored does not hash to its id.
 */
export async function* readOriginals(
  { objects, envelope }: SegmentReader,
  wanted: readonly WantedOriginal[],
): AsyncGenerator<ReadOriginal, void> {
  for (const span of spansOf(wanted)) {
    const { object, offset: start } = (span[0] as WantedOriginal).place;
    const last = (span.at(-1) as WantedOriginal).place;
    const bytes = await objects.getRange(object, start, last.offset + last.length - start);
    if (bytes === undefined) {
      throw failure('segment-missing', `The store has no object ${object}.`);
    }
    for (const { documentId, place } of span) {
      const at = place.offset - start;
      const ciphertext = bytes.subarray(at, at + place.length);
      const [plaintext] = await envelope.decrypt([{ ciphertext, binding: documentId }]);
      const original = decompress(plaintext as Uint8Array, CONTENT_BYTES_MAX);
      if (createHash('sha256').update(original).digest('hex') !== documentId) {
        throw failure('tampered', `The archived original is not ${documentId}.`);
      }
      yield { documentId, bytes: original };
    }
  }
}
