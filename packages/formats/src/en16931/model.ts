/** What the rules of EN 16931 look at: the canonical invoice and what is worked out of it once. */
import {
  add,
  type Decimal,
  type Invoice,
  subtract,
  type TaxBreakdown,
  ZERO,
} from '@ventanilla/invoice';

/** One stated total of VAT with the breakdown that stands under it. */
export interface TaxTotal {
  readonly amount?: Decimal;
  readonly currency?: string;
  readonly breakdown: readonly TaxBreakdown[];
}

/** Net of lines plus charges less allowances, of one category (and rate). */
export interface CategoryBase {
  readonly net: Decimal;
  readonly lines: number;
  readonly allowances: number;
  readonly charges: number;
  /** Lines that use the category code under another tax than VAT. */
  readonly otherLines: number;
}

/** Use of a category code under another tax than VAT: it counts in sums, and nowhere else. */
export interface OtherTaxUse {
  readonly kind: 'lines' | 'allowances' | 'charges';
  readonly category: string;
  readonly rate?: Decimal;
  readonly amount?: Decimal;
}

export interface EnModel {
  readonly invoice: Invoice;
  readonly taxTotals: readonly TaxTotal[];
  readonly bases: ReadonlyMap<string, CategoryBase>;
  /** Keyed by category and rate, see `rateKey`. */
  readonly ratedBases: ReadonlyMap<string, CategoryBase>;
}

/** `S|21`: the same for 21, 21.0 and 21.00. */
export function rateKey(category: string, rate: Decimal): string {
  let { units, scale } = rate;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return `${category}|${units}e${scale}`;
}

type Kind = 'lines' | 'allowances' | 'charges';

interface MutableBase extends CategoryBase {
  net: Decimal;
  lines: number;
  allowances: number;
  charges: number;
  otherLines: number;
}

function baseOf(bases: Map<string, MutableBase>, key: string): MutableBase {
  let base = bases.get(key);
  if (base === undefined) {
    base = { net: ZERO, lines: 0, allowances: 0, charges: 0, otherLines: 0 };
    bases.set(key, base);
  }
  return base;
}

function addTo(base: MutableBase, kind: Kind, amount: Decimal): void {
  base.net = kind === 'allowances' ? subtract(base.net, amount) : add(base.net, amount);
}

/** Works out the sums by category, in one pass. */
export function createEnModel(
  invoice: Invoice,
  taxTotals?: readonly TaxTotal[],
  otherTaxUses: readonly OtherTaxUse[] = [],
): EnModel {
  const bases = new Map<string, MutableBase>();
  const ratedBases = new Map<string, MutableBase>();
  const count = (
    kind: Kind,
    category: string | undefined,
    rate: Decimal | undefined,
    amount: Decimal | undefined,
  ): void => {
    if (category === undefined) return;
    const base = baseOf(bases, category);
    base[kind] += 1;
    addTo(base, kind, amount ?? ZERO);
    if (rate === undefined) return;
    addTo(baseOf(ratedBases, rateKey(category, rate)), kind, amount ?? ZERO);
  };
  for (const line of invoice.lines ?? []) {
    count('lines', line.taxCategory, line.taxRate, line.netAmount);
  }
  for (const item of invoice.allowances ?? []) {
    count('allowances', item.taxCategory, item.taxRate, item.amount);
  }
  for (const item of invoice.charges ?? []) {
    count('charges', item.taxCategory, item.taxRate, item.amount);
  }
  for (const { kind, category, rate, amount } of otherTaxUses) {
    const base = baseOf(bases, category);
    if (kind === 'lines') base.otherLines += 1;
    addTo(base, kind, amount ?? ZERO);
    if (rate !== undefined)
      addTo(baseOf(ratedBases, rateKey(category, rate)), kind, amount ?? ZERO);
  }
  return { invoice, taxTotals: taxTotals ?? statedTotals(invoice), bases, ratedBases };
}

/** For formats that state one total per currency and one breakdown. */
function statedTotals({ totals, currency, taxCurrency, taxBreakdown }: Invoice): TaxTotal[] {
  const stated: TaxTotal[] = [];
  if (totals?.tax !== undefined || taxBreakdown !== undefined) {
    stated.push({
      ...(totals?.tax === undefined ? {} : { amount: totals.tax }),
      ...(currency === undefined ? {} : { currency }),
      breakdown: taxBreakdown ?? [],
    });
  }
  if (totals?.taxInAccountingCurrency !== undefined) {
    stated.push({
      amount: totals.taxInAccountingCurrency,
      ...(taxCurrency === undefined ? {} : { currency: taxCurrency }),
      breakdown: [],
    });
  }
  return stated;
}
