/** Writing one segment: compress, encrypt, lay out, store. */
import { createHash } from 'node:crypto';
import { compress, compressDocument, type Envelope } from '@ventanilla/encryption';
import type { ObjectStore } from '@ventanilla/objects';
import { encodeSegment, type Place, type SegmentPurpose } from './layout.ts';

export interface SegmentDocument {
  readonly documentId: string;
  readonly content: Uint8Array;
  /** Plain JSON about the document, enough to index it again without a database. */
  readonly details: unknown;
}

export interface WrittenSegment {
  readonly object: string;
  readonly sizeBytes: number;
  /** In the order of the documents. */
  readonly places: readonly Place[];
}

export interface SegmentWriter {
  readonly objects: ObjectStore;
  /** Of the same purpose. */
  readonly envelope: Envelope;
  readonly purpose: SegmentPurpose;
}

/** Additional data of the details, which are about many documents. */
export const DETAILS_BINDING = 'segment-details/v1';

/** Not on the store yet. */
export interface BuiltSegment extends WrittenSegment {
  readonly bytes: Uint8Array;
}

/**
 * Durable when it resolves. The object is named by its hash, under the day of `at` (UTC), so writing
 * can fail half way or run twice and never replaces anything. One key-service call at most.
 */
export async function writeSegment(
  { objects, ...builder }: SegmentWriter,
  documents: readonly SegmentDocument[],
  at: Date,
): Promise<WrittenSegment> {
  const day = at.toISOString().slice(0, 10).replaceAll('-', '/');
  const folder = `segments/${builder.purpose}/${day}`;
  const { bytes, ...written } = await buildSegment(builder, documents, folder);
  await objects.put(written.object, bytes);
  return written;
}

/** Compressed, encrypted, laid out, and named by its hash under the folder. */
export async function buildSegment(
  { envelope, purpose }: Omit<SegmentWriter, 'objects'>,
  documents: readonly SegmentDocument[],
  folder: string,
): Promise<BuiltSegment> {
  const details = Buffer.from(JSON.stringify(documents.map((document) => document.details)));
  const ciphertexts = await envelope.encrypt([
    ...documents.map(({ documentId, content }) => ({
      plaintext: compressDocument(content),
      binding: documentId,
    })),
    { plaintext: compress(details), binding: DETAILS_BINDING },
  ]);
  const entries = documents.map(({ documentId }, index) => ({
    documentId,
    ciphertext: ciphertexts[index] as Uint8Array,
  }));
  const { bytes, places } = encodeSegment(purpose, entries, ciphertexts.at(-1) as Uint8Array);
  const object = `${folder}/${createHash('sha256').update(bytes).digest('hex')}`;
  return { object, sizeBytes: bytes.length, places, bytes };
}
