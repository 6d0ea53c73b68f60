/** IT-R-* and NL-R-* in CII: Italian and Dutch sellers. */
import type { XmlElement } from '@ventanilla/xml';
import { ram, rams, text } from '../../en16931-cii/tree.ts';
import type { Note } from '../../xml-syntax/inspector.ts';
import { attribute } from '../../xml-syntax/read.ts';
import { isBlank, numberOf } from '../context.ts';
import { NL_MEANS, NL_SCHEMES } from '../south-and-west.ts';
import { type CiiContext, registrations } from './context.ts';

export function inspectItaly({ seller, supplierCountry }: CiiContext, note: Note): void {
  if (supplierCountry !== 'IT' || seller === undefined) return;
  for (const registration of rams(seller, 'SpecifiedTaxRegistration')) {
    if (ram(registration, 'ID') === undefined) note('IT-R-001', registration, { expected: 'ID' });
  }
  for (const id of registrations(seller, 'FC')) {
    const actual = id.text.trim();
    if (!/^[A-Z0-9]{11,16}$/.test(actual)) note('IT-R-001', id, { actual });
  }
  const address = ram(seller, 'PostalTradeAddress');
  for (const [rule, name] of [
    ['IT-R-002', 'LineOne'],
    ['IT-R-003', 'CityName'],
    ['IT-R-004', 'PostcodeCode'],
  ] as const) {
    if (ram(address, name) === undefined) note(rule, address ?? seller, { expected: name });
  }
}

const CREDITS = new Set(['81', '83', '381', '396', '532']);
const ADDRESS = ['LineOne', 'CityName', 'PostcodeCode'];

function inspectAddress(party: XmlElement | undefined, rule: string, note: Note): void {
  const address = ram(party, 'PostalTradeAddress');
  if (address === undefined) return;
  if (!ADDRESS.every((name) => ram(address, name) !== undefined)) {
    note(rule, address, { expected: ADDRESS.join(', ') });
  }
}

function inspectLegalId(party: XmlElement | undefined, rule: string, note: Note): void {
  const id = ram(party, 'SpecifiedLegalOrganization', 'ID');
  if (id === undefined) return;
  const scheme = attribute(id, 'schemeID') ?? '';
  if (!NL_SCHEMES.has(scheme) || isBlank(id.text)) {
    note(rule, id, { expected: '0106, 0190', actual: scheme });
  }
}

const isDutch = (party: XmlElement | undefined): boolean =>
  text(party, 'PostalTradeAddress', 'CountryID')?.toUpperCase() === 'NL';

function inspectPayments(context: CiiContext, note: Note, isDomestic: boolean): void {
  const { settlement, type } = context;
  const payments = rams(settlement, 'SpecifiedTradeSettlementPaymentMeans');
  const totals = ram(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation');
  const due = numberOf(text(totals, 'DuePayableAmount'));
  const isNothingDue = type === '381' ? due >= 0 : due <= 0;
  if (totals !== undefined && !isNothingDue && payments.length === 0) {
    note('NL-R-007', totals, { expected: 'SpecifiedTradeSettlementPaymentMeans' });
  }
  if (!isDomestic) return;
  for (const means of payments) {
    const code = text(means, 'TypeCode') ?? '';
    if (!NL_MEANS.has(code)) note('NL-R-008', means, { actual: code });
  }
}

export function inspectNetherlands(context: CiiContext, note: Note): void {
  const { root, document, agreement, settlement, seller, buyer, type, lines } = context;
  if (!isDutch(seller)) return;
  const isDomestic = isDutch(buyer);
  const preceding = ram(settlement, 'InvoiceReferencedDocument', 'IssuerAssignedID');
  if (CREDITS.has(type) && preceding === undefined) {
    note('NL-R-001', document ?? root, { expected: 'InvoiceReferencedDocument' });
  }
  inspectAddress(seller, 'NL-R-002', note);
  inspectLegalId(seller, 'NL-R-003', note);
  if (isDomestic) {
    inspectAddress(buyer, 'NL-R-004', note);
    inspectLegalId(buyer, 'NL-R-005', note);
  }
  const representative = ram(agreement, 'SellerTaxRepresentativeTradeParty');
  if (isDutch(representative)) inspectAddress(representative, 'NL-R-006', note);
  inspectPayments(context, note, isDomestic);
  const order = ram(agreement, 'BuyerOrderReferencedDocument', 'IssuerAssignedID');
  for (const line of lines) {
    const trade = ram(line, 'SpecifiedLineTradeAgreement');
    const reference = ram(trade, 'BuyerOrderReferencedDocument', 'LineID');
    if (reference !== undefined && order === undefined) {
      note('NL-R-009', reference, { expected: 'BuyerOrderReferencedDocument' });
    }
  }
}
