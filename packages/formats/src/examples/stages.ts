/** Examples of what every format shares: admission, structure, signatures, the ledger. */
import { ADMISSION, LEDGER, type Text } from '@ventanilla/rules';
import { SIGNATURE_CATALOGUE } from '@ventanilla/xml-signatures';
import { REPORT_CUT } from '../create-validator.ts';
import { STRUCTURE } from '../structure.ts';
import { openBase } from './bases.ts';
import { AT_DESK, type ExampleSet } from './example.ts';
import { jsonExamples } from './json.ts';
import { applyEdits, writeTree } from './tree.ts';

const DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n';
const DEPTH = 300;

const xml = (): string => DECLARED + writeTree(openBase('ubl', 'S').tree);
const json = (): string => jsonExamples().example('BR-01')?.passing.content ?? '';

const edited = (edit: string): string => {
  const { tree, grammar } = openBase('ubl', 'S');
  applyEdits(tree, edit, grammar);
  return DECLARED + writeTree(tree);
};

type Change = readonly [sound: () => string, change: (document: string) => string];

const change = (from: string, to: string): Change => [xml, (text) => text.replace(from, to)];
const changeJson = (from: string, to: string): Change => [json, (text) => text.replace(from, to)];
const edit = (edits: string): Change => [xml, () => edited(edits)];

const NUMBER = '<cbc:ID>F1</cbc:ID>';
const JSON_NUMBER = '"number": "F1",';

const CHANGES: Readonly<Record<string, Change>> = {
  [ADMISSION.encoding.code]: change('UTF-8', 'ISO-8859-1'),
  [ADMISSION.doctype.code]: change('<Invoice', '<!DOCTYPE Invoice>\n<Invoice'),
  [ADMISSION['not-well-formed'].code]: change(NUMBER, '<cbc:ID>F1</cbc:Id>'),
  [ADMISSION['too-deep'].code]: change(
    '<cbc:Note>Note</cbc:Note>',
    `${'<cbc:Note>'.repeat(DEPTH)}${'</cbc:Note>'.repeat(DEPTH)}`,
  ),
  [ADMISSION['unknown-format'].code]: [xml, () => `${DECLARED}<factura xmlns="urn:x"/>`],
  [ADMISSION.empty.code]: [xml, () => ''],
  [ADMISSION['json-syntax'].code]: changeJson(JSON_NUMBER, '"number": F1,'),
  [ADMISSION['json-duplicate-key'].code]: changeJson(JSON_NUMBER, JSON_NUMBER.repeat(2)),
  [ADMISSION['json-lone-surrogate'].code]: changeJson(JSON_NUMBER, '"number": "\\ud83d",'),
  [ADMISSION['json-number-range'].code]: changeJson('"amount": "10.00"', '"amount": 1e999999'),
  [STRUCTURE.unexpected.code]: edit('InvoiceNumber:F1'),
  [STRUCTURE.missing.code]: edit('-InvoiceLine'),
  [STRUCTURE.value.code]: edit('IssueDate:4/5/2026'),
  [STRUCTURE['missing-attribute'].code]: edit('-LegalMonetaryTotal/PayableAmount/@currencyID'),
  [STRUCTURE['unknown-attribute'].code]: edit('IssueDate/@zone:CET'),
  [STRUCTURE.content.code]: change(NUMBER, '<cbc:ID><cbc:Note>F1</cbc:Note></cbc:ID>'),
  [STRUCTURE.other.code]: change(
    '<cbc:IssueDate>',
    '<cbc:IssueDate xsi:type="x" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">',
  ),
  [STRUCTURE.unidentified.code]: edit('DocumentCurrencyCode:'),
  [STRUCTURE['control-character'].code]: changeJson(JSON_NUMBER, '"number": "F\\u0000",'),
};

const SIZE: Text = {
  es: 'Solo la muestra un documento enorme o con cientos de fallos.',
  en: 'Only a huge document shows it, or one with hundreds of faults.',
};
const SIGNATURE: Text = {
  es: 'Depende de una firma, de los certificados en que la autoridad confía y de la hora: pruebe un documento firmado con "ventanilla validate --trust".',
  en: 'It hangs on a signature, on the certificates that the authority trusts and on the time: try a signed document with "ventanilla validate --trust".',
};
const OTHERS: Text = {
  es: 'Depende de otros documentos ya aceptados, que solo conoce el registro.',
  en: 'It hangs on other documents accepted before, which only the ledger knows.',
};

const because = (faults: readonly { readonly code: string }[], reason: Text) =>
  Object.fromEntries(faults.map(({ code }) => [code, reason]));

/** The examples of the stages that are no rules of a pack, in UBL and JSON. */
export const STAGE_EXAMPLES: ExampleSet = {
  example: (code) => {
    const [sound, broken] = CHANGES[code] ?? [];
    if (sound === undefined || broken === undefined) return undefined;
    const content = sound();
    return {
      passing: { content, facts: AT_DESK },
      failing: { content: broken(content), facts: AT_DESK },
    };
  },
  reasons: {
    ...because([ADMISSION['too-large'], ADMISSION['too-complex'], REPORT_CUT], SIZE),
    ...because(SIGNATURE_CATALOGUE.rules, SIGNATURE),
    ...because(Object.values(LEDGER), OTHERS),
  },
};
