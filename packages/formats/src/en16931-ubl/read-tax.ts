/** Tax totals with their breakdown, and the totals of the document. */
import type { TaxBreakdown, Totals } from '@ventanilla/invoice';
import type { XmlElement } from '@ventanilla/xml';
import type { TaxTotal } from '../en16931/model.ts';
import { all, amount, amountOf, attribute, cac, cbc, compact, text, vatIn } from './tree.ts';

export function readBreakdown(subtotal: XmlElement): TaxBreakdown {
  const category = vatIn(all(subtotal, 'TaxCategory'));
  return compact<TaxBreakdown>({
    taxableAmount: amount(subtotal, 'TaxableAmount'),
    taxAmount: amount(subtotal, 'TaxAmount'),
    category: text(category, 'ID'),
    rate: amount(category, 'Percent'),
    exemptionReason: text(category, 'TaxExemptionReason'),
    exemptionReasonCode: text(category, 'TaxExemptionReasonCode'),
  });
}

export function readTaxTotals(root: XmlElement): TaxTotal[] {
  return all(root, 'TaxTotal').map((total) => {
    const stated = cbc(total, 'TaxAmount');
    return compact<TaxTotal>({
      amount: amountOf(stated),
      currency: attribute(stated, 'currencyID'),
      breakdown: all(total, 'TaxSubtotal').map(readBreakdown),
    });
  });
}

export function readTotals(root: XmlElement, taxTotals: readonly TaxTotal[]): Totals | undefined {
  const totals = cac(root, 'LegalMonetaryTotal');
  const currency = text(root, 'DocumentCurrencyCode');
  const taxCurrency = text(root, 'TaxCurrencyCode');
  const inCurrency = (wanted: string | undefined) =>
    wanted === undefined ? undefined : taxTotals.find((total) => total.currency === wanted)?.amount;
  const tax = inCurrency(currency);
  const accounting = taxCurrency === currency ? undefined : inCurrency(taxCurrency);
  if (totals === undefined && tax === undefined) return undefined;
  return compact<Totals>({
    lineNet: amount(totals, 'LineExtensionAmount'),
    allowances: amount(totals, 'AllowanceTotalAmount'),
    charges: amount(totals, 'ChargeTotalAmount'),
    withoutTax: amount(totals, 'TaxExclusiveAmount'),
    tax,
    taxInAccountingCurrency: accounting,
    withTax: amount(totals, 'TaxInclusiveAmount'),
    paid: amount(totals, 'PrepaidAmount'),
    rounding: amount(totals, 'PayableRoundingAmount'),
    due: amount(totals, 'PayableAmount'),
  });
}
