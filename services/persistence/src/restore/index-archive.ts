/** What the archive holds, noted segment by segment: nothing is opened but the details. */
import { readSuperseded } from '@ventanilla/custody';
import { isSegmentFound, noteCanonicals, noteOriginals } from '@ventanilla/database';
import { readSegmentIndex, type SegmentIndex } from '@ventanilla/segments';
import { readDetails } from '../segment-details.ts';
import type { RestorePorts } from './ports.ts';

const PURPOSES = ['original', 'canonical'] as const;

/** Goes on after the segments that an earlier run noted. */
export async function indexArchive(ports: RestorePorts): Promise<void> {
  const { database, objects, envelopes, onProgress } = ports;
  // What was encrypted again is where the rows pointed; the old keys may be gone.
  const superseded = await readSuperseded(objects);
  let segments = 0;
  for (const purpose of PURPOSES) {
    const reader = { objects, envelope: envelopes[purpose] };
    for await (const object of objects.list(`segments/${purpose}/`)) {
      if (!superseded.has(object) && !(await isSegmentFound(database, object))) {
        const index = await readSegmentIndex(reader, object);
        await noters[purpose](ports, object, index);
      }
      segments += 1;
      onProgress('archive', segments);
    }
  }
}

const segmentOf = (object: string, { purpose, documents, sizeBytes }: SegmentIndex) => ({
  object,
  purpose,
  entries: documents.length,
  sizeBytes,
});

const noters = {
  original: ({ database }: RestorePorts, object: string, index: SegmentIndex) => {
    const found = index.documents.map(({ documentId, pointer, details }) => {
      const { submission, storedAt } = readDetails(details, object);
      const { sizeBytes, mediaType, receivedAt, submitter } = submission;
      const { offset, length } = pointer;
      const submitterTaxpayerId = submitter.taxpayerId;
      const facts = { sizeBytes, mediaType, receivedAt, submitterTaxpayerId };
      return { documentId, storedAt, offset, length, ...facts };
    });
    return noteOriginals(database, segmentOf(object, index), found);
  },
  canonical: ({ database }: RestorePorts, object: string, index: SegmentIndex) => {
    const found = index.documents.map(({ documentId, details }) => {
      const { submission, storedAt } = readDetails(details, object);
      return { documentId, receivedAt: submission.receivedAt, storedAt };
    });
    return noteCanonicals(database, segmentOf(object, index), found);
  },
};
