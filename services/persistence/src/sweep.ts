/** The small loop that ends waits and, first of all, finishes what an earlier process began. */
import { setTimeout as delay } from 'node:timers/promises';
import { isRetryable } from '@ventanilla/errors';
import type { ServiceContext } from '@ventanilla/runtime';
import type { Persistence } from './handle.ts';

interface SweepOptions {
  readonly persistence: Pick<Persistence, 'recover' | 'settleOverdue'>;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
  /** Told of each round that failed; the next one tries again. */
  readonly onError: (error: unknown) => void;
}

/** Runs until `signal` aborts; rejects only on what waiting cannot mend. */
async function sweep({ persistence, intervalMs, signal, onError }: SweepOptions): Promise<void> {
  let recovered = false;
  while (!signal.aborted) {
    try {
      if (!recovered) await persistence.recover();
      recovered = true;
      await persistence.settleOverdue();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      onError(error);
    }
    await delay(intervalMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Sweeps for as long as the service runs; the service fails when the sweep does. */
export function startSweeping(
  { signal, log, fail, onStop }: ServiceContext,
  persistence: SweepOptions['persistence'],
  intervalMs: number,
): void {
  const onError = (error: unknown) => log.warn({ err: error }, 'sweep failed, will be retried');
  const sweeping = sweep({ persistence, intervalMs, signal, onError });
  sweeping.catch(fail);
  onStop(() => sweeping.catch(() => undefined));
}
