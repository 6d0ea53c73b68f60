import type { AllowanceCharge, Identifier, Line, Period } from '@ventanilla/invoice';
import type { XmlElement } from '@ventanilla/xml';
import { attribute, compact, list, textOf } from '../xml-syntax/read.ts';
import { readIdentifier } from './read-parties.ts';
import { amount, amountOf, dateIn, isCharge, ram, rams, text, vatIn } from './tree.ts';

export function readPeriod(element: XmlElement | undefined): Period | undefined {
  if (element === undefined) return undefined;
  return compact<Period>({
    start: dateIn(ram(element, 'StartDateTime')),
    end: dateIn(ram(element, 'EndDateTime')),
  });
}

function readAllowanceCharge(element: XmlElement): AllowanceCharge {
  const category = vatIn(rams(element, 'CategoryTradeTax'));
  return compact<AllowanceCharge>({
    amount: amount(element, 'ActualAmount'),
    baseAmount: amount(element, 'BasisAmount'),
    percentage: amount(element, 'CalculationPercent'),
    taxCategory: text(category, 'CategoryCode'),
    taxRate: amount(category, 'RateApplicablePercent'),
    reason: text(element, 'Reason'),
    reasonCode: text(element, 'ReasonCode'),
  });
}

/** Allowances (`charges` false) or charges of a settlement, in order. */
export const readAllowanceCharges = (
  settlement: XmlElement | undefined,
  charges: boolean,
): readonly AllowanceCharge[] | undefined =>
  list(
    rams(settlement, 'SpecifiedTradeAllowanceCharge')
      .filter((element) => isCharge(element) === charges)
      .map(readAllowanceCharge),
  );

function readPrice(agreement: XmlElement | undefined): Line['price'] {
  const net = ram(agreement, 'NetPriceProductTradePrice');
  const gross = ram(agreement, 'GrossPriceProductTradePrice');
  if (net === undefined && gross === undefined) return undefined;
  const base = ram(net, 'BasisQuantity') ?? ram(gross, 'BasisQuantity');
  return compact<NonNullable<Line['price']>>({
    net: amount(net, 'ChargeAmount'),
    discount: amount(gross, 'AppliedTradeAllowanceCharge', 'ActualAmount'),
    gross: amount(gross, 'ChargeAmount'),
    baseQuantity: amountOf(base),
    baseUnit: attribute(base, 'unitCode'),
  });
}

function readClass(holder: XmlElement): Identifier {
  const code = ram(holder, 'ClassCode');
  return compact<Identifier>({
    id: textOf(code),
    scheme: attribute(code, 'listID'),
    schemeVersion: attribute(code, 'listVersionID'),
  });
}

function readItem(product: XmlElement | undefined): Line['item'] {
  if (product === undefined) return undefined;
  return compact<NonNullable<Line['item']>>({
    name: text(product, 'Name'),
    description: text(product, 'Description'),
    sellerId: text(product, 'SellerAssignedID'),
    buyerId: text(product, 'BuyerAssignedID'),
    standardId: readIdentifier(ram(product, 'GlobalID')),
    classifications: list(
      rams(product, 'DesignatedProductClassification')
        .filter((holder) => ram(holder, 'ClassCode') !== undefined)
        .map(readClass),
    ),
    originCountry: text(product, 'OriginTradeCountry', 'ID'),
    attributes: list(
      rams(product, 'ApplicableProductCharacteristic').map((property) =>
        compact<{ name?: string; value?: string }>({
          name: text(property, 'Description'),
          value: text(property, 'Value'),
        }),
      ),
    ),
  });
}

/** BG-25. */
export function readLine(line: XmlElement): Line {
  const agreement = ram(line, 'SpecifiedLineTradeAgreement');
  const settlement = ram(line, 'SpecifiedLineTradeSettlement');
  const document = ram(line, 'AssociatedDocumentLineDocument');
  const quantity = ram(line, 'SpecifiedLineTradeDelivery', 'BilledQuantity');
  const tax = vatIn(rams(settlement, 'ApplicableTradeTax'));
  const object = rams(settlement, 'AdditionalReferencedDocument').find(
    (reference) => text(reference, 'TypeCode') === '130',
  );
  return compact<Line>({
    id: text(document, 'LineID'),
    note: text(document, 'IncludedNote', 'Content'),
    object:
      object === undefined
        ? undefined
        : compact<Identifier>({
            id: text(object, 'IssuerAssignedID'),
            scheme: text(object, 'ReferenceTypeCode'),
          }),
    quantity: amountOf(quantity),
    unit: attribute(quantity, 'unitCode'),
    netAmount: amount(
      settlement,
      'SpecifiedTradeSettlementLineMonetarySummation',
      'LineTotalAmount',
    ),
    orderLine: text(agreement, 'BuyerOrderReferencedDocument', 'LineID'),
    accountingReference: text(settlement, 'ReceivableSpecifiedTradeAccountingAccount', 'ID'),
    period: readPeriod(ram(settlement, 'BillingSpecifiedPeriod')),
    allowances: readAllowanceCharges(settlement, false),
    charges: readAllowanceCharges(settlement, true),
    price: readPrice(agreement),
    taxCategory: text(tax, 'CategoryCode'),
    taxRate: amount(tax, 'RateApplicablePercent'),
    item: readItem(ram(line, 'SpecifiedTradeProduct')),
  });
}
