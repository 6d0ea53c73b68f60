/** The rules of the UBL binding: UBL-CR-*, UBL-SR-*, UBL-DT-* and the code lists. */
import { createHash } from 'node:crypto';
import type { Rule, Severity, Text } from '@ventanilla/rules';
import { CODE_LIST_RULES, codeRules } from '../en16931/code-rules.ts';
import type { EnModel } from '../en16931/model.ts';
import { EN_RULES } from '../en16931/pack.ts';
import { findingsOf, type SyntaxFindings } from '../xml-syntax/inspector.ts';
import { paragraphs } from './ubl-schema.ts';
import { AT_MOST_ONCE, UNUSED, UNUSED_ANYWHERE, UNUSED_ATTRIBUTES } from './unused-elements.ts';

export interface SyntaxModel extends EnModel {
  readonly syntax: SyntaxFindings;
}
type SyntaxRule = Rule<SyntaxModel>;

/** What the walk looks for, beside the text of each check. */
const DATA = createHash('sha256')
  .update([UNUSED, UNUSED_ANYWHERE, UNUSED_ATTRIBUTES, AT_MOST_ONCE].join('\n'))
  .digest('hex');
const SOURCE = 'CEN/TS 16931-3-2; CEN 1.3.16';

const syntaxRule = (code: string, severity: Severity, message: Text, hint: Text): SyntaxRule => ({
  code,
  severity,
  message,
  hint,
  source: SOURCE,
  data: DATA,
  check: findingsOf(code),
});

const unused = (code: string, severity: Severity = 'warning'): SyntaxRule =>
  syntaxRule(
    code,
    severity,
    {
      es: 'La factura EN 16931 no usa {actual} aquí',
      en: 'The EN 16931 invoice does not use {actual} here',
    },
    { es: 'Quítelo: el receptor puede no leerlo.', en: 'Remove it: the receiver may not read it.' },
  );

const repeated = (code: string): SyntaxRule =>
  syntaxRule(
    code,
    'fatal',
    {
      es: 'Hay demasiados elementos ({expected}): {actual}',
      en: 'There are too many elements ({expected}): {actual}',
    },
    { es: 'Deje solo los permitidos.', en: 'Keep only as many as allowed.' },
  );

const numbersOf = (table: string, prefix: string): string[] =>
  [...table.matchAll(/([A-Z]{2}-)?(\d{2,3})=/g)].map(([, kind, number]) =>
    kind === undefined ? `${prefix}${number}` : `UBL-${kind}${number}`,
  );

const unusedCodes = [
  ...numbersOf(UNUSED, 'UBL-CR-'),
  ...numbersOf(UNUSED_ANYWHERE, 'UBL-CR-'),
  ...numbersOf(UNUSED_ATTRIBUTES, 'UBL-DT-'),
  'UBL-CR-665',
];

const onceCodes = new Set([
  ...paragraphs(AT_MOST_ONCE).flatMap(([, words]) => numbersOf(words.join(' '), 'UBL-SR-')),
  ...['04', '12', '13', '18', '29', '30', '31', '42', '44', '46', '47', '48'].map(
    (number) => `UBL-SR-${number}`,
  ),
]);

const particular: readonly SyntaxRule[] = [
  unused('UBL-CR-666', 'fatal'),
  unused('UBL-CR-673', 'fatal'),
  syntaxRule(
    'UBL-CR-002',
    'warning',
    { es: 'La versión de UBL debe ser {expected}', en: 'The UBL version must be {expected}' },
    { es: 'Indique 2.1 o quite el elemento.', en: 'Say 2.1 or remove the element.' },
  ),
  syntaxRule(
    'UBL-DT-01',
    'fatal',
    {
      es: 'Un importe admite como mucho dos decimales: {actual}',
      en: 'An amount takes at most two decimals: {actual}',
    },
    { es: 'Redondee a dos decimales.', en: 'Round to two decimals.' },
  ),
  ...['UBL-DT-06', 'UBL-DT-07'].map((code) =>
    syntaxRule(
      code,
      'fatal',
      {
        es: 'Al adjunto le falta el atributo {expected}',
        en: 'The attachment lacks the attribute {expected}',
      },
      { es: 'Añada el atributo.', en: 'Add the attribute.' },
    ),
  ),
  syntaxRule(
    'UBL-SR-07',
    'fatal',
    {
      es: 'La referencia a otra factura necesita el número de esa factura',
      en: 'The reference to another invoice needs the number of that invoice',
    },
    { es: 'Indique InvoiceDocumentReference/ID.', en: 'Give InvoiceDocumentReference/ID.' },
  ),
  ...['UBL-SR-19', 'UBL-SR-20', 'UBL-SR-21'].map((code) =>
    syntaxRule(
      code,
      'fatal',
      {
        es: 'El beneficiario debe tener un solo nombre, identificador y registro, y no ser el vendedor',
        en: 'The payee must have one name, identifier and registration, and not be the seller',
      },
      {
        es: 'Quite el beneficiario si es el vendedor.',
        en: 'Remove the payee if it is the seller.',
      },
    ),
  ),
  syntaxRule(
    'UBL-SR-43',
    'fatal',
    {
      es: 'El tipo o esquema del documento adicional no está permitido: {actual}',
      en: 'The type or scheme of the additional document is not allowed: {actual}',
    },
    {
      es: 'Use el tipo 130 para el objeto facturado (o 50 en notas de crédito), y ninguno en otro caso.',
      en: 'Use type 130 for the invoiced object (or 50 on credit notes), and none otherwise.',
    },
  ),
  syntaxRule(
    'UBL-SR-53',
    'fatal',
    {
      es: 'El registro fiscal necesita identificador (CompanyID) y esquema (TaxScheme/ID)',
      en: 'A tax registration needs an identifier (CompanyID) and a scheme (TaxScheme/ID)',
    },
    { es: 'Complete los dos.', en: 'Complete both.' },
  ),
];

/** Rules of the common set that only the tree of this syntax can judge. */
const fromTree: readonly SyntaxRule[] = EN_RULES.filter(({ code }) => code === 'BR-CO-09').map(
  (rule) => ({ ...rule, check: findingsOf(rule.code) }),
);

export const UBL_SYNTAX_RULES: readonly SyntaxRule[] = [
  ...fromTree,
  ...codeRules<SyntaxModel>(CODE_LIST_RULES, findingsOf),
  ...[...onceCodes].map(repeated),
  ...particular,
  ...[...new Set(unusedCodes)].map((code) => unused(code)),
];
