/** What turning keys over costs a platform at full load. */
import { rounded } from '../statistics.ts';

/** Turns keys over until it is aborted; how often it did what. */
export type TurnOver = (signal: AbortSignal) => Promise<Readonly<Record<string, number>>>;

const ROUNDS = 2;

/** `measure`: documents a second of one phase at full load. Phases with and without take turns, as machines drift. */
export async function measureTurnOver(turnOver: TurnOver, measure: () => Promise<number>) {
  const rates: { readonly without: number; readonly with: number }[] = [];
  const turns: Record<string, number> = {};
  for (let round = 0; round < ROUNDS; round += 1) {
    const without = await measure();
    const stop = new AbortController();
    const turning = turnOver(stop.signal);
    const measured = await measure().finally(() => stop.abort());
    for (const [what, count] of Object.entries(await turning)) {
      turns[what] = (turns[what] ?? 0) + count;
    }
    rates.push({ without, with: measured });
  }
  const sum = (which: 'with' | 'without') => rates.reduce((total, rate) => total + rate[which], 0);
  return { rates, turns, cost: rounded(1 - sum('with') / Math.max(1, sum('without')), 3) };
}
