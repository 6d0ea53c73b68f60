import { setTimeout as delay } from 'node:timers/promises';
import { isRetryable } from '@ventanilla/errors';

/** Resolves after `ms` or when `signal` aborts, whichever comes first; never rejects. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);

/** Doubles from `minMs` up to `maxMs`. */
export const backOff = (failures: number, minMs: number, maxMs: number): number =>
  Math.min(maxMs, minMs * 2 ** Math.min(failures, 20));

/** Repeats `work` while it fails in a way that waiting can help; undefined when `signal` aborts first. */
export const persistently = async <T>(
  work: () => Promise<T>,
  { retryMinMs, retryMaxMs }: { readonly retryMinMs: number; readonly retryMaxMs: number },
  signal: AbortSignal,
): Promise<T | undefined> => {
  for (let failures = 0; ; failures++) {
    try {
      return await work();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      if (signal.aborted) return undefined;
      await pause(backOff(failures, retryMinMs, retryMaxMs), signal);
      if (signal.aborted) return undefined;
    }
  }
};
