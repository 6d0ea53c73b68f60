/** Documents read back from their encrypted segments, one ranged read each. */
import { createHash } from 'node:crypto';
import type { Envelope } from '@ventanilla/encryption';
import { OperationalError } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import type { Report } from '@ventanilla/rules';
import { decodeJudged, readEntry } from '@ventanilla/segments';
import type { Segments } from './ports.ts';

export interface SegmentsOptions {
  readonly objects: ObjectStore;
  readonly originals: Envelope;
  readonly canonicals: Envelope;
}

export const createSegments = ({ objects, originals, canonicals }: SegmentsOptions): Segments => ({
  original: async (place, documentId) => {
    const bytes = await readEntry({ objects, envelope: originals }, place, documentId);
    if (createHash('sha256').update(bytes).digest('hex') === documentId) return bytes;
    throw new OperationalError('tampered', `The archived original is not ${documentId}.`, {
      retryable: false,
    });
  },
  judged: async (place, documentId) => {
    const content = await readEntry({ objects, envelope: canonicals }, place, documentId);
    const { reportJson, invoiceJson } = decodeJudged(content);
    return { report: JSON.parse(reportJson) as Report, invoiceJson };
  },
});
