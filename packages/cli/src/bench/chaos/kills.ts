/** Processes killed while they work. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Platform } from '../../platform/platform.ts';
import { signalProcess } from '../../platform/process-identity.ts';
import type { SupervisedService } from '../../platform/supervisor.ts';
import type { Dice } from '../dice.ts';
import type { Struck } from './run.ts';

export interface RandomKills {
  readonly platform: Platform;
  readonly kills: number;
  /** Mean time between two. */
  readonly everyMs: number;
  readonly dice: Dice;
  readonly onKill: (count: number, target: string) => void;
}

/** A pause whose length chance decides, `meanMs` on average. */
export const irregularly = (meanMs: number, dice: Dice): Promise<void> =>
  delay(meanMs * (0.3 + 1.4 * dice.next()));

/** Kills one process, or crashes the database one time in eight. */
function killOne({ platform, dice }: RandomKills): string | undefined {
  const targets = [...platform.services, undefined];
  const target = targets[Math.floor(dice.next() * targets.length)];
  if (target === undefined) {
    const how = dice.next() < 0.5 ? 'kill' : 'immediate';
    platform.database.crash(how);
    return `postgres (${how})`;
  }
  const identity = target.identity();
  if (identity === undefined) return undefined; // between two lives: nothing to kill
  signalProcess(identity, 'SIGKILL');
  return target.name;
}

export async function killAtRandom(options: RandomKills): Promise<Struck> {
  const byTarget: Record<string, number> = {};
  for (let done = 0; done < options.kills; ) {
    await irregularly(options.everyMs, options.dice);
    const target = killOne(options);
    if (target === undefined) continue;
    done += 1;
    byTarget[target] = (byTarget[target] ?? 0) + 1;
    options.onKill(done, target);
  }
  return byTarget;
}

const LIFE_POLL_MS = 20;

/** Sends `signal` to each of `targets` `times` times, one process after another in an order of chance. */
export async function strikeEach(
  targets: readonly SupervisedService[],
  times: number,
  signal: 'SIGKILL' | 'SIGTERM',
  { everyMs, dice }: { readonly everyMs: number; readonly dice: Dice },
): Promise<Struck> {
  const left = targets.map((target) => ({ target, due: times }));
  const byTarget: Record<string, number> = {};
  for (let living = left; living.length > 0; living = left.filter(({ due }) => due > 0)) {
    await irregularly(everyMs, dice);
    const chosen = living[Math.floor(dice.next() * living.length)];
    if (!chosen || chosen.due === 0) continue;
    let identity = chosen.target.identity();
    for (; identity === undefined; identity = chosen.target.identity()) await delay(LIFE_POLL_MS);
    signalProcess(identity, signal);
    chosen.due -= 1;
    byTarget[chosen.target.name] = (byTarget[chosen.target.name] ?? 0) + 1;
  }
  return byTarget;
}
