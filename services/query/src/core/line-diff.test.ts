import { diffLines } from './line-diff.ts';

const told = (before: string, after: string) =>
  diffLines([...before], [...after])
    .map(({ kind, text }) => ({ same: ' ', gone: '-', new: '+' })[kind] + text)
    .join('');

describe('difference of lines', () => {
  it.each([
    ['abc', 'abc', ' a b c'],
    ['abc', 'axc', ' a-b+x c'],
    ['abc', 'ac', ' a-b c'],
    ['ac', 'abc', ' a+b c'],
    ['aa', 'aaa', ' a a+a'],
    ['abcd', 'bcda', '-a b c d+a'],
    ['', 'ab', '+a+b'],
    ['ab', '', '-a-b'],
  ])('of %s and %s is %s', (before, after, diff) => {
    expect(told(before, after)).toBe(diff);
  });

  it('of two texts with nothing in common is told without comparing every pair', () => {
    const lines = (name: string) => Array.from({ length: 600 }, (_, at) => `${name}${at}`);
    expect(diffLines(lines('a'), lines('b'))).toHaveLength(1_200);
  });
});
