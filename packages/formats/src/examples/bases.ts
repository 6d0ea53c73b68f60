/** Every base by name, and how it is written. */
import { writeCiiBase } from './cii-base.ts';
import { ciiGrammar, ublGrammar } from './grammars.ts';
import { applyEdits, type Grammar, type Node, parseTree } from './tree.ts';
import { type Base, writeUblBase } from './ubl-base.ts';

const BASES: Readonly<Record<string, Base>> = {
  S: { category: 'S', rate: '25', tax: '25.00' },
  Z: { category: 'Z', rate: '0', tax: '0.00' },
  E: { category: 'E', rate: '0', tax: '0.00', reason: 'VATEX-EU-132' },
  AE: { category: 'AE', rate: '0', tax: '0.00', reason: 'VATEX-EU-AE' },
  K: { category: 'K', rate: '0', tax: '0.00', reason: 'VATEX-EU-IC' },
  G: { category: 'G', rate: '0', tax: '0.00', reason: 'VATEX-EU-G' },
  O: { category: 'O', tax: '0.00', reason: 'VATEX-EU-O' },
  L: { category: 'L', rate: '7', tax: '7.00' },
  M: { category: 'M', rate: '10', tax: '10.00' },
  B: { category: 'B', rate: '0', tax: '0.00', seller: 'IT', buyer: 'IT' },
  credit: { category: 'S', rate: '25', tax: '25.00', isCredit: true },
  NO: { category: 'S', rate: '25', tax: '25.00', seller: 'NO', buyer: 'NO' },
  SE: { category: 'S', rate: '25', tax: '25.00', seller: 'SE', buyer: 'SE' },
  DK: { category: 'S', rate: '25', tax: '25.00', seller: 'DK', buyer: 'DK' },
  IS: { category: 'S', rate: '24', tax: '24.00', seller: 'IS', buyer: 'IS' },
  IT: { category: 'S', rate: '22', tax: '22.00', seller: 'IT', buyer: 'IT' },
  NL: { category: 'S', rate: '21', tax: '21.00', seller: 'NL', buyer: 'NL' },
  NLcredit: { category: 'S', rate: '21', tax: '21.00', seller: 'NL', buyer: 'NL', isCredit: true },
  DKcredit: { category: 'S', rate: '25', tax: '25.00', seller: 'DK', buyer: 'DK', isCredit: true },
  DE: { category: 'S', rate: '19', tax: '19.00', seller: 'DE', buyer: 'DE' },
  GR: { category: 'S', rate: '24', tax: '24.00', seller: 'GR', buyer: 'GR' },
};

const SELLER = 'AccountingSupplierParty/Party';
const BUYER = 'AccountingCustomerParty/Party';
const legal = (party: string, id: string, scheme: string): string =>
  `${party}/PartyLegalEntity/CompanyID:${id}&${party}/PartyLegalEntity/CompanyID/@schemeID:${scheme}`;
const vat = (party: string, id: string): string => `${party}/PartyTaxScheme/CompanyID:${id}`;
const CII_AGREEMENT = 'SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement';
const CII_SELLER = `${CII_AGREEMENT}/SellerTradeParty`;
const CII_BUYER = `${CII_AGREEMENT}/BuyerTradeParty`;
const ciiLegal = (party: string, id: string, scheme: string): string =>
  `${party}/SpecifiedLegalOrganization/ID:${id}&${party}/SpecifiedLegalOrganization/ID/@schemeID:${scheme}`;
const ciiVat = (id: string): string =>
  `${CII_SELLER}/SpecifiedTaxRegistration/ID:${id}&${CII_SELLER}/SpecifiedTaxRegistration/ID/@schemeID:VAT`;
const ciiRegistered = (text: string): string =>
  `+${CII_SELLER}/SpecifiedTaxRegistration&${CII_SELLER}/SpecifiedTaxRegistration[2]/ID:${text}&${CII_SELLER}/SpecifiedTaxRegistration[2]/ID/@schemeID:FC`;
const registered = (text: string): string =>
  `+${SELLER}/PartyTaxScheme&${SELLER}/PartyTaxScheme[2]/CompanyID:${text}&${SELLER}/PartyTaxScheme[2]/TaxScheme/ID:TAX`;

const DUTCH = [
  legal(SELLER, '12345678', '0106'),
  legal(BUYER, '87654321', '0106'),
  vat(SELLER, 'NL123456789B01'),
  vat(BUYER, 'NL987654321B01'),
  'TaxRepresentativeParty/PartyTaxScheme/CompanyID:NL123456789B02',
].join('&');
const CII_DUTCH = [
  ciiLegal(CII_SELLER, '12345678', '0106'),
  ciiLegal(CII_BUYER, '87654321', '0106'),
].join('&');
const DANISH = `${legal(SELLER, 'DK12345678', '0184')}&${legal(BUYER, 'DK87654321', '0184')}`;
const greekReference = (index: number, description: string): string =>
  `+AdditionalDocumentReference&AdditionalDocumentReference[${index}]/ID:4000${index}&AdditionalDocumentReference[${index}]/DocumentDescription:${description}`;

/** What makes the base of a country sound by that country's own rules. */
const NATIONAL: Readonly<Record<string, string>> = {
  'ubl NO': `${vat(SELLER, 'NO974760673MVA')}&${registered('Foretaksregisteret')}`,
  'cii NO': `${ciiVat('NO974760673MVA')}&${ciiRegistered('Foretaksregisteret')}`,
  'ubl SE': `${vat(SELLER, 'SE556677889901')}&${SELLER}/PartyLegalEntity/CompanyID:5566778899&${registered('Godkänd för F-skatt')}`,
  'cii SE': `${ciiVat('SE556677889901')}&${CII_SELLER}/SpecifiedLegalOrganization/ID:5566778899&${ciiRegistered('Godkänd för F-skatt')}`,
  'ubl DK': DANISH,
  'ubl DKcredit': DANISH,
  'cii DK': ciiLegal(CII_SELLER, 'DK12345678', '0184'),
  'cii DKcredit': ciiLegal(CII_SELLER, 'DK12345678', '0184'),
  'ubl IS': `${legal(SELLER, '1234567890', '0196')}&${legal(BUYER, '0987654321', '0196')}`,
  'ubl IT': registered('12345678901'),
  'cii IT': ciiRegistered('12345678901'),
  'ubl NL': DUTCH,
  'ubl NLcredit': DUTCH,
  'cii NL': CII_DUTCH,
  'cii NLcredit': CII_DUTCH,
  'ubl GR': [
    'ID:123456783|04/05/2026|0|1.1|A|1',
    vat(SELLER, 'EL123456783'),
    vat(BUYER, 'EL876543210'),
    `${SELLER}/EndpointID:123456783&${SELLER}/EndpointID/@schemeID:9933`,
    `${BUYER}/EndpointID:876543210&${BUYER}/EndpointID/@schemeID:9933`,
    greekReference(2, '##M.AR.K##'),
    greekReference(3, '##INVOICE|URL##'),
    'AdditionalDocumentReference[3]/Attachment/ExternalReference/URI:https://example.com/f1',
  ].join('&'),
};

export type Syntax = 'ubl' | 'cii';

export interface BaseTree {
  readonly tree: Node;
  readonly grammar: Grammar;
}

/** The tree of a base; each call makes a new one. */
export function openBase(syntax: Syntax, name: string): BaseTree {
  const base = BASES[name] as Base;
  const tree = parseTree(syntax === 'ubl' ? writeUblBase(base) : writeCiiBase(base));
  const root = tree.name.slice(tree.name.indexOf(':') + 1);
  const grammar = (syntax === 'ubl' ? ublGrammar : ciiGrammar)(root);
  const edits = NATIONAL[`${syntax} ${name}`];
  if (edits !== undefined) applyEdits(tree, edits, grammar);
  return { tree, grammar };
}
