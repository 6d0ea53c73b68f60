import { setTimeout as delay } from 'node:timers/promises';
import { isRetryable } from '@ventanilla/errors';
import type { Stream } from '@ventanilla/stream';
import type { ProbeBook } from './probe-book.ts';

const KEYS = 16;
const ROUND_MS = 250;

/** Writes one record a key each round, and the same again until the stream has it. */
export function createProbeWriter(stream: Stream, topic: string, book: ProbeBook) {
  let place = 0;
  let stopping = new AbortController();
  let writing: Promise<void> = Promise.resolve();

  const writeRound = async (): Promise<void> => {
    let due = Array.from({ length: KEYS }, (_, key) => `k${key}:${place}`);
    place += 1;
    while (due.length > 0) {
      const records = due.map((text) => ({
        key: text.slice(0, text.indexOf(':')),
        headers: {},
        value: Buffer.from(text),
      }));
      const results = await stream.append(topic, records).catch((error: unknown) => {
        if (!isRetryable(error)) throw error;
        return [];
      });
      const written = due.filter((_, i) => results[i]?.ok);
      for (const text of written) book.promise(text);
      due = due.filter((_, i) => !results[i]?.ok);
      if (due.length > 0) await delay(ROUND_MS);
    }
  };
  return {
    start: () => {
      stopping = new AbortController();
      const { signal } = stopping;
      writing = (async () => {
        while (!signal.aborted) {
          await writeRound();
          await delay(ROUND_MS);
        }
      })();
      // Told by `stop`.
      writing.catch(() => {});
    },
    /** Resolves when the round in hand is written, however long the stream is away. */
    stop: () => {
      stopping.abort();
      return writing;
    },
  };
}
