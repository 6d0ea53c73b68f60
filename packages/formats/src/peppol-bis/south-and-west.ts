/** IT-R-* and NL-R-*: Italian and Dutch sellers. */
import type { XmlElement } from '@ventanilla/xml';
import { all, attribute, cac, cbc, text } from '../en16931-ubl/tree.ts';
import type { Note } from '../xml-syntax/inspector.ts';
import { isBlank, numberOf, type PeppolContext } from './context.ts';

export function inspectItaly({ seller, supplierCountry }: PeppolContext, note: Note): void {
  if (supplierCountry !== 'IT' || seller === undefined) return;
  for (const holder of all(seller, 'PartyTaxScheme')) {
    const scheme = text(cac(holder, 'TaxScheme'), 'ID');
    const id = text(holder, 'CompanyID') ?? '';
    if (scheme !== 'VAT' && !/^[A-Z0-9]{11,16}$/.test(id)) {
      note('IT-R-001', holder, { actual: id });
    }
  }
  const address = cac(seller, 'PostalAddress');
  for (const [rule, name] of [
    ['IT-R-002', 'StreetName'],
    ['IT-R-003', 'CityName'],
    ['IT-R-004', 'PostalZone'],
  ] as const) {
    if (cbc(address, name) === undefined) note(rule, address ?? seller, { expected: name });
  }
}

export const NL_MEANS = new Set(['30', '48', '49', '57', '58', '59']);
export const NL_SCHEMES = new Set(['0106', '0190']);

const isWhole = (address: XmlElement): boolean =>
  ['StreetName', 'CityName', 'PostalZone'].every((name) => cbc(address, name) !== undefined);

function inspectParty(
  party: XmlElement | undefined,
  addressRule: string,
  idRule: string | undefined,
  note: Note,
): void {
  const address = cac(party, 'PostalAddress');
  if (address !== undefined && !isWhole(address)) {
    note(addressRule, address, { expected: 'StreetName, CityName, PostalZone' });
  }
  const id = cbc(cac(party, 'PartyLegalEntity'), 'CompanyID');
  if (idRule === undefined || id === undefined) return;
  const scheme = attribute(id, 'schemeID') ?? '';
  if (!NL_SCHEMES.has(scheme) || isBlank(id.text))
    note(idRule, id, { expected: '0106, 0190', actual: scheme });
}

function inspectPayments(
  { root, isInvoice }: PeppolContext,
  note: Note,
  isDomestic: boolean,
): void {
  const payments = all(root, 'PaymentMeans');
  const totals = cac(root, 'LegalMonetaryTotal');
  if (totals !== undefined) {
    const due = numberOf(cbc(totals, 'PayableAmount')?.text);
    const isNothingDue = isInvoice ? due <= 0 : due >= 0;
    if (!isNothingDue && payments.length === 0)
      note('NL-R-007', totals, { expected: 'PaymentMeans' });
  }
  if (!isDomestic) return;
  for (const means of payments) {
    const code = text(means, 'PaymentMeansCode') ?? '';
    if (!NL_MEANS.has(code)) note('NL-R-008', means, { actual: code });
  }
}

export function inspectNetherlands(context: PeppolContext, note: Note): void {
  const { root, seller, buyer } = context;
  if (context.sellerAddressCountry.toUpperCase() !== 'NL') return;
  const isDomestic = context.buyerAddressCountry.toUpperCase() === 'NL';
  const type = cbc(root, 'CreditNoteTypeCode');
  const isReferred = all(root, 'BillingReference').some(
    (one) => cbc(cac(one, 'InvoiceDocumentReference'), 'ID') !== undefined,
  );
  if (type !== undefined && !isReferred) note('NL-R-001', type, { expected: 'BillingReference' });
  inspectParty(seller, 'NL-R-002', 'NL-R-003', note);
  if (isDomestic) inspectParty(buyer, 'NL-R-004', 'NL-R-005', note);
  const representative = cac(root, 'TaxRepresentativeParty');
  const address = cac(representative, 'PostalAddress');
  if (text(cac(address, 'Country'), 'IdentificationCode')?.toUpperCase() === 'NL') {
    inspectParty(representative, 'NL-R-006', undefined, note);
  }
  inspectPayments(context, note, isDomestic);
  const isOrdered = cbc(cac(root, 'OrderReference'), 'ID') !== undefined;
  for (const line of [...all(root, 'InvoiceLine'), ...all(root, 'CreditNoteLine')]) {
    const reference = cbc(cac(line, 'OrderLineReference'), 'LineID');
    if (reference !== undefined && !isOrdered)
      note('NL-R-009', reference, { expected: 'OrderReference' });
  }
}
