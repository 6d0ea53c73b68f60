/** NO-R-*, SE-R-* and IS-R-*: Norwegian, Swedish and Icelandic sellers. */
import type { XmlElement } from '@ventanilla/xml';
import { isoDay } from '../en16931/summary.ts';
import { all, allBasic, attribute, cac, cbc, path, text } from '../en16931-ubl/tree.ts';
import type { Note } from '../xml-syntax/inspector.ts';
import { isMod11, isSwedish } from './check-digits.ts';
import { isBlank, isNumeric, numberOf, type PeppolContext, taxScheme, vatId } from './context.ts';
import { SWEDISH_RATES } from './nordic-facts.ts';

export function inspectNorway({ seller, supplierCountry }: PeppolContext, note: Note): void {
  if (supplierCountry !== 'NO' || seller === undefined) return;
  if (text(taxScheme(seller, 'TAX'), 'CompanyID') !== 'Foretaksregisteret') {
    note('NO-R-002', seller, { expected: 'Foretaksregisteret' });
  }
  const id = vatId(seller);
  if (id?.startsWith('NO') && !(/^NO[0-9]{9}MVA$/.test(id) && isMod11(id.slice(2, 11)))) {
    note('NO-R-001', seller, { expected: 'NO…MVA', actual: id });
  }
}

function inspectSwedishParty(seller: XmlElement, note: Note): void {
  const id = vatId(seller);
  if (id?.startsWith('SE')) {
    if (id.trim().length !== 14) note('SE-R-001', seller, { expected: '14', actual: id });
    if (!isNumeric(id.slice(2, 14))) note('SE-R-002', seller, { actual: id });
  }
  const legal = cbc(cac(seller, 'PartyLegalEntity'), 'CompanyID');
  if (legal === undefined) return;
  const number = legal.text.trim();
  if (!isNumeric(legal.text)) note('SE-R-003', legal, { actual: number });
  if (number.length !== 10) note('SE-R-004', legal, { actual: number });
  if (!isSwedish(number)) note('SE-R-013', legal, { actual: number });
  for (const holder of all(seller, 'PartyTaxScheme')) {
    const scheme = text(cac(holder, 'TaxScheme'), 'ID')?.toUpperCase();
    const registered = cbc(holder, 'CompanyID');
    if (scheme === 'VAT' || registered === undefined) continue;
    if (registered.text.trim().toUpperCase() !== 'GODKÄND FÖR F-SKATT') {
      note('SE-R-005', registered, { expected: 'Godkänd för F-skatt' });
    }
  }
}

function inspectGiro(means: XmlElement, note: Note): void {
  const account = cac(means, 'PayeeFinancialAccount');
  const kind = text(cac(account, 'FinancialInstitutionBranch'), 'ID');
  const id = cbc(account, 'ID');
  if (id === undefined) return;
  const value = id.text.trim();
  if (kind === 'SE:PLUSGIRO') {
    if (!isNumeric(value)) note('SE-R-007', id, { actual: value });
    if (value.length < 2 || value.length > 8)
      note('SE-R-010', id, { expected: '2–8', actual: value });
  } else if (kind === 'SE:BANKGIRO') {
    if (!isNumeric(value)) note('SE-R-008', id, { actual: value });
    if (value.length !== 7 && value.length !== 8)
      note('SE-R-009', id, { expected: '7–8', actual: value });
  }
}

export function inspectSweden(context: PeppolContext, note: Note): void {
  const { root, seller, sellerAddressCountry, buyerAddressCountry } = context;
  if (sellerAddressCountry !== 'SE' || seller === undefined) return;
  inspectSwedishParty(seller, note);
  for (const means of all(root, 'PaymentMeans')) {
    const code = text(means, 'PaymentMeansCode') ?? '';
    if (code === '30') inspectGiro(means, note);
    if (code === '50' || code === '56') note('SE-R-011', means, { actual: code });
    if (code === '31' && buyerAddressCountry === 'SE') note('SE-R-012', means, { actual: code });
  }
}

/** SE-R-006, for any VAT category of the document. */
export function inspectSwedishRate(element: XmlElement, note: Note, context: PeppolContext): void {
  if (context.sellerAddressCountry !== 'SE' || !vatId(context.seller)?.startsWith('SE')) return;
  if (cbc(element, 'ID')?.text !== 'S') return;
  const percent = cbc(element, 'Percent')?.text;
  if (!SWEDISH_RATES.has(numberOf(percent))) note('SE-R-006', element, { actual: percent ?? '' });
}

const hasLegalId = (party: XmlElement | undefined): boolean =>
  attribute(cbc(cac(party, 'PartyLegalEntity'), 'CompanyID'), 'schemeID') === '0196';

const hasAddress = (party: XmlElement | undefined): boolean => {
  const address = cac(party, 'PostalAddress');
  return cbc(address, 'StreetName') !== undefined && cbc(address, 'PostalZone') !== undefined;
};

function inspectFinalDate(root: XmlElement, note: Note): void {
  const [reference] = all(root, 'AdditionalDocumentReference').filter(
    (one) => cbc(one, 'DocumentDescription')?.text === 'EINDAGI',
  );
  if (reference === undefined) return;
  const day = cbc(reference, 'ID')?.text ?? '';
  const due = cbc(root, 'DueDate')?.text;
  if (isoDay(day) !== day) note('IS-R-008', reference, { expected: 'YYYY-MM-DD', actual: day });
  if (due === undefined) note('IS-R-009', reference, { expected: 'DueDate' });
  if (due === undefined || due > day)
    note('IS-R-010', reference, { expected: `≥ ${due ?? ''}`, actual: day });
}

export function inspectIceland(context: PeppolContext, note: Note): void {
  const { root, seller, buyer, sellerAddressCountry, buyerAddressCountry } = context;
  if (sellerAddressCountry !== 'IS') return;
  const type = text(root, 'InvoiceTypeCode') ?? text(root, 'CreditNoteTypeCode') ?? '';
  if (type !== '380' && type !== '381')
    note('IS-R-001', root, { expected: '380, 381', actual: type });
  const place = seller ?? root;
  if (!hasLegalId(seller)) note('IS-R-002', place, { expected: '0196' });
  if (!hasAddress(seller)) note('IS-R-003', place, { expected: 'StreetName, PostalZone' });
  for (const [code, rule] of [
    ['9', 'IS-R-006'],
    ['42', 'IS-R-007'],
  ] as const) {
    const means = all(root, 'PaymentMeans').filter((one) => text(one, 'PaymentMeansCode') === code);
    const accounts = means.flatMap((one) => allBasic(cac(one, 'PayeeFinancialAccount'), 'ID'));
    const isRight =
      accounts.length > 0 && !isBlank(accounts[0]?.text) && accounts[0]?.text.trim().length === 12;
    if (means.length > 0 && !isRight) note(rule, means[0]!, { expected: '12' });
  }
  inspectFinalDate(root, note);
  if (buyerAddressCountry !== 'IS') return;
  const other = path(root, 'AccountingCustomerParty') ?? root;
  if (!hasLegalId(buyer)) note('IS-R-004', other, { expected: '0196' });
  if (!hasAddress(buyer)) note('IS-R-005', other, { expected: 'StreetName, PostalZone' });
}
