/** What a reader is told of many documents at once. */
import type { ReadSession } from '@ventanilla/database/reads';
import { outcomeView, pendingView, type StatusView } from './core/status.ts';

const IDS_MAX = 1_000;

/** Views by id of those that are known within the session's reach. */
export async function readStatuses(
  session: ReadSession,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StatusView>> {
  const asked = [...new Set(ids)];
  const views = new Map<string, StatusView>();
  for (let at = 0; at < asked.length; at += IDS_MAX) {
    const part = asked.slice(at, at + IDS_MAX);
    for (const row of await session.outcomes(part)) views.set(row.documentId, outcomeView(row));
    const rest = part.filter((id) => !views.has(id));
    if (rest.length === 0) continue;
    for (const row of await session.pending(rest)) views.set(row.documentId, pendingView(row));
  }
  return views;
}
