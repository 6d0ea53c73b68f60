/** What the archive holds, noted segment by segment: nothing is opened but the details. */
import {
  type Purged,
  type PurgedSegment,
  readPurgedPlaces,
  readSuperseded,
} from '@ventanilla/custody';
import {
  isSegmentFound,
  type NewSegment,
  noteCanonicals,
  noteOriginals,
} from '@ventanilla/database';
import { OperationalError } from '@ventanilla/errors';
import { type Place, readSegmentIndex, remainsOf, type SegmentPurpose } from '@ventanilla/segments';
import { readDetails, type SegmentDetails } from '../segment-details.ts';
import type { RestorePorts } from './ports.ts';

const PURPOSES = ['original', 'canonical'] as const;

/** Goes on after the segments that an earlier run noted. What was purged is noted from its remains. */
export async function indexArchive(ports: RestorePorts, purged: Purged): Promise<void> {
  const { database, objects, onProgress } = ports;
  // What was encrypted again is where the rows pointed; the old keys may be gone.
  const superseded = await readSuperseded(objects);
  let segments = 0;
  const note = async (purpose: SegmentPurpose, object: string, read: () => Promise<Noted>) => {
    if (!(await isSegmentFound(database, object))) await noters[purpose](ports, await read());
    segments += 1;
    onProgress('archive', segments);
  };
  for (const purpose of PURPOSES) {
    const prefix = `segments/${purpose}/`;
    for await (const object of objects.list(prefix)) {
      if (superseded.has(object) || purged.remains.has(object)) continue;
      await note(purpose, object, async () => whole(await readNoted(ports, purpose, object)));
    }
    for (const segment of purged.segments.values()) {
      if (!segment.object.startsWith(prefix)) continue;
      await note(purpose, segment.object, () => readRemains(ports, purpose, segment));
    }
  }
}

/** A segment as the rows describe it. */
interface Noted {
  readonly segment: NewSegment;
  readonly documents: readonly (Place & {
    readonly documentId: string;
    readonly details: SegmentDetails;
  })[];
}

async function readNoted(
  { objects, envelopes }: RestorePorts,
  purpose: SegmentPurpose,
  object: string,
): Promise<Noted> {
  const index = await readSegmentIndex({ objects, envelope: envelopes[purpose] }, object);
  const { documents, sizeBytes } = index;
  return {
    segment: { object, purpose, entries: documents.length, sizeBytes },
    documents: documents.map(({ documentId, pointer, details }) => ({
      ...pointer,
      documentId,
      details: readDetails(details, object),
    })),
  };
}

/** Remains without the record of their purge are no segment, and that segment is a loss. */
function whole(noted: Noted): Noted {
  const of = noted.documents.map(({ details }) => remainsOf(details)).find(Boolean);
  if (of === undefined) return noted;
  throw new OperationalError(
    'purge-unrecorded',
    `${noted.segment.object} is what was kept of ${of}, whose purge is not on record.`,
    { retryable: false },
  );
}

async function readRemains(
  ports: RestorePorts,
  purpose: SegmentPurpose,
  purged: PurgedSegment,
): Promise<Noted> {
  const { segment, documents } = await readNoted(ports, purpose, purged.remains);
  const places = await readPurgedPlaces(ports.objects, purged);
  const { object, sizeBytes } = purged;
  return {
    segment: { ...segment, object, sizeBytes },
    documents: documents.map((document, at) => ({ ...document, ...places[at] })),
  };
}

const noters = {
  original: ({ database }: RestorePorts, { segment, documents }: Noted) => {
    const found = documents.map(({ documentId, offset, length, details }) => {
      const { submission, storedAt } = details;
      const { sizeBytes, mediaType, receivedAt, submitter } = submission;
      const submitterTaxpayerId = submitter.taxpayerId;
      const facts = { sizeBytes, mediaType, receivedAt, submitterTaxpayerId };
      return { documentId, storedAt, offset, length, ...facts };
    });
    return noteOriginals(database, segment, found);
  },
  canonical: ({ database }: RestorePorts, { segment, documents }: Noted) => {
    const found = documents.map(({ documentId, details }) => {
      const { submission, storedAt } = details;
      return { documentId, receivedAt: submission.receivedAt, storedAt };
    });
    return noteCanonicals(database, segment, found);
  },
};
