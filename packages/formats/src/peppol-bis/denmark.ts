/** DK-R-*: Danish sellers. */
import type { XmlElement } from '@ventanilla/xml';
import { all, allBasic, attribute, cac, cbc } from '../en16931-ubl/tree.ts';
import type { Note } from '../xml-syntax/inspector.ts';
import { isBlank, numberOf, type PeppolContext, placeOf } from './context.ts';
import { DANISH_MEANS, isOtherTax, UNSPSC } from './nordic-facts.ts';

function inspectSeller(context: PeppolContext, note: Note, isDomestic: boolean): void {
  const { root, seller, isInvoice } = context;
  const id = cbc(cac(seller, 'PartyLegalEntity'), 'CompanyID');
  if (isBlank(id?.text)) note('DK-R-002', placeOf(context, seller), { expected: 'CompanyID' });
  if (id !== undefined && attribute(id, 'schemeID')?.trim() !== '0184') {
    note('DK-R-014', id, { expected: '0184', actual: attribute(id, 'schemeID') ?? '' });
  }
  const payable = cbc(cac(root, 'LegalMonetaryTotal'), 'PayableAmount');
  if (!isInvoice && isDomestic && numberOf(payable?.text) < 0) {
    note('DK-R-016', payable ?? root, { actual: payable?.text ?? '' });
  }
}

/** Payment slips: prefix of the payment id, and what goes with it. */
function inspectSlip(means: XmlElement, code: string, note: Note): void {
  const paymentId = cbc(means, 'PaymentID')?.text ?? '';
  const account = cbc(cac(means, 'PayeeFinancialAccount'), 'ID')?.text ?? '';
  const prefix = paymentId.slice(0, 3);
  const fail = (rule: string): void => note(rule, means, { actual: paymentId });
  if (code === '50') {
    if (!['01#', '04#', '15#'].includes(prefix) || !/^[0-9]{7,8}$/.test(account)) fail('DK-R-008');
    if (['04#', '15#'].includes(prefix) && paymentId.length !== 19) fail('DK-R-009');
  } else if (code === '93') {
    if (!['71#', '73#', '75#'].includes(prefix) || account.length !== 8) fail('DK-R-010');
    const isLong = paymentId.length === 18 || paymentId.length === 19;
    if (['71#', '75#'].includes(prefix) && !isLong) fail('DK-R-011');
  }
}

function inspectMeans(means: XmlElement, note: Note): void {
  const code = cbc(means, 'PaymentMeansCode')?.text ?? '';
  if (!DANISH_MEANS.has(code)) note('DK-R-005', means, { actual: code });
  const account = cac(means, 'PayeeFinancialAccount');
  const branch = cac(account, 'FinancialInstitutionBranch');
  const isWhole = !isBlank(cbc(account, 'ID')?.text) && !isBlank(cbc(branch, 'ID')?.text);
  if ((code === '31' || code === '42') && !isWhole) note('DK-R-006', means);
  const mandate = cac(means, 'PaymentMandate');
  const isMandated =
    !isBlank(cbc(mandate, 'ID')?.text) &&
    !isBlank(cbc(cac(mandate, 'PayerFinancialAccount'), 'ID')?.text);
  if (code === '49' && !isMandated) note('DK-R-007', means);
  inspectSlip(means, code, note);
}

function inspectBuyer(context: PeppolContext, note: Note): void {
  const id = cbc(cac(context.buyer, 'PartyLegalEntity'), 'CompanyID');
  if (id === undefined || attribute(id, 'schemeID')?.trim() === '0184') return;
  note('DK-R-017', id, { expected: '0184', actual: attribute(id, 'schemeID') ?? '' });
}

function inspectClasses(line: XmlElement, note: Note): void {
  const codes = all(cac(line, 'Item'), 'CommodityClassification').flatMap((one) =>
    allBasic(one, 'ItemClassificationCode'),
  );
  const isUnspsc = codes.some((code) => attribute(code, 'listID') === 'TST');
  const isKnown = codes.some((code) => UNSPSC.has(attribute(code, 'listVersionID') ?? ''));
  if (isUnspsc && !isKnown) note('DK-R-003', line, { expected: '19.05.01, 26.08.01' });
}

/** DK-R-004, for any allowance or charge of the document. */
export function inspectDanishAllowance(
  element: XmlElement,
  note: Note,
  context: PeppolContext,
): void {
  if (context.sellerAddressCountry !== 'DK' || context.buyerAddressCountry !== 'DK') return;
  if (cbc(element, 'AllowanceChargeReasonCode')?.text !== 'ZZZ') return;
  const reason = cbc(element, 'AllowanceChargeReason')?.text ?? '';
  if (!isOtherTax(reason)) note('DK-R-004', element, { actual: reason });
}

export function inspectDenmark(context: PeppolContext, note: Note): void {
  if (context.sellerAddressCountry !== 'DK') return;
  const isDomestic = context.buyerAddressCountry === 'DK';
  inspectSeller(context, note, isDomestic);
  if (!isDomestic) return;
  inspectBuyer(context, note);
  const { root, seller, buyer, isInvoice } = context;
  for (const holder of [
    ...all(seller, 'PartyIdentification'),
    ...all(buyer, 'PartyIdentification'),
  ]) {
    const id = cbc(holder, 'ID');
    if (id !== undefined && isBlank(attribute(id, 'schemeID')))
      note('DK-R-013', holder, { expected: 'schemeID' });
  }
  if (isInvoice) for (const means of all(root, 'PaymentMeans')) inspectMeans(means, note);
  for (const line of all(root, isInvoice ? 'InvoiceLine' : 'CreditNoteLine'))
    inspectClasses(line, note);
}
