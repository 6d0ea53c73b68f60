/**
 * Our verdicts against those of the official rule sets (Saxon over the official XSLT), for every
 * labelled document of the corpora. Prints a table and fails below the level promised.
 */
import { readFileSync } from 'node:fs';
import { corporaFolder, describeWithCorpora, readBytes } from '@ventanilla/testing/corpora';
import { createXmlEngine } from '@ventanilla/xml';
import { createValidator } from './create-validator.ts';
import { en16931Cii } from './en16931-cii/format.ts';
import { en16931Ubl } from './en16931-ubl/format.ts';
import type { Format } from './format.ts';
import { formatsWithFirst } from './index.ts';

interface UnitCase {
  readonly path: string;
  readonly syntax: 'UBL' | 'CII';
  readonly must_fire: readonly string[];
  readonly must_not_fire: readonly string[];
}
interface DocumentLabel {
  readonly fatal: readonly string[];
  readonly other: readonly string[];
  readonly rulesets: readonly string[];
}
interface Row {
  readonly corpus: string;
  cases: number;
  agree: number;
  readonly disagree: string[];
}

/** Wherever the official XSLT stops on what is not a number, its findings are not whole. */
const EXPLAINED = new Set(['pl-ksef/java-it/sample/invoice_template_pef.xml']);
const FACTS = { receivedAt: '2099-01-01T00:00:00.000Z' };
const engine = createXmlEngine();

// biome-ignore lint/suspicious/noExplicitAny: each format has its own model; only it reads it.
type AnyFormat = Format<any>;

function judgeWith(format: AnyFormat) {
  const validator = createValidator({ formats: [format], engine });
  return (path: string) => {
    const { report } = validator.judge(validator.read(readBytes(path)), FACTS);
    const ofSeverity = (fatal: boolean) =>
      new Set(report.faults.filter((f) => (f.severity === 'fatal') === fatal).map((f) => f.code));
    return { fatal: ofSeverity(true), other: ofSeverity(false) };
  };
}

const readLabels = <T>(name: string): T =>
  JSON.parse(readFileSync(`${corporaFolder()}/labels/${name}.dev.json`, 'utf8')) as T;

const emptyRow = (corpus: string): Row => ({ corpus, cases: 0, agree: 0, disagree: [] });

function settle(row: Row, path: string, reasons: readonly string[]): void {
  row.cases += 1;
  if (reasons.length === 0) row.agree += 1;
  else row.disagree.push(`${path}: ${reasons.join(', ')}`);
}

function tellTable(title: string, rows: readonly Row[]): void {
  const lines = rows.map(
    ({ corpus, cases, agree, disagree }) =>
      `  ${corpus.padEnd(28)} ${String(cases).padStart(5)} ${String(agree).padStart(5)} ${String(disagree.length).padStart(5)}${disagree.map((reason) => `\n      ${reason}`).join('')}`,
  );
  process.stderr.write(
    `${title}\n  ${'corpus'.padEnd(28)} cases agree differ\n${lines.join('\n')}\n`,
  );
}

function byCorpus(rows: Map<string, Row>, path: string, depth: number): Row {
  const corpus = path.split('/').slice(0, depth).join('/');
  let row = rows.get(corpus);
  if (row === undefined) {
    row = emptyRow(corpus);
    rows.set(corpus, row);
  }
  return row;
}

const difference = (a: ReadonlySet<string>, b: ReadonlySet<string>): string[] =>
  [...a].filter((code) => !b.has(code));

/** A format put before the others, for documents that do not say they follow it. */
const first = (id: string): AnyFormat => formatsWithFirst(id)![0]!;

const SETS: readonly {
  readonly format: AnyFormat;
  readonly syntax: 'UBL' | 'CII';
  readonly ruleset: string;
}[] = [
  { format: en16931Ubl, syntax: 'UBL', ruleset: 'EN16931-UBL' },
  { format: en16931Cii, syntax: 'CII', ruleset: 'EN16931-CII' },
  { format: first('peppol-bis-ubl'), syntax: 'UBL', ruleset: 'PEPPOL-UBL' },
  { format: first('peppol-bis-cii'), syntax: 'CII', ruleset: 'PEPPOL-CII' },
];

describeWithCorpora('agreement with the official rule sets', (folder) => {
  it.each(SETS)('one-rule tests: $format.id', ({ format, syntax }) => {
    const judge = judgeWith(format);
    const codes = new Set(format.pack.rules.map(({ code }) => code));
    const rows = new Map<string, Row>();
    for (const unit of readLabels<UnitCase[]>('unit-cases')) {
      const wanted = [...unit.must_fire, ...unit.must_not_fire].filter((code) => codes.has(code));
      if (unit.syntax !== syntax || wanted.length === 0) continue;
      const { fatal, other } = judge(`${folder}/${unit.path}`);
      const fired = (code: string) => fatal.has(code) || other.has(code);
      const wrong = wanted.filter((code) => fired(code) !== unit.must_fire.includes(code));
      settle(byCorpus(rows, unit.path, 2), unit.path, wrong);
    }
    tellTable(`one-rule tests, ${format.id}`, [...rows.values()]);
    expect(rows.size).toBeGreaterThan(0);
    expect([...rows.values()].flatMap(({ disagree }) => disagree)).toEqual([]);
  });

  /** A rule that an edition no longer has, such as BR-CO-25, cannot fire; one that must fire and is not there differs. */
  it('one-rule tests: every one there is', () => {
    const judges = {
      UBL: judgeWith(first('peppol-bis-ubl')),
      CII: judgeWith(first('peppol-bis-cii')),
    };
    const rows = new Map<string, Row>();
    for (const { path, syntax, must_fire, must_not_fire } of readLabels<UnitCase[]>('unit-cases')) {
      const { fatal, other } = judges[syntax](`${folder}/${path}`);
      const fired = (code: string) => fatal.has(code) || other.has(code);
      const missed = must_fire.filter((code) => !fired(code));
      settle(byCorpus(rows, path, 2), path, [...missed, ...must_not_fire.filter(fired)]);
    }
    tellTable('one-rule tests, by the packs of Peppol', [...rows.values()]);
    const all = [...rows.values()];
    expect(all.flatMap(({ disagree }) => disagree)).toEqual([]);
    expect(all.reduce((sum, { agree }) => sum + agree, 0)).toBe(1005);
  });

  // No document of the corpora names Peppol in CII, and the labels judge none by it.
  it.each(SETS.slice(0, 3))('documents: $format.id', ({ format, ruleset }) => {
    const judge = judgeWith(format);
    const codes = new Set(format.pack.rules.map(({ code }) => code));
    const rows = new Map<string, Row>();
    const labels = Object.entries(readLabels<Record<string, DocumentLabel>>('en16931-docs'));
    for (const [path, label] of labels) {
      if (!label.rulesets.includes(ruleset)) continue;
      const found = judge(`${folder}/${path}`);
      const known = (list: readonly string[]) => new Set(list.filter((code) => codes.has(code)));
      const ours = (set: ReadonlySet<string>) => known([...set]);
      const reasons = [
        ...difference(known(label.fatal), found.fatal).map((code) => `misses ${code}`),
        ...difference(ours(found.fatal), known(label.fatal)).map((code) => `adds ${code}`),
        ...difference(known(label.other), found.other).map((code) => `misses warning ${code}`),
        ...difference(ours(found.other), known(label.other)).map((code) => `adds warning ${code}`),
      ].filter((reason) => !/VEN-/.test(reason));
      settle(byCorpus(rows, path, 1), path, EXPLAINED.has(path) ? [] : reasons);
    }
    tellTable(`documents, ${format.id} (1 explained counts as agreed)`, [...rows.values()]);
    const all = [...rows.values()];
    const cases = all.reduce((sum, row) => sum + row.cases, 0);
    const agree = all.reduce((sum, row) => sum + row.agree, 0);
    expect(cases).toBeGreaterThan(50);
    expect(agree / cases).toBeGreaterThanOrEqual(0.995);
  });
});
