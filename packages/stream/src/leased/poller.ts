/** One question for all idle partitions of a consumer, asked more often while records arrive. */
import type { LeasedBackend, Timing } from './backend.ts';
import { pause, persistently } from './patience.ts';

interface Waiter {
  readonly partition: number;
  readonly after: string | undefined;
  readonly wake: () => void;
  firstSeenAt?: number;
}

export interface Poller {
  /** Resolves when records worth a batch lie after `after`, or when `signal` aborts. */
  readonly wait: (
    partition: number,
    after: string | undefined,
    signal: AbortSignal,
  ) => Promise<void>;
  /** Runs until `signal` aborts; rejects on a failure that waiting does not mend. */
  readonly run: (signal: AbortSignal) => Promise<void>;
}

const isDue = (waiter: Waiter, records: number, now: number, timing: Timing): boolean => {
  if (records >= timing.fill) return true;
  waiter.firstSeenAt ??= now;
  return now - waiter.firstSeenAt >= timing.lingerMs;
};

export const createPoller = (backend: Pick<LeasedBackend, 'pending'>, timing: Timing): Poller => {
  const waiters = new Map<number, Waiter>();
  let stir = Promise.withResolvers<void>();

  const ask = async (): Promise<boolean> => {
    const counts = await backend.pending([...waiters.values()]);
    const now = performance.now();
    for (const [partition, records] of counts) {
      const waiter = waiters.get(partition);
      if (waiter && records > 0 && isDue(waiter, records, now, timing)) waiter.wake();
    }
    return counts.size > 0;
  };

  return {
    wait: (partition, after, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          signal.removeEventListener('abort', wake);
          waiters.delete(partition);
          resolve();
        };
        if (signal.aborted) return resolve();
        signal.addEventListener('abort', wake, { once: true });
        waiters.set(partition, { partition, after, wake });
        stir.resolve();
      }),
    run: async (signal) => {
      signal.addEventListener('abort', () => stir.resolve(), { once: true });
      let intervalMs = timing.pollMinMs;
      while (!signal.aborted) {
        if (waiters.size === 0) {
          stir = Promise.withResolvers();
          if (!signal.aborted) await stir.promise;
          continue;
        }
        const found = await persistently(ask, timing, signal);
        intervalMs = found ? timing.pollMinMs : Math.min(intervalMs * 2, timing.pollMaxMs);
        await pause(intervalMs, signal);
      }
    },
  };
};
