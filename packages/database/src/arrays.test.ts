import { packed, plainArray, textArray } from './arrays.ts';

describe('array parameters', () => {
  it('quote only what Postgres would misread', () => {
    expect(textArray(['abc', undefined, 'NULL', 'null', '', 'a b', 'é', 'x,y', '{'])).toBe(
      '{abc,NULL,"NULL","null","","a b","é","x,y","{"}',
    );
  });

  it('escape quotes and backslashes, and show NUL as the replacement character', () => {
    expect(textArray(['a"b', 'c\\d', 'e\0f'])).toBe('{"a\\"b","c\\\\d","e\ufffdf"}');
  });

  it('join plain values and pack hashes', () => {
    expect(plainArray([1, undefined, '2026-01-01'])).toBe('{1,NULL,2026-01-01}');
    expect(packed(['00ff', '0102'])).toEqual(Buffer.from([0, 255, 1, 2]));
  });
});
