/** NO-R-*, SE-R-* and DK-R-* in CII: Norwegian, Swedish and Danish sellers. */
import type { XmlElement } from '@ventanilla/xml';
import { ram, rams, text } from '../../en16931-cii/tree.ts';
import type { Note } from '../../xml-syntax/inspector.ts';
import { attribute } from '../../xml-syntax/read.ts';
import { isMod11, isSwedish } from '../check-digits.ts';
import { isBlank, isNumeric, numberOf } from '../context.ts';
import { DANISH_MEANS, isOtherTax, SWEDISH_RATES, UNSPSC } from '../nordic-facts.ts';
import { type CiiContext, registrations, vatId } from './context.ts';
import type { CiiInspect } from './general.ts';

export function inspectNorway({ seller, supplierCountry }: CiiContext, note: Note): void {
  if (supplierCountry !== 'NO' || seller === undefined) return;
  const isRegistered = registrations(seller, 'FC').some(
    (id) => id.text.trim() === 'Foretaksregisteret',
  );
  if (!isRegistered) note('NO-R-002', seller, { expected: 'Foretaksregisteret' });
  const id = vatId(seller);
  const value = id?.text ?? '';
  if (!value.startsWith('NO')) return;
  if (!(/^NO[0-9]{9}MVA$/.test(value) && isMod11(value.slice(2, 11)))) {
    note('NO-R-001', id ?? seller, { expected: 'NO…MVA', actual: value });
  }
}

function inspectSwedishIds(seller: XmlElement, note: Note): void {
  const id = vatId(seller);
  if (id?.text.startsWith('SE')) {
    const value = id.text.trim();
    if (value.length !== 14) note('SE-R-001', id, { expected: '14', actual: value });
    if (!isNumeric(id.text.slice(2, 14))) note('SE-R-002', id, { actual: value });
  }
  const legal = ram(seller, 'SpecifiedLegalOrganization', 'ID');
  if (legal === undefined) return;
  const number = legal.text.trim();
  if (!isNumeric(legal.text)) note('SE-R-003', legal, { actual: number });
  if (number.length !== 10) note('SE-R-004', legal, { actual: number });
  if (!isSwedish(number)) note('SE-R-013', legal, { actual: number });
  for (const registered of registrations(seller, 'FC')) {
    if (registered.text.trim().toUpperCase() !== 'GODKÄND FÖR F-SKATT') {
      note('SE-R-005', registered, { expected: 'Godkänd för F-skatt' });
    }
  }
}

/** SE-R-006, for every tax of a Swedish seller. */
export const inspectSwedishRate: CiiInspect = (element, note, context) => {
  if (context.sellerAddressCountry !== 'SE') return;
  if (vatId(context.seller)?.text.startsWith('SE') !== true) return;
  const rate = text(element, 'RateApplicablePercent');
  if (!SWEDISH_RATES.has(numberOf(rate))) note('SE-R-006', element, { actual: rate ?? '' });
};

function inspectGiro(means: XmlElement, note: Note): void {
  const kind = text(means, 'PayeeSpecifiedCreditorFinancialInstitution', 'BICID');
  const id = ram(means, 'PayeePartyCreditorFinancialAccount', 'ProprietaryID');
  if (id === undefined) return;
  const actual = id.text.trim();
  const { length } = actual;
  if (kind === 'SE:PLUSGIRO') {
    if (!isNumeric(actual)) note('SE-R-007', id, { actual });
    if (length < 2 || length > 8) note('SE-R-010', id, { expected: '2–8', actual });
  } else if (kind === 'SE:BANKGIRO') {
    if (!isNumeric(actual)) note('SE-R-008', id, { actual });
    if (length !== 7 && length !== 8) note('SE-R-009', id, { expected: '7–8', actual });
  }
}

export function inspectSweden(context: CiiContext, note: Note): void {
  const { seller, settlement, sellerAddressCountry, buyerAddressCountry } = context;
  if (sellerAddressCountry !== 'SE' || seller === undefined) return;
  inspectSwedishIds(seller, note);
  for (const means of rams(settlement, 'SpecifiedTradeSettlementPaymentMeans')) {
    const code = text(means, 'TypeCode') ?? '';
    if (code === '30') inspectGiro(means, note);
    if (code === '50' || code === '56') note('SE-R-011', means, { actual: code });
    if (code === '31' && buyerAddressCountry === 'SE') note('SE-R-012', means, { actual: code });
  }
}

function inspectDanishSeller(context: CiiContext, note: Note, isDomestic: boolean): void {
  const { root, seller, settlement, type } = context;
  const id = ram(seller, 'SpecifiedLegalOrganization', 'ID');
  if (isBlank(id?.text)) note('DK-R-002', seller ?? root, { expected: 'ID' });
  const scheme = attribute(id, 'schemeID') ?? '';
  if (id !== undefined && scheme.trim() !== '0184') {
    note('DK-R-014', id, { expected: '0184', actual: scheme });
  }
  const payable = ram(
    settlement,
    'SpecifiedTradeSettlementHeaderMonetarySummation',
    'DuePayableAmount',
  );
  if (payable !== undefined && isDomestic && type === '381' && numberOf(payable.text) < 0) {
    note('DK-R-016', payable, { actual: payable.text });
  }
}

/** Payment slips: prefix of the payment reference, and what goes with it. */
function inspectSlip(means: XmlElement, code: string, reference: string, note: Note): void {
  const account = text(means, 'PayeePartyCreditorFinancialAccount', 'IBANID') ?? '';
  const prefix = reference.slice(0, 3);
  const fail = (rule: string): void => note(rule, means, { actual: reference });
  if (code === '50') {
    if (!['01#', '04#', '15#'].includes(prefix) || account.length !== 7) fail('DK-R-008');
    if (['04#', '15#'].includes(prefix) && reference.length !== 19) fail('DK-R-009');
  } else if (code === '93') {
    if (!['71#', '73#', '75#'].includes(prefix) || account.length !== 8) fail('DK-R-010');
    const isLong = reference.length === 18 || reference.length === 19;
    if (['71#', '75#'].includes(prefix) && !isLong) fail('DK-R-011');
  }
}

/** A mandate lies in the payment terms of the settlement; the official test looks only below the means. */
const isMandated = (means: XmlElement): boolean =>
  [means, means.parent]
    .flatMap((holder) => rams(holder, 'SpecifiedTradePaymentTerms'))
    .some((terms) => !isBlank(text(terms, 'DirectDebitMandateID')));

function inspectDanishMeans(means: XmlElement, note: Note): void {
  const code = ram(means, 'TypeCode')?.text ?? '';
  if (!DANISH_MEANS.has(code)) note('DK-R-005', means, { actual: code });
  const isWhole =
    !isBlank(text(means, 'PayeePartyCreditorFinancialAccount', 'IBANID')) &&
    !isBlank(text(means, 'PayeeSpecifiedCreditorFinancialInstitution', 'BICID'));
  if ((code === '31' || code === '42') && !isWhole) note('DK-R-006', means);
  const isReferred = !isBlank(text(means.parent, 'CreditorReferenceID'));
  if (code === '49' && !(isReferred && isMandated(means))) note('DK-R-007', means);
  inspectSlip(means, code, ram(means.parent, 'PaymentReference')?.text ?? '', note);
}

function inspectDanishLine(line: XmlElement, note: Note): void {
  const product = ram(line, 'SpecifiedTradeProduct');
  const classes = rams(product, 'DesignatedProductClassification').flatMap((one) =>
    rams(one, 'ClassCode'),
  );
  const isUnspsc = classes.some((code) => attribute(code, 'listID') === 'TST');
  const isKnown = classes.some((code) => UNSPSC.has(attribute(code, 'listVersionID') ?? ''));
  if (isUnspsc && !isKnown) note('DK-R-003', line, { expected: '19.05.01, 26.08.01' });
}

export function inspectDenmark(context: CiiContext, note: Note): void {
  if (context.sellerAddressCountry !== 'DK') return;
  const isDomestic = context.buyerAddressCountry === 'DK';
  inspectDanishSeller(context, note, isDomestic);
  if (!isDomestic) return;
  const { seller, buyer, settlement, lines } = context;
  for (const id of [...rams(seller, 'GlobalID'), ...rams(buyer, 'GlobalID')]) {
    if (isBlank(attribute(id, 'schemeID'))) note('DK-R-013', id, { expected: 'schemeID' });
  }
  for (const charge of rams(settlement, 'SpecifiedTradeAllowanceCharge')) {
    const reason = ram(charge, 'Reason')?.text ?? '';
    const isOther = ram(charge, 'ReasonCode')?.text === 'ZZZ';
    if (isOther && !isOtherTax(reason)) note('DK-R-004', charge, { actual: reason });
  }
  for (const means of rams(settlement, 'SpecifiedTradeSettlementPaymentMeans'))
    inspectDanishMeans(means, note);
  for (const line of lines) inspectDanishLine(line, note);
}
