import { createDice } from './dice.ts';

describe('createDice', () => {
  it('repeats by seed and is fair enough', () => {
    const rolls = (seed: string) => {
      const dice = createDice(seed);
      return Array.from({ length: 8_000 }, () => Math.floor(dice.next() * 8));
    };
    expect(rolls('a')).toEqual(rolls('a'));
    expect(rolls('a')).not.toEqual(rolls('b'));
    for (let face = 0; face < 8; face += 1) {
      expect(Math.abs(rolls('c').filter((it) => it === face).length - 1_000)).toBeLessThan(150);
    }
  });
});
