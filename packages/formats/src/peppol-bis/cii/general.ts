/** PEPPOL-EN16931-R* in CII: what Peppol BIS Billing 3 asks beyond EN 16931. */
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
import { round2, sumOf } from '../../en16931/money.ts';
import { RSM_NS, UDT_NS } from '../../en16931-cii/cii-schema.ts';
import { amount, ram, rams, text } from '../../en16931-cii/tree.ts';
import type { Note } from '../../xml-syntax/inspector.ts';
import { attribute, find, textOf } from '../../xml-syntax/read.ts';
import { noteUnlessNear, numberOf } from '../context.ts';
import { SPECIFICATION } from '../general.ts';
import type { CiiContext } from './context.ts';

export type CiiInspect = (element: XmlElement, note: Note, context: CiiContext) => void;

const R = 'PEPPOL-EN16931-R';

/** Rules of the whole document. */
export function inspectCiiDocument(
  { root, document, agreement, settlement, ...context }: CiiContext,
  note: Note,
): void {
  const process = find(root, 'ExchangedDocumentContext', RSM_NS);
  if (process !== undefined) inspectProcess(process, context.profile, note);
  const notes = rams(document, 'IncludedNote');
  const isCoded = notes.some((one) => ram(one, 'SubjectCode') !== undefined);
  if (notes.length > 1 || isCoded) note(`${R}002`, notes.at(-1) ?? root, { expected: '≤ 1' });
  if (agreement !== undefined) inspectAgreement(agreement, note);
  if (settlement !== undefined) inspectTotals(settlement, context.currency, note);
}

function inspectProcess(process: XmlElement, profile: string | undefined, note: Note): void {
  const business = ram(process, 'BusinessProcessSpecifiedDocumentContextParameter', 'ID');
  if (business === undefined) note(`${R}001`, process, { expected: 'BusinessProcess' });
  if (profile === undefined) {
    note(`${R}007`, business ?? process, { actual: textOf(business) ?? '' });
  }
  const guideline = ram(process, 'GuidelineSpecifiedDocumentContextParameter', 'ID');
  if (textOf(guideline)?.startsWith(SPECIFICATION) !== true) {
    note(`${R}004`, guideline ?? process, { actual: textOf(guideline) ?? '' });
  }
}

function inspectAgreement(agreement: XmlElement, note: Note): void {
  const order = ram(agreement, 'BuyerOrderReferencedDocument', 'IssuerAssignedID');
  if (ram(agreement, 'BuyerReference') === undefined && order === undefined) {
    note(`${R}003`, agreement, { expected: 'BuyerReference' });
  }
  for (const [rule, type] of [
    ['006', '130'],
    ['080', '50'],
  ] as const) {
    const found = documentsOf(agreement, type);
    if (found.length > 1) note(`${R}${rule}`, found[1]!, { expected: '≤ 1' });
  }
}

const documentsOf = (parent: XmlElement | undefined, type: string): readonly XmlElement[] =>
  rams(parent, 'AdditionalReferencedDocument').filter(
    (reference) => ram(reference, 'TypeCode')?.text === type,
  );

function inspectTotals(settlement: XmlElement, currency: string | undefined, note: Note): void {
  const taxCurrency = ram(settlement, 'TaxCurrencyCode');
  const totals = rams(
    ram(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation'),
    'TaxTotalAmount',
  );
  const currencyOf = (total: XmlElement) => attribute(total, 'currencyID');
  // Without a currency of the invoice no total is in it, and none is in another.
  const stated = totals.filter(
    (total) => currency !== undefined && currencyOf(total) !== undefined,
  );
  const own = stated.filter((total) => currencyOf(total) === currency);
  const foreign = stated.filter((total) => currencyOf(total) !== currency);
  const wanted = taxCurrency === undefined ? 0 : 1;
  if (own.length !== 1) note(`${R}053`, settlement, { expected: '1', actual: `${own.length}` });
  if (foreign.length !== wanted) {
    note(`${R}054`, settlement, { expected: `${wanted}`, actual: `${foreign.length}` });
  }
  if (taxCurrency === undefined) return;
  if (taxCurrency.text.trim() === currency?.trim()) {
    note(`${R}005`, taxCurrency, { actual: taxCurrency.text.trim() });
  }
  const taxTotals = totals.filter((total) => currencyOf(total) === taxCurrency.text);
  const has = (list: readonly XmlElement[], isNegative: boolean): boolean =>
    list.some(({ text: value }) => (isNegative ? numberOf(value) < 0 : numberOf(value) >= 0));
  const agree = [true, false].some((sign) => has(taxTotals, sign) && has(own, sign));
  if (!agree) note(`${R}055`, taxCurrency);
}

const addressOf =
  (code: string): CiiInspect =>
  (party, note) => {
    if (ram(party, 'URIUniversalCommunication', 'URIID') === undefined) {
      note(code, party, { expected: 'URIID' });
    }
  };

/** The indicator as written: unlike XSD, Peppol takes only the words. */
export const indicatorOf = (holder: XmlElement): string =>
  textOf(find(ram(holder, 'ChargeIndicator'), 'Indicator', UDT_NS)) ?? '';

const inspectIndicator: CiiInspect = (element, note) => {
  const indicator = indicatorOf(element);
  if (indicator !== 'true' && indicator !== 'false') {
    note(`${R}043`, element, { actual: indicator });
  }
};

const inspectAllowance: CiiInspect = (element, note, context) => {
  const percent = ram(element, 'CalculationPercent');
  const base = ram(element, 'BasisAmount');
  if (percent !== undefined && base === undefined) return note(`${R}041`, element);
  if (percent === undefined && base !== undefined) return note(`${R}042`, element);
  const [share, whole] = [amount(element, 'CalculationPercent'), amount(element, 'BasisAmount')];
  if (share !== undefined && whole !== undefined) {
    const stated = amount(element, 'ActualAmount') ?? ZERO;
    const expected = multiply(multiply(whole, share), decimal(1, 2));
    noteUnlessNear(note, `${R}040`, element, { stated, expected });
  }
  inspectIndicator(element, note, context);
};

const inspectPayment: CiiInspect = (element, note) => {
  const code = text(element, 'TypeCode');
  if (code !== '49' && code !== '59') return;
  const isMandated = rams(element.parent, 'SpecifiedTradePaymentTerms').some(
    (terms) => ram(terms, 'DirectDebitMandateID') !== undefined,
  );
  if (!isMandated) note(`${R}061`, element);
};

/** Compact days compare as text. */
const dayIn = (period: XmlElement | undefined, name: string): XmlElement | undefined =>
  find(ram(period, name), 'DateTimeString', UDT_NS);

function inspectLinePeriod(line: XmlElement, { settlement }: CiiContext, note: Note): void {
  const whole = ram(settlement, 'BillingSpecifiedPeriod');
  const period = ram(line, 'SpecifiedLineTradeSettlement', 'BillingSpecifiedPeriod');
  for (const [rule, name] of [
    ['110', 'StartDateTime'],
    ['111', 'EndDateTime'],
  ] as const) {
    const place = ram(period, name);
    if (place === undefined || ram(whole, name) === undefined) continue;
    const [day, limit] = [dayIn(period, name)?.text, dayIn(whole, name)?.text];
    const isWithin =
      day !== undefined && limit !== undefined && (rule === '110' ? day >= limit : day <= limit);
    if (isWithin) continue;
    const expected = `${rule === '110' ? '≥' : '≤'} ${limit ?? ''}`;
    note(`${R}${rule}`, place, { expected, actual: day ?? '' });
  }
}

const sumOfKind = (settlement: XmlElement | undefined, indicator: string): Decimal =>
  round2(
    sumOf(
      rams(settlement, 'SpecifiedTradeAllowanceCharge').filter(
        (one) => indicatorOf(one) === indicator,
      ),
      (one) => amount(one, 'ActualAmount'),
    ),
  );

const inspectLine: CiiInspect = (line, note, context) => {
  const settlement = ram(line, 'SpecifiedLineTradeSettlement');
  const price = ram(line, 'SpecifiedLineTradeAgreement', 'NetPriceProductTradePrice');
  const stated =
    amount(settlement, 'SpecifiedTradeSettlementLineMonetarySummation', 'LineTotalAmount') ?? ZERO;
  const quantity = amount(line, 'SpecifiedLineTradeDelivery', 'BilledQuantity') ?? decimal(1);
  const base = amount(price, 'BasisQuantity');
  const gross = multiply(quantity, amount(price, 'ChargeAmount') ?? ZERO);
  const net = base === undefined || isZero(base) ? gross : divide(gross, base, 12);
  const expected = subtract(
    add(net, sumOfKind(settlement, 'true')),
    sumOfKind(settlement, 'false'),
  );
  noteUnlessNear(note, `${R}120`, line, { stated, expected });
  const objects = documentsOf(settlement, '130');
  if (objects.length > 1) note(`${R}100`, objects[1]!, { expected: '≤ 1' });
  const [other] = rams(settlement, 'AdditionalReferencedDocument');
  if (other !== undefined && objects.length === 0) note(`${R}101`, other, { expected: '130' });
  inspectLinePeriod(line, context, note);
};

const inspectPrice: CiiInspect = (price, note) => {
  const base = ram(price, 'BasisQuantity');
  if (base === undefined) return;
  const value = amount(price, 'BasisQuantity');
  if (value === undefined || compare(value, ZERO) <= 0) {
    note(`${R}121`, base, { actual: base.text.trim() });
  }
  const unit = attribute(base, 'unitCode');
  if (unit === undefined) return;
  const billed = ram(price.parent?.parent, 'SpecifiedLineTradeDelivery', 'BilledQuantity');
  const wanted = attribute(billed, 'unitCode');
  if (unit !== wanted) note(`${R}130`, base, { expected: wanted ?? '', actual: unit });
};

export const CII_GENERAL: readonly (readonly [name: string, inspect: CiiInspect])[] = [
  ['BuyerTradeParty', addressOf(`${R}010`)],
  ['SellerTradeParty', addressOf(`${R}020`)],
  ['SpecifiedTradeAllowanceCharge', inspectAllowance],
  ['AppliedTradeAllowanceCharge', inspectIndicator],
  ['SpecifiedTradeSettlementPaymentMeans', inspectPayment],
  ['IncludedSupplyChainTradeLineItem', inspectLine],
  ['NetPriceProductTradePrice', inspectPrice],
  ['GrossPriceProductTradePrice', inspectPrice],
];
