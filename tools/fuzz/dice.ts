/** Chance that can be told again: the same seed gives the same rolls. */
export interface Dice {
  /** A whole number from 0 up to, but not, `sides`. */
  readonly roll: (sides: number) => number;
  /** One of the list; throws on an empty one. */
  readonly pick: <T>(list: readonly T[]) => T;
}

export function createDice(seed: number): Dice {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) >>> 0;
  const roll = (sides: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
  return {
    roll,
    pick: (list) => {
      if (list.length === 0) throw new Error('nothing to pick from');
      return list[roll(list.length)]!;
    },
  };
}
