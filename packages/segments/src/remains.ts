/** What is kept of a segment whose content ends: enough to decide about its documents again. */
import type { Envelope } from '@ventanilla/encryption';
import type { ObjectStore } from '@ventanilla/objects';
import { decodeJudged, encodeJudged } from './judged.ts';
import { decodeSegment, type Place, type SegmentPurpose } from './layout.ts';
import { readSegment } from './read.ts';
import { type BuiltSegment, buildSegment } from './write.ts';

export interface Remains extends Omit<BuiltSegment, 'places'> {
  /** Of the segment itself, which its rows go on to name. */
  readonly of: {
    readonly object: string;
    readonly sizeBytes: number;
    readonly entries: readonly (Place & { readonly documentId: string })[];
  };
}

/** Of which segment the details are those of remains; undefined for a segment that is whole. */
export const remainsOf = (details: unknown): string | undefined =>
  (details as { readonly remainsOf?: string } | undefined)?.remainsOf;

/**
 * A segment of the same documents in the same order, with all details, without originals and canonical
 * invoices: reports stay, since they are hashed for the log. Not on the store yet; undefined when the segment
 * is not there. Throws `tampered` or `segment-damaged` where it cannot be opened.
 */
export async function buildRemains(
  objects: ObjectStore,
  envelopes: Readonly<Record<SegmentPurpose, Envelope>>,
  object: string,
): Promise<Remains | undefined> {
  const bytes = await objects.get(object);
  if (bytes === undefined) return undefined;
  const { purpose, entries } = decodeSegment(bytes);
  const envelope = envelopes[purpose];
  const { documents } = await readSegment({ objects, envelope }, object);
  const remaining = documents.map(({ documentId, content, details }) => ({
    documentId,
    content: keptOf[purpose](content),
    details: { ...(details as object), remainsOf: object },
  }));
  const folder = object.slice(0, object.lastIndexOf('/'));
  const built = await buildSegment({ envelope, purpose }, remaining, folder);
  return { ...built, of: { object, sizeBytes: bytes.length, entries } };
}

const keptOf: Readonly<Record<SegmentPurpose, (content: Uint8Array) => Uint8Array>> = {
  original: () => new Uint8Array(),
  canonical: (content) => encodeJudged({ reportJson: decodeJudged(content).reportJson }),
};
