/** Observes the flow for the completeness mark: at most once a period, however many ask. */
import type { Reads } from '@ventanilla/database/reads';
import { TOPICS } from '@ventanilla/messages';
import type { Backlog, Stream } from '@ventanilla/stream';
import { briefly } from './briefly.ts';
import { type Completeness, completenessOf, type Hop } from './core/completeness.ts';

/** Consumer groups in the order of the flow, each with the topic it reads. */
const FLOW = [
  { name: 'validation', topic: TOPICS.received },
  { name: 'transformation', topic: TOPICS.validated },
  { name: 'persistence', topic: TOPICS.transformed },
] as const;
const ARCHIVE_GROUP = 'archive';
const REPLAY_GROUP = 'replay';

export interface CompletenessReader {
  readonly read: () => Promise<Completeness>;
}

export interface ObserveOptions {
  readonly stream: Pick<Stream, 'backlog'>;
  readonly reads: Pick<Reads, 'progress'>;
  readonly now: () => number;
  /** How long reception waits for the stream. */
  readonly appendTimeoutMs: number;
  /** An answer is given again for so long. */
  readonly periodMs: number;
}

export const createCompletenessReader = (options: ObserveOptions): CompletenessReader =>
  briefly(() => observe(options), options.now, options.periodMs);

async function observe({
  stream,
  reads,
  now,
  appendTimeoutMs,
}: ObserveOptions): Promise<Completeness> {
  const observedAt = now();
  const hops: Hop[] = [];
  // One after the other, in the order of the flow: the argument of core/completeness.ts rests on it.
  for (const { name, topic } of FLOW) {
    hops.push({ name, backlogs: await stream.backlog(topic, name) });
  }
  const [progress, archive, dead] = await Promise.all([
    reads.progress(TOPICS.transformed),
    stream.backlog(TOPICS.received, ARCHIVE_GROUP),
    stream.backlog(TOPICS.dead, REPLAY_GROUP),
  ]);
  return completenessOf({
    observedAt,
    hops,
    progress,
    archive,
    deadLetters: recordsOf(dead),
    appendTimeoutMs,
  });
}

const recordsOf = (backlogs: readonly Backlog[]): number =>
  backlogs.reduce((sum, { records }) => sum + records, 0);
