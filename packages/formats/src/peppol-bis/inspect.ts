/** What the Peppol rules find in one walk over a UBL tree. */
import type { XmlElement } from '@ventanilla/xml';
import type { Note, SyntaxFinding, SyntaxFindings } from '../xml-syntax/inspector.ts';
import { positionsOf } from '../xml-syntax/places.ts';
import { CODES } from './codes.ts';
import { contextOf, type PeppolContext, type PeppolInspect } from './context.ts';
import { inspectDanishAllowance, inspectDenmark } from './denmark.ts';
import { GENERAL, inspectDocument } from './general.ts';
import { inspectGermany } from './germany.ts';
import { inspectGreece } from './greece.ts';
import { inspectIceland, inspectNorway, inspectSweden, inspectSwedishRate } from './nordic.ts';
import { inspectItaly, inspectNetherlands } from './south-and-west.ts';

const FINDINGS_MAX = 200;

const BY_NAME: ReadonlyMap<string, readonly PeppolInspect[]> = (() => {
  const byName = new Map<string, PeppolInspect[]>();
  const national: readonly (readonly [string, PeppolInspect])[] = [
    ['AllowanceCharge', inspectDanishAllowance],
    ['TaxCategory', inspectSwedishRate],
    ['ClassifiedTaxCategory', inspectSwedishRate],
  ];
  for (const [name, inspect] of [...GENERAL, ...CODES, ...national]) {
    byName.set(name, [...(byName.get(name) ?? []), inspect]);
  }
  return byName;
})();

function walk(element: XmlElement, note: Note, context: PeppolContext): void {
  const { children } = element;
  const inspections = BY_NAME.get(element.name);
  if (inspections !== undefined) for (const inspect of inspections) inspect(element, note, context);
  if (children.length === 0 && element.text.trim() === '')
    note('PEPPOL-EN16931-R008', element, { actual: element.name });
  for (let index = 0; index < children.length; index += 1) walk(children[index]!, note, context);
}

/** Everything the Peppol rules will report, by code. */
export function inspectPeppol(root: XmlElement): SyntaxFindings {
  const findings = new Map<string, SyntaxFinding[]>();
  const note: Note = (code, element, values) => {
    const found = findings.get(code);
    if (found !== undefined && found.length >= FINDINGS_MAX) return;
    const finding = { at: positionsOf(element), ...values };
    if (found === undefined) findings.set(code, [finding]);
    else found.push(finding);
  };
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
  return findings;
}
