import type { Fault } from '@ventanilla/rules';
import { emptyElement, type XmlElement } from '@ventanilla/xml';
import { createEnModel } from '../en16931/model.ts';
import { createEnPack } from '../en16931/pack.ts';
import { partyId, summarise } from '../en16931/summary.ts';
import type { Binding, Format, Source } from '../format.ts';
import { structureFaults } from '../structure.ts';
import { elementAt } from '../xml-syntax/places.ts';
import { CII_BUSINESS_RULES } from './business-rules.ts';
import { CII_SCHEMA, RSM_NS } from './cii-schema.ts';
import { inspectCii } from './inspect.ts';
import { CII_PLACES } from './places.ts';
import { readCii } from './read.ts';
import { CII_SYNTAX_RULES, type CiiModel } from './syntax-rules.ts';
import { isCharge } from './tree.ts';

export type { CiiModel };

const OWN_RULES = [...CII_BUSINESS_RULES, ...CII_SYNTAX_RULES];
/** Always true in the official set: taxable amount and tax of IGIC and IPSI are not compared. */
const NEVER_BROKEN = ['BR-AF-08', 'BR-AF-09', 'BR-AG-08', 'BR-AG-09'];

const ID = 'en16931-cii';

const rootOf = (source: Source): XmlElement =>
  source.kind === 'xml' ? source.xml.root : emptyElement;

const checkStructure = (source: Source): readonly Fault[] =>
  source.kind === 'xml' ? structureFaults(source.xml.validate(CII_SCHEMA)) : [];

function read(source: Source): Binding<CiiModel> {
  const root = rootOf(source);
  const { invoice, taxTotals, anyTaxes, otherUses } = readCii(root);
  const references = [partyId(invoice.seller), partyId(invoice.buyer)];
  return {
    model: {
      ...createEnModel({ invoice, taxTotals, otherUses }),
      anyTaxes,
      root,
      syntax: inspectCii(root).findings,
    },
    summary: summarise(ID, invoice),
    invoice,
    references: references.filter((id) => id !== undefined),
    locate: (at) => {
      if (source.kind !== 'xml') return { path: '' };
      const element = elementAt(root, at, CII_PLACES, isCharge);
      return source.xml.placeOf(element);
    },
  };
}

/** EN 16931 in the Cross Industry Invoice D16B of UN/CEFACT. */
export const en16931Cii: Format<CiiModel> = {
  id: ID,
  recognise: (source) =>
    source.kind === 'xml' &&
    source.xml.root.name === 'CrossIndustryInvoice' &&
    source.xml.root.namespace === RSM_NS,
  checkStructure,
  read,
  pack: createEnPack<CiiModel>(ID, OWN_RULES, [
    ...OWN_RULES.map(({ code }) => code),
    ...NEVER_BROKEN,
  ]),
  examples: async () => (await import('../examples/en16931.ts')).enExamples('cii', true),
};
