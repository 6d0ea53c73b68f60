/** Random numbers that a seed repeats, so that a run that failed can be run again. */
import { createHash } from 'node:crypto';

export interface Dice {
  /** At least 0, below 1. */
  readonly next: () => number;
}

const TWO_TO_32 = 2 ** 32;

/** Mulberry32 over the hash of the seed: fast, and good enough to pick a victim. */
export function createDice(seed: string): Dice {
  let state = createHash('sha256').update(seed).digest().readUInt32LE(0);
  return {
    next: () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / TWO_TO_32;
    },
  };
}
