/** What the next mutant is aimed at: the assertion that the mutants so far have reached least. */

import type { Coverage } from '../../packages/testing/src/official-rules/official.ts';
import type { Aim } from './aim.ts';
import type { Dice } from './dice.ts';

/** How often every assertion shall fire, and hold. */
export const TIMES_MIN = 3;
/** A failed attempt counts as the eighth part of a hit, so that what cannot be reached does not take all. */
const ATTEMPTS_PER_HIT = 8;
/** Of how many the least reached is taken. */
const CHOICES = 6;

export interface Target {
  readonly aim: Aim;
  /** Shall it hold, and not fire? */
  readonly isToHold: boolean;
}

export interface Steering {
  readonly next: (dice: Dice) => Target | undefined;
  /** What a mutant aimed at `aim` breaks in our eyes. */
  readonly note: (aim: Aim | undefined, broken: ReadonlySet<string>) => void;
  /** What the official set has said so far: what lacks there comes first from now on. */
  readonly learn: (coverage: ReadonlyMap<string, Coverage>) => void;
}

export const UNREACHED: Coverage = { fired: 0, held: 0, sound: 0 };
export const isThin = ({ fired, held }: Coverage): boolean => fired < TIMES_MIN || held < TIMES_MIN;

export function createSteering(aims: readonly Aim[]): Steering {
  const weights = new Map<string, number>();
  const add = (code: string, weight: number): void =>
    void weights.set(code, (weights.get(code) ?? 0) + weight);
  const weightOf = ({ code }: Aim): number => weights.get(code) ?? 0;
  let lacking: readonly Target[] = [];
  return {
    next: (dice) => {
      if (aims.length === 0) return undefined;
      if (lacking.length > 0 && dice.roll(2) === 0) return dice.pick(lacking);
      const choices = Array.from({ length: CHOICES }, () => dice.pick(aims));
      const aim = choices.reduce((least, one) => (weightOf(one) < weightOf(least) ? one : least));
      return { aim, isToHold: dice.roll(4) === 0 };
    },
    note: (aim, broken) => {
      for (const code of broken) add(code, 1);
      if (aim !== undefined) add(aim.code, 1 / ATTEMPTS_PER_HIT);
    },
    learn: (coverage) => {
      lacking = aims.flatMap((aim) => {
        const { fired, held } = coverage.get(aim.code) ?? UNREACHED;
        return [
          ...(fired < TIMES_MIN ? [{ aim, isToHold: false }] : []),
          ...(held < TIMES_MIN ? [{ aim, isToHold: true }] : []),
        ];
      });
    },
  };
}
