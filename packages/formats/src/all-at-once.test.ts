/**
 * Several structure faults in one document are told at once: exactly those that the schema processor
 * tells of the same document with each of them alone.
 */
import { createXmlEngine, type XmlEngine, type XmlSchema } from '@ventanilla/xml';
import { CII_SCHEMA } from './en16931-cii/cii-schema.ts';
import { INVOICE_SCHEMA } from './en16931-ubl/ubl-schema.ts';
import { openBase } from './examples/bases.ts';
import { writeTree } from './examples/tree.ts';
import { variant } from './gt-fel/examples/documents.ts';
import { DTE_SCHEMA } from './gt-fel/schema/index.ts';
import { INCOME, seal } from './mx-cfdi/examples/documents.ts';
import { CFDI_SCHEMA } from './mx-cfdi/schema.ts';

const plain = createXmlEngine({ seeBehindStops: false });
const whole = createXmlEngine();

/** A start tag on each line, so that an error is known by its line. */
const linesOf = (xml: string): readonly string[] => xml.replace(/>\s*(?=<)/g, '>\n').split('\n');

const tagOf = (line: string): string => /^<([\w:]+)/.exec(line)?.[1] ?? '';
const isLeaf = (line: string): boolean => /^<[^>]*\/>$|^<([\w:]+)[^>]*>[^<]*<\/\1>$/.test(line);

/** What may go wrong in one line. */
const BREAKS: readonly ((line: string) => string)[] = [
  (line) => `<unknown/>${line}`,
  (line) => line.replace(/^<[\w:]+/, '$& unknown="1"'),
  (line) => (isLeaf(line) ? '' : line),
  (line) =>
    line.replace(/( (?!xmlns)[\w:]+=)"[^"]*"/, '$1"\u00a0"').replace(/>[^<]*<\//, '>\u00a0</'),
];

function told(engine: XmlEngine, schema: XmlSchema, lines: readonly string[]): readonly string[] {
  const parsed = engine.parse(new TextEncoder().encode(lines.join('\n')));
  if (!parsed.ok) throw new Error(parsed.detail);
  const { document } = parsed;
  const errors = document.validate(schema).map(({ code, place }) => `${place.line} ${code}`);
  document.dispose();
  return errors;
}

const DOCUMENTS: readonly (readonly [string, XmlSchema, string])[] = [
  ['UBL', INVOICE_SCHEMA, writeTree(openBase('ubl', 'S').tree)],
  ['CII', CII_SCHEMA, writeTree(openBase('cii', 'S').tree)],
  ['FEL', DTE_SCHEMA, variant('FACT')],
  ['CFDI', CFDI_SCHEMA, seal(INCOME)],
];

/** Faults this many lines apart do not speak of each other. */
const APART = 4;
const FAULTS = 12;
const DRAWN = 40;

it.each(DOCUMENTS)('%s: together as each alone', (_, schema, xml) => {
  const sound = linesOf(xml);
  const lines = [...sound.keys()].slice(3, -1);
  expect(told(whole, schema, sound)).toEqual([]);
  let state = 1;
  const pick = <T>(choices: readonly T[]): T => {
    state = (state * 48_271) % 2_147_483_647;
    return choices[state % choices.length]!;
  };
  let behind = 0;
  for (let draw = 0; draw < DRAWN; draw += 1) {
    const together = [...sound];
    const alone: string[] = [];
    const taken: number[] = [];
    for (let fault = 0; fault < FAULTS; fault += 1) {
      const at = pick(lines);
      const before = sound[at]!;
      const broken = pick(BREAKS)(before);
      const isNear = taken.some((other) => Math.abs(other - at) < APART);
      taken.push(at);
      if (isNear || tagOf(before) === '' || broken === before) continue;
      together[at] = broken;
      alone.push(...told(plain, schema, sound.with(at, broken)));
    }
    const all = told(whole, schema, together);
    expect(new Set(all)).toEqual(new Set(alone));
    behind += all.length - told(plain, schema, together).length;
  }
  expect(behind).toBeGreaterThan(DRAWN / 8);
});
