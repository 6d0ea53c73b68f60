/** Every rule of the pack: a document that passes it and one, as near as can be, that breaks it. */
import type { Facts } from '@ventanilla/rules';
import { DOCUMENT_TYPES } from './data/document-types.ts';
import { SOUND, variant, writeAnnulment } from './examples/documents.ts';
import { CASES } from './examples/index.ts';
import { FEL_PACK } from './format.ts';
import { judge } from './test/judge.ts';

const withoutPrefixes = (path: string): string => path.replace(/\b\w+:/g, '');
const literal = (text: string): string => text.replace(/[[\]]/g, '\\$&');

describe('sound documents', () => {
  it('there is one of every type', () => {
    expect(Object.keys(SOUND).sort()).toEqual(Object.keys(DOCUMENT_TYPES).sort());
    expect(Object.keys(SOUND)).toHaveLength(27);
  });

  it.each(Object.keys(SOUND))('%s has no fault', (type) => {
    expect(judge(variant(type)).faults).toEqual([]);
  });

  it('an annulment has no fault', () => {
    expect(judge(writeAnnulment()).faults).toEqual([]);
  });
});

describe('rules', () => {
  it.each(CASES)('$code, case at $at', ({ code, bad, good, facts, goodFacts, at }) => {
    const codesOf = (xml: string, given: Facts) =>
      judge(xml, given).faults.map((fault) => fault.code);
    expect(codesOf(good, goodFacts)).not.toContain(code);
    const fault = judge(bad, facts).faults.find((candidate) => candidate.code === code);
    expect(fault).toBeDefined();
    expect(withoutPrefixes(fault!.path)).toMatch(new RegExp(`${literal(withoutPrefixes(at))}$`));
    expect(fault!.line).toBeGreaterThan(0);
    for (const text of [fault!.message, fault!.hint]) {
      expect(text.es).not.toMatch(/[{}]|^$/);
      expect(text.en).not.toMatch(/[{}]|^$/);
      expect(text.es).not.toBe(text.en);
    }
  });

  it('each has a case', () => {
    const covered = new Set(CASES.map(({ code }) => code));
    expect(FEL_PACK.rules.map(({ code }) => code).filter((code) => !covered.has(code))).toEqual([]);
  });
});
