import type { Fault } from '@ventanilla/rules';
import { emptyElement, type XmlElement } from '@ventanilla/xml';
import { createEnModel } from '../en16931/model.ts';
import { createEnPack } from '../en16931/pack.ts';
import { partyId, summarise } from '../en16931/summary.ts';
import type { Binding, Format, Source } from '../format.ts';
import { structureFaults } from '../structure.ts';
import { elementAt } from '../xml-syntax/places.ts';
import { UBL_BUSINESS_RULES } from './business-rules.ts';
import { readOtherBreakdowns, readOtherUses } from './category-uses.ts';
import { inspectUbl } from './inspect.ts';
import { UBL_PLACES } from './places.ts';
import { readUbl } from './read.ts';
import { UBL_SIGNATURES } from './signatures.ts';
import { type SyntaxModel, UBL_SYNTAX_RULES } from './syntax-rules.ts';
import { indicator } from './tree.ts';
import { CREDIT_NOTE_NS, CREDIT_NOTE_SCHEMA, INVOICE_NS, INVOICE_SCHEMA } from './ubl-schema.ts';

export interface UblModel extends SyntaxModel {
  readonly root: XmlElement;
}

const OWN_RULES = [...UBL_BUSINESS_RULES, ...UBL_SYNTAX_RULES];
/** UBL-DT-01 says the same of every amount, whatever its currency. */
const SAID_OF_ALL_AMOUNTS = ['BR-DEC-13', 'BR-DEC-15'];

const ID = 'en16931-ubl';
const isCharge = (element: XmlElement) => indicator(element, 'ChargeIndicator');

const isInvoice = ({ name, namespace }: XmlElement): boolean =>
  name === 'Invoice' && namespace === INVOICE_NS;
const isCreditNote = ({ name, namespace }: XmlElement): boolean =>
  name === 'CreditNote' && namespace === CREDIT_NOTE_NS;

function checkStructure(source: Source): readonly Fault[] {
  if (source.kind !== 'xml') return [];
  const { xml } = source;
  return structureFaults(xml.validate(isInvoice(xml.root) ? INVOICE_SCHEMA : CREDIT_NOTE_SCHEMA));
}

/** The root of a recognised document; other sources read as an empty one. */
const rootOf = (source: Source): XmlElement =>
  source.kind === 'xml' ? source.xml.root : emptyElement;

function read(source: Source): Binding<UblModel> {
  const root = rootOf(source);
  const { invoice, taxTotals } = readUbl(root);
  const { findings, kept } = inspectUbl(root);
  const otherUses = readOtherUses(kept);
  const otherBreakdowns = readOtherBreakdowns(kept);
  const references = [partyId(invoice.seller), partyId(invoice.buyer)];
  return {
    model: {
      ...createEnModel({ invoice, taxTotals, otherUses, otherBreakdowns }),
      syntax: findings,
      root,
    },
    summary: summarise(ID, invoice),
    invoice,
    references: references.filter((id) => id !== undefined),
    locate: (at) => {
      if (source.kind !== 'xml') return { path: '' };
      const element = elementAt(root, at, UBL_PLACES, isCharge);
      return source.xml.placeOf(element);
    },
  };
}

/** EN 16931 in UBL 2.1: Invoice and CreditNote. */
export const en16931Ubl: Format<UblModel> = {
  id: ID,
  recognise: (source) =>
    source.kind === 'xml' && (isInvoice(source.xml.root) || isCreditNote(source.xml.root)),
  checkStructure,
  read,
  signatures: UBL_SIGNATURES,
  pack: createEnPack<UblModel>(ID, OWN_RULES, [
    ...OWN_RULES.map(({ code }) => code),
    ...SAID_OF_ALL_AMOUNTS,
  ]),
  examples: async () => (await import('../examples/en16931.ts')).enExamples('ubl', true),
};
