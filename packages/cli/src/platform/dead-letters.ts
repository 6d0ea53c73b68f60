/** Dead letters, read to the end of their topic and handed back. */
import { TOPICS } from '@ventanilla/messages';
import {
  appendAll,
  DEAD_HEADERS,
  type DeliveredRecord,
  type Stream,
  type StreamRecord,
} from '@ventanilla/stream';

export interface DeadLetter {
  readonly documentId: string;
  readonly topic: string;
  readonly reason: string;
  readonly group: string;
  readonly appendedAt: string;
}

export interface ReplayOptions {
  readonly stream: Stream;
  readonly group: string;
  readonly dryRun: boolean;
  readonly isWanted: (letter: DeadLetter) => boolean;
  readonly onLetter: (letter: DeadLetter) => void;
  /** Waits a little before asking again whether the end is reached. */
  readonly untilNews: (signal: AbortSignal) => Promise<unknown>;
}

const letterOf = ({ key, headers }: StreamRecord): DeadLetter => ({
  documentId: key,
  topic: headers[DEAD_HEADERS.topic] ?? '',
  reason: headers[DEAD_HEADERS.reason] ?? '',
  group: headers[DEAD_HEADERS.group] ?? '',
  appendedAt: headers[DEAD_HEADERS.appendedAt] ?? '',
});

/** The record as it was before it was set aside. */
export function revive({ key, value, headers }: StreamRecord): StreamRecord {
  const dead: readonly string[] = Object.values(DEAD_HEADERS);
  const kept = Object.entries(headers).filter(([name]) => !dead.includes(name));
  return { key, value, headers: Object.fromEntries(kept) };
}

/** Hands back every letter that `group` has not seen and that is wanted; resolves with their number. */
export async function replayDeadLetters(options: ReplayOptions): Promise<number> {
  const { stream, group } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let count = 0;

  const handBack = async (records: readonly DeliveredRecord[]) => {
    for (const record of records) {
      const letter = letterOf(record);
      if (letter.topic === '' || !options.isWanted(letter)) continue;
      if (!options.dryRun) await appendAll(stream, letter.topic, [revive(record)]);
      options.onLetter(letter);
      count += 1;
    }
  };
  const consuming = stream.consume({
    topic: TOPICS.dead,
    group,
    member: group,
    signal,
    handler: ({ records }) => handBack(records),
  });
  const atEnd = async () => {
    const backlog = await stream.backlog(TOPICS.dead, group);
    return backlog.every(({ records }) => records === 0);
  };
  const watch = async () => {
    while (!signal.aborted && !(await atEnd())) await options.untilNews(signal);
    stopping.abort();
  };
  await Promise.all([consuming, watch()]);
  return count;
}
