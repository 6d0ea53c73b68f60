/**
 * documents.validated → documents.transformed: adds classification and registry names. The canonical
 * invoice's text is carried on as it is; rejected documents pass through with what is known of them.
 */
import type { Taxpayer } from '@ventanilla/invoice';
import { decodeValidated, encodeTransformed, TOPICS } from '@ventanilla/messages';
import { appendAll, type BatchHandler, type Sink } from '@ventanilla/stream';
import { classify, enrich } from './core/classify.ts';

export interface Deps {
  readonly taxpayers: (ids: readonly string[]) => Promise<ReadonlyMap<string, Taxpayer>>;
  readonly sink: Sink;
  readonly now: () => string;
}

export const handleValidated =
  ({ taxpayers, sink, now }: Deps): BatchHandler =>
  async ({ records }) => {
    const messages = records.map(decodeValidated);
    const ids = new Set<string>();
    for (const { summary } of messages) {
      if (summary === undefined) continue;
      ids.add(summary.issuerId);
      if (summary.buyerId !== undefined) ids.add(summary.buyerId);
    }
    const known = await taxpayers([...ids]);
    const transformed = messages.map(({ summary, ...message }) =>
      encodeTransformed({
        ...message,
        transformedAt: now(),
        ...(summary !== undefined && {
          summary: enrich(summary, known),
          classification: classify(summary, known.get(summary.issuerId)),
        }),
      }),
    );
    await appendAll(sink, TOPICS.transformed, transformed);
  };
