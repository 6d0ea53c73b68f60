/** Stored originals as query may read them: of a platform on this machine, or of the settings. */
import { openEnvelope, openObjects } from '@ventanilla/backends';
import { openDatabase } from '@ventanilla/database';
import { createStoredDocuments, type StoredDocuments } from '@ventanilla/database/reads';
import type { SegmentReader } from '@ventanilla/segments';
import { CommandFailure } from '../failure.ts';
import { type CustodySettings, using } from './custody.ts';

const DATABASE = { poolMax: 1, applicationName: 'ventanilla dry run', statementTimeoutMs: 120_000 };

export const withOriginals = <T>(
  settings: CustodySettings,
  work: (stored: StoredDocuments, originals: SegmentReader) => Promise<T>,
): Promise<T> =>
  using(async (keep) => {
    const url = settings.DATABASE_URL;
    if (url === undefined) {
      throw new CommandFailure('This needs the database.', {
        hint: 'Start the platform, or set DATABASE_URL with the role ventanilla_query.',
      });
    }
    const database = keep(openDatabase(url, DATABASE));
    const objects = keep(await openObjects(settings, 'operators'));
    const envelope = keep(
      await openEnvelope(settings, 'operators', 'original', { rewrapped: objects }),
    );
    return work(createStoredDocuments(database), { objects, envelope });
  });
