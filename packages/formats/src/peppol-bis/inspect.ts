/** What the Peppol rules find in one walk over a UBL tree. */
import type { XmlElement } from '@ventanilla/xml';
import { collectFindings, type Note, type SyntaxFindings } from '../xml-syntax/inspector.ts';
import { CODES } from './codes.ts';
import { byName, contextOf, type PeppolContext, type PeppolInspect } from './context.ts';
import { inspectDanishAllowance, inspectDenmark } from './denmark.ts';
import { GENERAL, inspectDocument } from './general.ts';
import { inspectGermany } from './germany.ts';
import { inspectGreece } from './greece.ts';
import { inspectIceland, inspectNorway, inspectSweden, inspectSwedishRate } from './nordic.ts';
import { inspectItaly, inspectNetherlands } from './south-and-west.ts';

const BY_NAME = byName<PeppolInspect>([
  ...GENERAL,
  ...CODES,
  ['AllowanceCharge', inspectDanishAllowance],
  ['TaxCategory', inspectSwedishRate],
  ['ClassifiedTaxCategory', inspectSwedishRate],
]);

function walk(element: XmlElement, note: Note, context: PeppolContext): void {
  const { children } = element;
  const inspections = BY_NAME.get(element.name);
  if (inspections !== undefined) for (const inspect of inspections) inspect(element, note, context);
  if (children.length === 0 && element.text.trim() === '')
    note('PEPPOL-EN16931-R008', element, { actual: element.name });
  for (let index = 0; index < children.length; index += 1) walk(children[index]!, note, context);
}

/** Everything the Peppol rules will report of a UBL document, by code. */
export const inspectPeppol = (root: XmlElement): SyntaxFindings =>
  collectFindings((note) => {
    const context = contextOf(root);
    inspectDocument(root, note, context);
    walk(root, note, context);
    for (const inspect of [
      inspectGermany,
      inspectDenmark,
      inspectGreece,
      inspectNorway,
      inspectSweden,
      inspectIceland,
      inspectItaly,
      inspectNetherlands,
    ]) {
      inspect(context, note);
    }
  });
