/** The rules of the CII binding: CII-SR-*, CII-DT-*, the code lists, and what only the tree can tell. */
import { createHash } from 'node:crypto';
import type { TaxBreakdown } from '@ventanilla/invoice';
import type { Rule, Severity, Text } from '@ventanilla/rules';
import type { XmlElement } from '@ventanilla/xml';
import { CODE_LIST_RULES, codeRules } from '../en16931/code-rules.ts';
import type { EnModel } from '../en16931/model.ts';
import { EN_RULES } from '../en16931/pack.ts';
import { findingsOf, type SyntaxFindings } from '../xml-syntax/inspector.ts';
import {
  AT_MOST_ONCE,
  IDENTIFIER_ATTRIBUTES,
  UNUSED,
  UNUSED_BY_ELEMENT,
} from './unused-elements.ts';

export interface CiiModel extends EnModel {
  readonly syntax: SyntaxFindings;
  /** The breakdown with the categories of other taxes than VAT too. */
  readonly anyTaxes: readonly TaxBreakdown[];
  readonly root: XmlElement;
}
type SyntaxRule = Rule<CiiModel>;

const DATA = createHash('sha256')
  .update([UNUSED, UNUSED_BY_ELEMENT, AT_MOST_ONCE].join('\n'))
  .digest('hex');

const syntaxRule = (code: string, severity: Severity, message: Text, hint: Text): SyntaxRule => ({
  code,
  severity,
  message,
  hint,
  source: 'CEN/TS 16931-3-3; CEN 1.3.16',
  data: DATA,
  check: findingsOf(code),
});

/** What the official set rejects; all other structure rules of CII only warn, all other data type rules reject. */
const FATAL_STRUCTURE = new Set(
  `009 010 014 046 090 069 072 439 440 441 455 456 459 460 461 462 463 467 468 469 470 471 472 473
  477 478 479 480 481 482 483 484 485 486 487 488 489 490 491 492 493 494`.split(/\s+/),
);
const isWarningType = (number: number): boolean => (number >= 38 && number <= 67) || number === 98;

function severityOf(rule: string): Severity {
  const [kind, number = ''] = rule.split('-');
  if (kind === 'SR') return FATAL_STRUCTURE.has(number) ? 'fatal' : 'warning';
  return isWarningType(Number(number)) ? 'warning' : 'fatal';
}

const unused = (rule: string): SyntaxRule =>
  syntaxRule(
    `CII-${rule}`,
    severityOf(rule),
    {
      es: 'La factura EN 16931 no usa {actual} aquí',
      en: 'The EN 16931 invoice does not use {actual} here',
    },
    { es: 'Quítelo: el receptor puede no leerlo.', en: 'Remove it: the receiver may not read it.' },
  );

const counted = (rule: string): SyntaxRule =>
  syntaxRule(
    `CII-${rule}`,
    severityOf(rule),
    {
      es: 'El número de elementos no es el permitido ({expected}): {actual}',
      en: 'The number of elements is not the one allowed ({expected}): {actual}',
    },
    { es: 'Deje los permitidos.', en: 'Keep as many as allowed.' },
  );

const needed = (rule: string): SyntaxRule =>
  syntaxRule(
    `CII-${rule}`,
    severityOf(rule),
    {
      es: 'Falta o no es válido: se esperaba {expected}, hay {actual}',
      en: 'Missing or not valid: expected {expected}, found {actual}',
    },
    { es: 'Complete o corrija el elemento.', en: 'Complete or mend the element.' },
  );

const rulesOf = (table: string): string[] =>
  [...table.matchAll(/([A-Z]{2}-\d{2,3})=/g)].map(([, rule]) => rule ?? '');

const UNUSED_RULES = new Set([
  ...rulesOf(UNUSED),
  ...rulesOf(UNUSED_BY_ELEMENT),
  ...rulesOf(IDENTIFIER_ATTRIBUTES),
  ...'SR-449 SR-450 SR-451 SR-465 SR-466 DT-015 DT-018 DT-021 DT-022 DT-024 DT-027 DT-033 DT-041 DT-052 DT-054 DT-058 DT-098'.split(
    ' ',
  ),
]);
const COUNTED_RULES = new Set([
  ...rulesOf(AT_MOST_ONCE),
  ...'SR-009 SR-010 SR-014 SR-069 SR-072 SR-090 SR-439 SR-454 SR-457 SR-458 SR-462 SR-467 SR-468 SR-474 SR-475 SR-476'.split(
    ' ',
  ),
]);
const NEEDED_RULES = ['SR-046', 'SR-119', 'SR-463', 'SR-470', 'DT-037', 'DT-097'];

/** Rules of the common set that only the tree of this syntax can judge. */
const FROM_TREE = ['BR-29', 'BR-30', 'BR-52', 'BR-62', 'BR-63', 'BR-CO-03', 'BR-CO-09'];
const fromTree: readonly SyntaxRule[] = EN_RULES.filter(({ code }) => FROM_TREE.includes(code)).map(
  (rule) => ({ ...rule, check: findingsOf(rule.code) }),
);

const single = syntaxRule(
  'VEN-CII-001',
  'fatal',
  {
    es: 'El elemento {actual} solo puede aparecer una vez aquí',
    en: 'The element {actual} may appear only once here',
  },
  { es: 'Deje uno solo.', en: 'Keep only one.' },
);

export const CII_SYNTAX_RULES: readonly SyntaxRule[] = [
  single,
  ...fromTree,
  ...codeRules<CiiModel>(CODE_LIST_RULES, findingsOf),
  ...[...COUNTED_RULES].map(counted),
  ...NEEDED_RULES.map(needed),
  ...[...UNUSED_RULES].map(unused),
];
