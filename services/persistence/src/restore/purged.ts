/** Outcomes that cannot be decided again, because their content was ended on purpose. */
import { readPurged } from '@ventanilla/custody';
import { findContent } from '@ventanilla/database';
import { OperationalError } from '@ventanilla/errors';
import type { LogFiles } from '@ventanilla/transparency';
import type { RestorePorts } from './ports.ts';
import { readOutcomes } from './replay.ts';

const NAMED_MAX = 20;

/** Throws `content-purged` with their number and the first of them, before anything is registered. */
export async function refusePurged(
  { objects, database }: RestorePorts,
  log: Required<LogFiles>,
  size: number,
): Promise<void> {
  const purged = await readPurged(objects, 'canonical');
  if (purged.size === 0) return;
  const gone: string[] = [];
  for (let next = 0; next < size; ) {
    const entries = await readOutcomes(log, next, size);
    const content = await findContent(database, entries);
    for (const [i, { documentId }] of entries.entries()) {
      if (content[i] === undefined && purged.has(documentId))
        gone.push(`${next + i} ${documentId}`);
    }
    next += entries.length;
  }
  if (gone.length === 0) return;
  const named = gone.slice(0, NAMED_MAX).join(', ');
  throw new OperationalError(
    'content-purged',
    `The content of ${gone.length} of ${size} outcomes was purged, so they cannot be decided again: entries ${named}` +
      `${gone.length > NAMED_MAX ? ' and more' : ''}. Take Postgres back from its copy; log, receipts and archive hold without it.`,
    { retryable: false },
  );
}
