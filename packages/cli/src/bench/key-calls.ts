/** How often a platform asks its key service, by what its processes count. */
import type { Platform } from '../platform/platform.ts';

/** Calls since the processes started, by kind. */
export type KeyCalls = Readonly<Record<string, number>>;

const LINE = /^ventanilla_key_calls_total\{call="(\w+)",.*\} (\d+)$/gm;

/** Adds up what the metrics of several processes say. */
export function countKeyCalls(metrics: Iterable<string>): KeyCalls {
  const calls: Record<string, number> = {};
  for (const text of metrics) {
    for (const [, call = '', count] of text.matchAll(LINE)) {
      calls[call] = (calls[call] ?? 0) + Number(count);
    }
  }
  return calls;
}

export async function readKeyCalls({ services }: Pick<Platform, 'services'>): Promise<KeyCalls> {
  const answers = await Promise.all(services.map(({ ask }) => ask('/metrics')));
  return countKeyCalls(answers.map((answer) => answer?.text ?? ''));
}

/** All there ever were, start included, for each thousand documents; `all` is their sum. */
export function perThousand(calls: KeyCalls, documents: number): KeyCalls {
  const all = Object.values(calls).reduce((sum, count) => sum + count, 0);
  return Object.fromEntries(
    Object.entries({ ...calls, all }).map(([call, count]) => [
      call,
      Math.round((100_000 * count) / Math.max(1, documents)) / 100,
    ]),
  );
}
