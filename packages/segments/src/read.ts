/** Reading one document of a segment by a ranged read, or a whole segment for a rebuild. */
import { createHash } from 'node:crypto';
import { decompress, type Envelope } from '@ventanilla/encryption';
import { OperationalError } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import { decodeSegment, type Place, type SegmentPurpose } from './layout.ts';
import { DETAILS_BINDING } from './write.ts';

/** An entry of an object on the store. */
export interface Pointer extends Place {
  readonly object: string;
}

export interface SegmentReader {
  readonly objects: ObjectStore;
  /** Of the purpose of the segments that are read. */
  readonly envelope: Envelope;
}

/** Bounds memory: no document or report we ever wrote is larger. */
const CONTENT_BYTES_MAX = 64 * 1024 * 1024;

const lost = (object: string): OperationalError =>
  new OperationalError('segment-missing', `The store has no object ${object}.`, {
    retryable: false,
  });

/** The content as it was written; throws `tampered` when it is not the one of this document. */
export async function readEntry(
  { objects, envelope }: SegmentReader,
  { object, offset, length }: Pointer,
  documentId: string,
): Promise<Uint8Array> {
  const ciphertext = await objects.getRange(object, offset, length);
  if (ciphertext === undefined) throw lost(object);
  const [plaintext] = await envelope.decrypt([{ ciphertext, binding: documentId }]);
  return decompress(plaintext as Uint8Array, CONTENT_BYTES_MAX);
}

export interface RestoredDocument {
  readonly documentId: string;
  readonly pointer: Pointer;
  readonly content: Uint8Array;
  readonly details: unknown;
}

/** Every document of a segment with its details, in order; for rebuilding an index. */
export async function readSegment(
  { objects, envelope }: SegmentReader,
  object: string,
): Promise<{ readonly purpose: SegmentPurpose; readonly documents: readonly RestoredDocument[] }> {
  const bytes = await objects.get(object);
  if (bytes === undefined) throw lost(object);
  const { purpose, entries, details } = decodeSegment(bytes);
  const plaintexts = await envelope.decrypt([
    ...entries.map(({ documentId, offset, length }) => ({
      ciphertext: bytes.subarray(offset, offset + length),
      binding: documentId,
    })),
    { ciphertext: details, binding: DETAILS_BINDING },
  ]);
  const contents = plaintexts.map((plaintext) => decompress(plaintext, CONTENT_BYTES_MAX));
  const facts = JSON.parse(Buffer.from(contents.pop() as Uint8Array).toString()) as unknown[];
  const documents = entries.map(({ documentId, offset, length }, index) => ({
    documentId,
    pointer: { object, offset, length },
    content: contents[index] as Uint8Array,
    details: facts[index],
  }));
  return { purpose, documents };
}

export interface SegmentIndex {
  readonly purpose: SegmentPurpose;
  readonly sizeBytes: number;
  readonly documents: readonly Omit<RestoredDocument, 'content'>[];
}

/** What a segment says about its documents, without opening them; for rebuilding an index. */
export async function readSegmentIndex(
  { objects, envelope }: SegmentReader,
  object: string,
): Promise<SegmentIndex> {
  const bytes = await objects.get(object);
  if (bytes === undefined) throw lost(object);
  const { purpose, entries, details } = decodeSegment(bytes);
  const [plaintext] = await envelope.decrypt([{ ciphertext: details, binding: DETAILS_BINDING }]);
  const json = decompress(plaintext as Uint8Array, CONTENT_BYTES_MAX);
  const facts = JSON.parse(Buffer.from(json).toString()) as unknown[];
  const documents = entries.map(({ documentId, offset, length }, index) => ({
    documentId,
    pointer: { object, offset, length },
    details: facts[index],
  }));
  return { purpose, sizeBytes: bytes.length, documents };
}

export interface Originals {
  /**
   * The exact bytes received, or undefined when they are not archived (yet). Throws OperationalError
   * `tampered` when what is stored does not hash to `documentId`.
   */
  readonly read: (documentId: string) => Promise<Uint8Array | undefined>;
}

/** `locate` finds where archive put a document: `locateOriginal` of the database package. */
export const openOriginals = ({
  locate,
  ...reader
}: SegmentReader & {
  readonly locate: (documentId: string) => Promise<Pointer | undefined>;
}): Originals => ({
  read: async (documentId) => {
    const pointer = await locate(documentId);
    if (pointer === undefined) return undefined;
    const original = await readEntry(reader, pointer, documentId);
    if (createHash('sha256').update(original).digest('hex') === documentId) return original;
    throw new OperationalError('tampered', `The archived original is not ${documentId}.`, {
      retryable: false,
    });
  },
});
