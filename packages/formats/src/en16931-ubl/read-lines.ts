import type { AllowanceCharge, Line, Period } from '@ventanilla/invoice';
import type { XmlElement } from '@ventanilla/xml';
import { readIdentifier } from './read-parties.ts';
import {
  all,
  amount,
  amountOf,
  attribute,
  cac,
  cbc,
  compact,
  indicator,
  list,
  path,
  text,
  vatIn,
} from './tree.ts';

export function readPeriod(element: XmlElement | undefined): Period | undefined {
  if (element === undefined) return undefined;
  return compact<Period>({ start: text(element, 'StartDate'), end: text(element, 'EndDate') });
}

function readAllowanceCharge(element: XmlElement): AllowanceCharge {
  const category = vatIn(all(element, 'TaxCategory'));
  return compact<AllowanceCharge>({
    amount: amount(element, 'Amount'),
    baseAmount: amount(element, 'BaseAmount'),
    percentage: amount(element, 'MultiplierFactorNumeric'),
    taxCategory: text(category, 'ID'),
    taxRate: amount(category, 'Percent'),
    reason: text(element, 'AllowanceChargeReason'),
    reasonCode: text(element, 'AllowanceChargeReasonCode'),
  });
}

/** Allowances (`isCharge` false) or charges directly under `holder`, in order. */
export const readAllowanceCharges = (
  holder: XmlElement,
  isCharge: boolean,
): readonly AllowanceCharge[] | undefined =>
  list(
    all(holder, 'AllowanceCharge')
      .filter((element) => indicator(element, 'ChargeIndicator') === isCharge)
      .map(readAllowanceCharge),
  );

function readPrice(price: XmlElement | undefined): Line['price'] {
  if (price === undefined) return undefined;
  const discount = cac(price, 'AllowanceCharge');
  const base = cbc(price, 'BaseQuantity');
  return compact<NonNullable<Line['price']>>({
    net: amount(price, 'PriceAmount'),
    discount: amount(discount, 'Amount'),
    gross: amount(discount, 'BaseAmount'),
    baseQuantity: amountOf(base),
    baseUnit: attribute(base, 'unitCode'),
  });
}

function readItem(item: XmlElement | undefined): Line['item'] {
  if (item === undefined) return undefined;
  return compact<NonNullable<Line['item']>>({
    name: text(item, 'Name'),
    description: text(item, 'Description'),
    sellerId: text(cac(item, 'SellersItemIdentification'), 'ID'),
    buyerId: text(cac(item, 'BuyersItemIdentification'), 'ID'),
    standardId: readIdentifier(cbc(cac(item, 'StandardItemIdentification'), 'ID')),
    classifications: list(
      all(item, 'CommodityClassification').flatMap(
        (holder) => readIdentifier(cbc(holder, 'ItemClassificationCode'), 'listID') ?? [],
      ),
    ),
    originCountry: text(cac(item, 'OriginCountry'), 'IdentificationCode'),
    attributes: list(
      all(item, 'AdditionalItemProperty').map((property) =>
        compact<{ name?: string; value?: string }>({
          name: text(property, 'Name'),
          value: text(property, 'Value'),
        }),
      ),
    ),
  });
}

/** BG-25. */
export function readLine(line: XmlElement): Line {
  const quantity = cbc(line, 'InvoicedQuantity') ?? cbc(line, 'CreditedQuantity');
  const item = cac(line, 'Item');
  const category = vatIn(all(item, 'ClassifiedTaxCategory'));
  return compact<Line>({
    id: text(line, 'ID'),
    note: text(line, 'Note'),
    object: readIdentifier(cbc(cac(line, 'DocumentReference'), 'ID')),
    quantity: amountOf(quantity),
    unit: attribute(quantity, 'unitCode'),
    netAmount: amount(line, 'LineExtensionAmount'),
    orderLine: text(path(line, 'OrderLineReference'), 'LineID'),
    accountingReference: text(line, 'AccountingCost'),
    period: readPeriod(cac(line, 'InvoicePeriod')),
    allowances: readAllowanceCharges(line, false),
    charges: readAllowanceCharges(line, true),
    price: readPrice(cac(line, 'Price')),
    taxCategory: text(category, 'ID'),
    taxRate: amount(category, 'Percent'),
    item: readItem(item),
  });
}
