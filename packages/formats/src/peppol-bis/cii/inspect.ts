/** What the Peppol rules find in one walk over a CII tree. */
import type { XmlElement } from '@ventanilla/xml';
import { RAM_NS, UDT_NS } from '../../en16931-cii/cii-schema.ts';
import { collectFindings, type Note, type SyntaxFindings } from '../../xml-syntax/inspector.ts';
import { byName } from '../context.ts';
import { CII_CODES } from './codes.ts';
import { type CiiContext, ciiContextOf } from './context.ts';
import { CII_GENERAL, type CiiInspect, inspectCiiDocument } from './general.ts';
import { inspectDenmark, inspectNorway, inspectSweden, inspectSwedishRate } from './nordic.ts';
import { inspectItaly, inspectNetherlands } from './south-and-west.ts';

const BY_NAME = byName<CiiInspect>([
  ...CII_GENERAL,
  ...CII_CODES,
  ['ApplicableTradeTax', inspectSwedishRate],
  ['CategoryTradeTax', inspectSwedishRate],
]);

const OWN = new Set([RAM_NS, UDT_NS]);

function walk(element: XmlElement, note: Note, context: CiiContext): void {
  const inspections = OWN.has(element.namespace) ? BY_NAME.get(element.name) : undefined;
  if (inspections !== undefined) for (const inspect of inspections) inspect(element, note, context);
  for (const child of element.children) walk(child, note, context);
}

/** Everything the Peppol rules will report of a CII document, by code. */
export const inspectPeppolCii = (root: XmlElement): SyntaxFindings =>
  collectFindings((note) => {
    const context = ciiContextOf(root);
    inspectCiiDocument(context, note);
    walk(root, note, context);
    for (const inspect of [
      inspectDenmark,
      inspectNorway,
      inspectSweden,
      inspectItaly,
      inspectNetherlands,
    ]) {
      inspect(context, note);
    }
  });
