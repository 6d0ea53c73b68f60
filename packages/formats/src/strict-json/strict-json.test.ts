import { basename } from 'node:path';
import { describeWithCorpora, listFiles, readBytes } from '@ventanilla/testing/corpora';
import { readJson } from './index.ts';

const read = (text: string) => readJson(new TextEncoder().encode(text));
const rootOf = (text: string) => {
  const result = read(text);
  return result.ok ? result.document.root : result.refusal;
};

describe('strict JSON', () => {
  it('keeps numbers as written and texts decoded', () => {
    const root = rootOf('{"a":[1.50,-0,1e2,true,null],"b":"\\u00e9\\ud83d\\ude00\\n"}');
    expect(JSON.stringify(root)).toBe(
      '{"a":[{"number":"1.50"},{"number":"-0"},{"number":"1e2"},true,null],"b":"é😀\\n"}',
    );
  });

  it.each([
    ['json-duplicate-key', '{"a":1,"\\u0061":2}'],
    ['json-duplicate-key', '{"__proto__":1,"__proto__":2}'],
    ['json-lone-surrogate', '["\\ud800"]'],
    ['json-lone-surrogate', '["\\udc00"]'],
    ['json-lone-surrogate', '["\\ud800\\u0041"]'],
    ['json-number-range', `[${'9'.repeat(1_001)}]`],
    ['json-number-range', '[1e309]'],
    ['json-syntax', '[01]'],
    ['json-syntax', '[1,]'],
    ['json-syntax', '["\t"]'],
    ['json-syntax', '{"a":1} x'],
    ['too-deep', '['.repeat(200) + ']'.repeat(200)],
  ])('%s: %s', (refusal, text) => {
    expect(rootOf(text)).toBe(refusal);
  });

  it('tells line and column of a fault and of any value', () => {
    expect(read('{\n "é": 1,\n "b" 2}')).toMatchObject({ line: 3, column: 6 });
    const result = read('{\n "é😀": [1,\n  {"x/y": 2}]}');
    if (!result.ok) throw new Error(result.detail);
    const { locate } = result.document;
    expect(locate('/é😀/1/x~1y')).toEqual({ line: 3, column: 11 });
    expect(locate('/é😀/1/gone/far')).toEqual({ line: 3, column: 3 });
    expect(locate('')).toEqual({ line: 1, column: 1 });
  });

  it('treats __proto__ as a plain key', () => {
    const root = rootOf('{"__proto__":{"polluted":true}}') as Record<string, unknown>;
    expect(Object.keys(root)).toEqual(['__proto__']);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describeWithCorpora('JSON torture tests', (folder) => {
  const files = listFiles(`${folder}/sec-json/test_parsing`, '.json');
  const wrong = (prefix: string, ok: boolean) =>
    files
      .filter((file) => basename(file).startsWith(prefix))
      .filter((file) => readJson(readBytes(file)).ok !== ok)
      .map((file) => basename(file));

  it('refuses every n_', () => expect(wrong('n_', false)).toEqual([]));

  it('accepts every y_ but the one with a duplicate key', () => {
    expect(files.length).toBeGreaterThan(150);
    expect(wrong('y_', true)).toEqual(['y_object_duplicated_key_and_value.json']);
  });

  it('does not fail on any i_', () => {
    const either = files.filter((file) => basename(file).startsWith('i_'));
    for (const file of either) expect(typeof readJson(readBytes(file)).ok).toBe('boolean');
  });
});
