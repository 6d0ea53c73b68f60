/** The small loop that ends waits and, first of all, finishes what an earlier process began. */
import type { ServiceContext } from '@ventanilla/runtime';
import type { Persistence } from './handle.ts';
import { startRounds } from './rounds.ts';

/** Sweeps for as long as the service runs; the service fails when the sweep does. */
export function startSweeping(
  context: ServiceContext,
  persistence: Pick<Persistence, 'recover' | 'settleOverdue'>,
  intervalMs: number,
): void {
  let recovered = false;
  const sweep = async (): Promise<void> => {
    if (!recovered) await persistence.recover();
    recovered = true;
    await persistence.settleOverdue();
  };
  startRounds(context, sweep, { intervalMs, onFailure: 'sweep failed, will be retried' });
}
