/** PEPPOL-EN16931-R*, F* and P*: what Peppol BIS Billing 3 asks beyond EN 16931. */
import {
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  isZero,
  multiply,
  subtract,
  ZERO,
} from '@ventanilla/invoice';
import type { XmlElement } from '@ventanilla/xml';
import { round2, same, shown, sumOf } from '../en16931/money.ts';
import { isoDay } from '../en16931/summary.ts';
import { all, allBasic, amount, amountOf, attribute, cac, cbc, text } from '../en16931-ubl/tree.ts';
import type { Note } from '../xml-syntax/inspector.ts';
import { isGerman, noteUnlessNear, type PeppolContext, type PeppolInspect } from './context.ts';

const R = 'PEPPOL-EN16931-R';
export const SPECIFICATION =
  'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0';
/** Rules of the whole document. */
export function inspectDocument(root: XmlElement, note: Note, context: PeppolContext): void {
  const profile = cbc(root, 'ProfileID');
  if (profile === undefined) note(`${R}001`, root, { expected: 'ProfileID' });
  if (context.profile === undefined) {
    note(`${R}007`, profile ?? root, { actual: profile?.text.trim() ?? '' });
  }
  const notes = allBasic(root, 'Note');
  if (notes.length > 1 && !isGerman(context)) note(`${R}002`, notes[1]!, { expected: '≤ 1' });
  const order = cbc(cac(root, 'OrderReference'), 'ID');
  if (cbc(root, 'BuyerReference') === undefined && order === undefined) {
    note(`${R}003`, root, { expected: 'BuyerReference' });
  }
  const specification = text(root, 'CustomizationID') ?? '';
  if (!specification.startsWith(SPECIFICATION) || specification.includes('::')) {
    note(`${R}004`, cbc(root, 'CustomizationID') ?? root, { actual: specification });
  }
  const projects = all(root, 'AdditionalDocumentReference').filter(
    (reference) => cbc(reference, 'DocumentTypeCode')?.text === '50',
  );
  if (!context.isInvoice && projects.length > 1) note(`${R}080`, projects[1]!, { expected: '≤ 1' });
  inspectTaxTotals(root, note);
}

function inspectTaxTotals(root: XmlElement, note: Note): void {
  const totals = all(root, 'TaxTotal');
  const detailed = totals.filter((total) => cac(total, 'TaxSubtotal') !== undefined).length;
  const taxCurrency = cbc(root, 'TaxCurrencyCode');
  const wanted = taxCurrency === undefined ? 0 : 1;
  if (detailed !== 1) note(`${R}053`, root, { expected: '1', actual: String(detailed) });
  if (totals.length - detailed !== wanted) {
    note(`${R}054`, root, { expected: String(wanted), actual: String(totals.length - detailed) });
  }
  if (taxCurrency === undefined) return;
  const currency = text(root, 'DocumentCurrencyCode');
  if (taxCurrency.text.trim() === currency)
    note(`${R}005`, taxCurrency, { actual: currency ?? '' });
  const signs = (wantedCurrency: string | undefined): number[] =>
    totals
      .map((total) => cbc(total, 'TaxAmount'))
      .filter((stated) => attribute(stated, 'currencyID') === wantedCurrency)
      .flatMap((stated) => amountOf(stated) ?? [])
      .map((value) => compare(value, ZERO));
  const [a, b] = [signs(taxCurrency.text.trim()), signs(currency)];
  const areBelow = a.some((sign) => sign <= 0) && b.some((sign) => sign <= 0);
  const areAbove = a.some((sign) => sign >= 0) && b.some((sign) => sign >= 0);
  if (!areBelow && !areAbove) note(`${R}055`, taxCurrency);
}

const party =
  (code: string): PeppolInspect =>
  (element, note) => {
    const holder = cac(element, 'Party');
    if (holder !== undefined && cbc(holder, 'EndpointID') === undefined) {
      note(code, holder, { expected: 'EndpointID' });
    }
  };

/** Allowances and charges of the document and of lines; those of prices have their own rules. */
const inspectAllowance: PeppolInspect = (element, note, { root }) => {
  const { parent } = element;
  const isOnLine =
    (parent?.name === 'InvoiceLine' || parent?.name === 'CreditNoteLine') && parent.parent === root;
  if (parent !== root && !isOnLine) return;
  const factor = cbc(element, 'MultiplierFactorNumeric');
  const base = cbc(element, 'BaseAmount');
  if (factor !== undefined && base === undefined) return note(`${R}041`, element);
  if (factor === undefined && base !== undefined) return note(`${R}042`, element);
  const share = amountOf(factor);
  const whole = amountOf(base);
  const stated = amount(element, 'Amount') ?? ZERO;
  if (share !== undefined && whole !== undefined) {
    const expected = multiply(multiply(whole, share), decimal(1, 2));
    noteUnlessNear(note, `${R}040`, element, { stated, expected });
  }
  const indicator = text(element, 'ChargeIndicator') ?? '';
  if (indicator !== 'true' && indicator !== 'false')
    note(`${R}043`, element, { actual: indicator });
};

const inspectPayment: PeppolInspect = (element, note) => {
  const code = text(element, 'PaymentMeansCode');
  if (code !== '49' && code !== '59') return;
  if (cbc(cac(element, 'PaymentMandate'), 'ID') === undefined) note(`${R}061`, element);
};

const inspectLinePeriod: PeppolInspect = (element, note, { root }) => {
  const whole = cac(root, 'InvoicePeriod');
  const [from, until] = [text(whole, 'StartDate'), text(whole, 'EndDate')];
  for (const period of all(element, 'InvoicePeriod')) {
    const [start, end] = [cbc(period, 'StartDate'), cbc(period, 'EndDate')];
    if (start !== undefined && from !== undefined && start.text.trim() < from) {
      note(`${R}110`, start, { expected: `≥ ${from}`, actual: start.text.trim() });
    }
    if (end !== undefined && until !== undefined && end.text.trim() > until) {
      note(`${R}111`, end, { expected: `≤ ${until}`, actual: end.text.trim() });
    }
  }
};

const sumOfKind = (line: XmlElement, indicator: string): Decimal =>
  round2(
    sumOf(
      all(line, 'AllowanceCharge').filter((one) => text(one, 'ChargeIndicator') === indicator),
      (one) => amount(one, 'Amount'),
    ),
  );

const inspectLine: PeppolInspect = (element, note, context) => {
  const price = cac(element, 'Price');
  const stated = amount(element, 'LineExtensionAmount') ?? ZERO;
  const name = context.isInvoice ? 'InvoicedQuantity' : 'CreditedQuantity';
  const quantity = amount(element, name) ?? decimal(1);
  const base = amount(price, 'BaseQuantity');
  const perUnit = divide(
    amount(price, 'PriceAmount') ?? ZERO,
    base === undefined || isZero(base) ? decimal(1) : base,
    18,
  );
  const gross = multiply(quantity, perUnit);
  const expected = subtract(add(gross, sumOfKind(element, 'true')), sumOfKind(element, 'false'));
  noteUnlessNear(note, `${R}120`, element, { stated, expected });
  if (base !== undefined && compare(base, ZERO) <= 0) {
    note(`${R}121`, element, { actual: shown(base) });
  }
  const objects = all(element, 'DocumentReference');
  if (objects.length > 1) note(`${R}100`, objects[1]!, { expected: '≤ 1' });
  const isObject = objects.some((one) => cbc(one, 'DocumentTypeCode')?.text === '130');
  if (objects.length > 0 && !isObject) note(`${R}101`, objects[0]!, { expected: '130' });
  inspectLinePeriod(element, note, context);
};

const inspectPrice: PeppolInspect = (element, note, { isInvoice }) => {
  for (const discount of all(element, 'AllowanceCharge')) {
    if (text(discount, 'ChargeIndicator') !== 'false')
      note(`${R}044`, discount, { expected: 'false' });
    const gross = amount(discount, 'BaseAmount');
    const net = amount(element, 'PriceAmount');
    const off = amount(discount, 'Amount');
    if (cbc(discount, 'BaseAmount') === undefined) continue;
    const expected = gross === undefined || off === undefined ? undefined : subtract(gross, off);
    if (expected === undefined || !same(net, expected)) {
      note(`${R}046`, discount, { expected: shown(expected), actual: shown(net) });
    }
  }
  const base = cbc(element, 'BaseQuantity');
  const unit = attribute(base, 'unitCode');
  if (base === undefined || unit === undefined) return;
  const line = element.parent;
  const [invoiced, credited] = [cbc(line, 'InvoicedQuantity'), cbc(line, 'CreditedQuantity')];
  if (invoiced === undefined && credited === undefined) return;
  const wanted = attribute(isInvoice ? invoiced : credited, 'unitCode');
  if (unit !== wanted) note(`${R}130`, base, { expected: wanted ?? '', actual: unit });
};

/** R051: amounts are in the currency of the invoice, but for the total in accounting currency. */
const inspectCurrency: PeppolInspect = (element, note, { currency }) => {
  const { parent } = element;
  if (element.name === 'TaxAmount') {
    const isDetailed =
      parent?.name === 'TaxSubtotal' ||
      (parent?.name === 'TaxTotal' && cac(parent, 'TaxSubtotal') !== undefined);
    if (!isDetailed) return;
  }
  const stated = attribute(element, 'currencyID');
  if (stated === undefined || stated !== currency) {
    note(`${R}051`, element, { expected: currency ?? '', actual: stated ?? '' });
  }
};

const inspectDate: PeppolInspect = (element, note) => {
  const { text: value } = element;
  if (value.length !== 10 || isoDay(value) !== value) {
    note('PEPPOL-EN16931-F001', element, { expected: 'YYYY-MM-DD', actual: value });
  }
};

const AMOUNTS = `Amount BaseAmount PriceAmount TaxAmount TaxableAmount LineExtensionAmount TaxExclusiveAmount
  TaxInclusiveAmount AllowanceTotalAmount ChargeTotalAmount PrepaidAmount PayableRoundingAmount PayableAmount`;
const DATES = 'IssueDate DueDate TaxPointDate StartDate EndDate ActualDeliveryDate';

const named = (names: string, inspect: PeppolInspect): [string, PeppolInspect][] =>
  names.split(/\s+/).map((name) => [name, inspect]);

export const GENERAL: readonly (readonly [name: string, inspect: PeppolInspect])[] = [
  ['AccountingCustomerParty', party(`${R}010`)],
  ['AccountingSupplierParty', party(`${R}020`)],
  ['AllowanceCharge', inspectAllowance],
  ['PaymentMeans', inspectPayment],
  ['InvoiceLine', inspectLine],
  ['CreditNoteLine', inspectLine],
  ['Price', inspectPrice],
  ...named(AMOUNTS, inspectCurrency),
  ...named(DATES, inspectDate),
];
