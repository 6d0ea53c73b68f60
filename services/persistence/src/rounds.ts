/** Work that a service does again and again beside its topics. */
import { setTimeout as delay } from 'node:timers/promises';
import { isRetryable } from '@ventanilla/errors';
import type { ServiceContext } from '@ventanilla/runtime';

export interface Rounds {
  readonly intervalMs: number;
  /** Logged when a round failed and is done again. */
  readonly onFailure: string;
  /** Whether the service goes on after this error; default: when waiting may mend it. */
  readonly goesOn?: (error: unknown) => boolean;
}

/** Runs `round` until the service stops, one at a time; the service fails on what waiting cannot mend. */
export function startRounds(
  { signal, log, fail, onStop }: ServiceContext,
  round: () => Promise<unknown>,
  { intervalMs, onFailure, goesOn = isRetryable }: Rounds,
): void {
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await round().catch((error: unknown) => {
        if (!goesOn(error)) throw error;
        log.warn({ err: error }, onFailure);
      });
      await delay(intervalMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  running.catch(fail);
  onStop(() => running.catch(() => undefined));
}
