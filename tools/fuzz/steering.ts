/** Which assertion the next mutant is aimed at: the one that the mutants so far have reached least. */
import type { Aim } from './aim.ts';
import type { Dice } from './dice.ts';

/** A failed attempt counts as the eighth part of a hit, so that what cannot be reached does not take all. */
const ATTEMPTS_PER_HIT = 8;
/** Of how many the least reached is taken. */
const CHOICES = 6;

export interface Steering {
  readonly next: (dice: Dice) => Aim | undefined;
  /** What a mutant aimed at `aim` breaks in our eyes. */
  readonly note: (aim: Aim | undefined, broken: ReadonlySet<string>) => void;
}

export function createSteering(aims: readonly Aim[]): Steering {
  const weights = new Map<string, number>();
  const add = (code: string, weight: number): void =>
    void weights.set(code, (weights.get(code) ?? 0) + weight);
  const weightOf = ({ code }: Aim): number => weights.get(code) ?? 0;
  return {
    next: (dice) => {
      if (aims.length === 0) return undefined;
      const choices = Array.from({ length: CHOICES }, () => dice.pick(aims));
      return choices.reduce((least, aim) => (weightOf(aim) < weightOf(least) ? aim : least));
    },
    note: (aim, broken) => {
      for (const code of broken) add(code, 1);
      if (aim !== undefined) add(aim.code, 1 / ATTEMPTS_PER_HIT);
    },
  };
}
