import { ADMISSION, describePack, LEDGER, lintPack } from '@ventanilla/rules';
import { createXmlEngine } from '@ventanilla/xml';
import { SIGNATURE_CATALOGUE } from '@ventanilla/xml-signatures';
import { formats, formatsWithFirst, REPORT_CUT, STRUCTURE } from '../index.ts';
import { STAGE_EXAMPLES, showExamples } from './index.ts';
import { readTable } from './read-table.ts';

const engine = createXmlEngine();

describe('every rule', () => {
  it.each(formats.map((format) => [format.id, format] as const))(
    'of %s is passed by one example and broken by another, at a place',
    async (id, { pack, examples }) => {
      const codes = pack.rules.map(({ code }) => code);
      const shown = showExamples(codes, await examples(), formatsWithFirst(id)!, engine);
      expect(lintPack(describePack(pack), shown)).toEqual([]);
      expect(shown.excused).toEqual(new Set());
    },
  );
});

describe('every fault of a stage', () => {
  it('is shown by an example, or it is said why none can', () => {
    const faults = [ADMISSION, STRUCTURE, LEDGER].flatMap((stage) => Object.values(stage));
    const codes = [...faults, ...SIGNATURE_CATALOGUE.rules, REPORT_CUT].map(({ code }) => code);
    const { passing, failing, excused } = showExamples(codes, STAGE_EXAMPLES, formats, engine);
    expect(codes.filter((code) => !passing.has(code) && !excused.has(code))).toEqual([]);
    expect(codes.filter((code) => !failing.has(code) && !excused.has(code))).toEqual([]);
    expect([...failing].filter((code) => excused.has(code))).toEqual([]);
  });
});

describe('a table of edits', () => {
  it('is read by base, with places filled in', () => {
    const edits = readTable('S A-1=x:1 A-2=$line/y=z\n  K A-3=-x', { line: 'a/b' });
    expect([...edits]).toEqual([
      ['A-1', { base: 'S', edit: 'x:1' }],
      ['A-2', { base: 'S', edit: 'a/b/y=z' }],
      ['A-3', { base: 'K', edit: '-x' }],
    ]);
  });
});
