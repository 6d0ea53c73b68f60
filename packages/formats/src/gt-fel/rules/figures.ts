/** Computed figures of a line, shared by the arithmetic rules. */
import {
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  subtract,
  sum,
  ZERO,
} from '@ventanilla/invoice';
import { TAX_KINDS } from '../data/taxes.ts';
import type { FelLine, FelTax } from '../model.ts';

const VAT_DIVISOR = decimal(112, 2);

/** Price less both discounts; undefined without a price. */
export const netOf = (line: FelLine): Decimal | undefined => {
  if (line.price === undefined) return undefined;
  let net = line.price;
  if (line.discount !== undefined) net = subtract(net, line.discount);
  if (line.otherDiscount !== undefined) net = subtract(net, line.otherDiscount);
  return net;
};

/** A discount above the price spoils every other figure of the line; that one fault is told alone. */
export const isOverDiscounted = (line: FelLine): boolean => {
  const net = netOf(line);
  return net !== undefined && compare(net, ZERO) < 0;
};

export const vatOf = (line: FelLine): FelTax | undefined =>
  line.taxes.find(({ name }) => name === 'IVA');

/** What VAT is computed on: the net price, without the VAT inside it when the unit is 12 %. */
export const vatBase = (net: Decimal, unit: string): Decimal =>
  unit === '1' ? divide(net, VAT_DIVISOR, 10) : net;

/** Taxes that the line total adds to the net price. */
export const addedTaxes = (line: FelLine): Decimal => {
  const amounts: Decimal[] = [];
  for (const { name, amount } of line.taxes) {
    if (amount !== undefined && TAX_KINDS[name]?.isAdded === true) amounts.push(amount);
  }
  return amounts.length === 0 ? ZERO : sum(amounts);
};

/** Sum of a tax over all lines. */
export const taxOf = (lines: readonly FelLine[], name: string): Decimal => {
  let total = ZERO;
  for (const line of lines) {
    for (const tax of line.taxes) {
      if (tax.name === name && tax.amount !== undefined) total = add(total, tax.amount);
    }
  }
  return total;
};
