/**
 * Originals, byte for byte: the segment first, then the rows that name it. An original that is indexed
 * keeps its first place, so a batch that runs twice leaves at most a segment nobody points to.
 */
import {
  type ArchivedOriginal,
  type Database,
  findArchived,
  indexOriginals,
  insertSegment,
} from '@ventanilla/database';
import type { Envelope } from '@ventanilla/encryption';
import { asOutage, OperationalError } from '@ventanilla/errors';
import { type DocumentReceived, decodeReceived } from '@ventanilla/messages';
import type { ObjectStore } from '@ventanilla/objects';
import { type Place, writeSegment } from '@ventanilla/segments';
import type { Batch } from '@ventanilla/stream';
import { chooseOriginals } from './core/choose-originals.ts';

export interface ArchivePorts {
  readonly database: Database;
  readonly objects: ObjectStore;
  /** Of purpose `original`. */
  readonly envelope: Envelope;
  readonly now: () => Date;
  /** Told how many originals and bytes a segment took. */
  readonly onArchived?: (originals: number, bytes: number) => void;
}

/** Handler of documents.received. */
export const handleReceived =
  (ports: ArchivePorts) =>
  async ({ records }: Batch): Promise<void> => {
    const { database, objects, envelope } = ports;
    const messages = records.map(decodeReceived);
    const ids = [...new Set(messages.map(({ submission }) => submission.documentId))];
    const chosen = chooseOriginals(messages, await findArchived(database, ids));
    const [stranger] = chosen.strangers;
    if (stranger !== undefined) {
      throw new OperationalError(
        'document-id-wrong',
        `The bytes received as ${stranger} have another hash.`,
        { retryable: false },
      );
    }
    const { originals } = chosen;
    if (originals.length === 0) return;
    const at = ports.now();
    const storedAt = at.toISOString();
    const documents = originals.map(({ submission, original }) => ({
      documentId: submission.documentId,
      content: original,
      details: { submission, storedAt },
    }));
    const segment = await asOutage(() =>
      writeSegment({ objects, envelope, purpose: 'original' }, documents, at),
    );
    await database.transaction(async (transaction) => {
      const segmentId = await insertSegment(transaction, {
        object: segment.object,
        purpose: 'original',
        entries: originals.length,
        sizeBytes: segment.sizeBytes,
      });
      const rows = originals.map((message, at) => rowOf(message, segment.places[at] as Place));
      await indexOriginals(transaction, segmentId, rows);
    });
    ports.onArchived?.(originals.length, segment.sizeBytes);
  };

const rowOf = (
  { submission, original }: DocumentReceived,
  { offset, length }: Place,
): ArchivedOriginal => ({
  documentId: submission.documentId,
  offset,
  length,
  sizeBytes: original.length,
  mediaType: submission.mediaType,
  receivedAt: submission.receivedAt,
  submitterTaxpayerId: submission.submitter.taxpayerId,
});
