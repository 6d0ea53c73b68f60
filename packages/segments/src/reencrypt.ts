/** A segment encrypted again: the same plaintexts, byte for byte, under a data key of today. */
import { createHash } from 'node:crypto';
import { invariant, OperationalError } from '@ventanilla/errors';
import { decodeSegment, encodeSegment } from './layout.ts';
import type { SegmentReader } from './read.ts';
import { DETAILS_BINDING } from './write.ts';

const plaintextsOf = (
  { envelope }: Pick<SegmentReader, 'envelope'>,
  segment: Uint8Array,
): Promise<readonly Uint8Array[]> => {
  const { entries, details } = decodeSegment(segment);
  return envelope.decrypt([
    ...entries.map(({ documentId, offset, length }) => ({
      ciphertext: segment.subarray(offset, offset + length),
      binding: documentId,
    })),
    { ciphertext: details, binding: DETAILS_BINDING },
  ]);
};

/**
 * Stores the new object under the day of the old one and resolves with its name, once it was read back
 * and every plaintext found the same. Throws `segment-differs` otherwise; the old one is not touched.
 */
export async function reencryptSegment(
  reader: SegmentReader,
  object: string,
  segment: Uint8Array,
): Promise<string> {
  const { objects, envelope } = reader;
  const { purpose, entries } = decodeSegment(segment);
  const plaintexts = await plaintextsOf(reader, segment);
  const bindings = [...entries.map(({ documentId }) => documentId), DETAILS_BINDING];
  const ciphertexts = await envelope.encrypt(
    plaintexts.map((plaintext, at) => ({ plaintext, binding: bindings[at] as string })),
  );
  const { bytes } = encodeSegment(
    purpose,
    entries.map(({ documentId }, at) => ({
      documentId,
      ciphertext: ciphertexts[at] as Uint8Array,
    })),
    ciphertexts.at(-1) as Uint8Array,
  );
  const folder = object.slice(0, object.lastIndexOf('/'));
  invariant(folder.startsWith(`segments/${purpose}/`), 'a segment lies under its purpose');
  const name = `${folder}/${createHash('sha256').update(bytes).digest('hex')}`;
  await objects.put(name, bytes);
  const stored = await objects.get(name);
  const back = stored === undefined ? [] : await plaintextsOf(reader, stored);
  const same =
    back.length === plaintexts.length &&
    back.every((plaintext, at) => Buffer.from(plaintext).equals(plaintexts[at] as Uint8Array));
  if (same) return name;
  throw new OperationalError('segment-differs', `${name} does not hold what ${object} holds.`, {
    retryable: false,
  });
}
