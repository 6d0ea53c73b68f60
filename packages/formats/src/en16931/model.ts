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

type Kind = 'lines' | 'allowances' | 'charges';

/**
 * A use of a category code that the canonical invoice does not carry: under another tax than VAT,
 * or where EN 16931 has none. The official rules count some of them, each in its own way.
 */
export interface CategoryUse {
  /** `stated`: in the breakdown. `other`: neither there nor on a line, allowance or charge. */
  readonly kind: Kind | 'stated' | 'other';
  /** Empty where the code is missing. */
  readonly category: string;
  readonly rate?: Decimal;
  /** What it adds to the sums; absent where it adds nothing. */
  readonly amount?: Decimal;
  readonly isVat: boolean;
  /** Place of its rate, for the rules on rates; absent where they do not look. */
  readonly at?: string;
}

/** All that uses one category (and rate). */
export interface CategoryBase {
  /** Sums, each without sign. */
  readonly amounts: Readonly<Record<Kind, Decimal>>;
  /** How often under VAT. */
  readonly lines: number;
  readonly allowances: number;
  readonly charges: number;
  /** Under VAT, in the breakdown beside its first category, and elsewhere. */
  readonly stated: number;
  readonly other: number;
  /** Under another tax. */
  readonly otherTax: Readonly<Record<CategoryUse['kind'], number>>;
}

export interface EnModel {
  readonly invoice: Invoice;
  readonly taxTotals: readonly TaxTotal[];
  readonly bases: ReadonlyMap<string, CategoryBase>;
  /** Keyed by category and rate, see `rateKey`. */
  readonly ratedBases: ReadonlyMap<string, CategoryBase>;
  readonly otherUses: readonly CategoryUse[];
  /** Breakdowns that are not of the document, of single lines for instance. */
  readonly otherBreakdowns: readonly PlacedBreakdown[];
}

export interface PlacedBreakdown {
  readonly entry: TaxBreakdown;
  readonly at: string;
}

/** Net of lines plus charges less allowances; zero for nothing. */
export const netOf = (base: CategoryBase | undefined): Decimal =>
  base === undefined
    ? ZERO
    : subtract(add(base.amounts.lines, base.amounts.charges), base.amounts.allowances);

/** `S|21`: the same for 21, 21.0 and 21.00. */
export function rateKey(category: string, rate: Decimal): string {
  let { units, scale } = rate;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return `${category}|${units}e${scale}`;
}

interface MutableBase extends CategoryBase {
  amounts: Record<Kind, Decimal>;
  lines: number;
  allowances: number;
  charges: number;
  stated: number;
  other: number;
  otherTax: Record<CategoryUse['kind'], number>;
}

function baseOf(bases: Map<string, MutableBase>, key: string): MutableBase {
  let base = bases.get(key);
  if (base === undefined) {
    base = {
      amounts: { lines: ZERO, allowances: ZERO, charges: ZERO },
      lines: 0,
      allowances: 0,
      charges: 0,
      stated: 0,
      other: 0,
      otherTax: { lines: 0, allowances: 0, charges: 0, stated: 0, other: 0 },
    };
    bases.set(key, base);
  }
  return base;
}

export interface EnReading {
  readonly invoice: Invoice;
  /** Absent: one per currency, as the invoice states them. */
  readonly taxTotals?: readonly TaxTotal[];
  readonly otherUses?: readonly CategoryUse[];
  readonly otherBreakdowns?: readonly PlacedBreakdown[];
}

/** Works out the sums by category, in one pass. */
export function createEnModel({
  invoice,
  taxTotals = statedTotals(invoice),
  otherUses = [],
  otherBreakdowns = [],
}: EnReading): EnModel {
  const bases = new Map<string, MutableBase>();
  const ratedBases = new Map<string, MutableBase>();
  const count = ({ kind, category, rate, amount, isVat }: Omit<CategoryUse, 'at'>): void => {
    const base = baseOf(bases, category);
    if (isVat) base[kind] += 1;
    else base.otherTax[kind] += 1;
    if (kind === 'stated' || kind === 'other') return;
    if (amount !== undefined) base.amounts[kind] = add(base.amounts[kind], amount);
    if (rate === undefined) return;
    const rated = baseOf(ratedBases, rateKey(category, rate));
    if (amount !== undefined) rated.amounts[kind] = add(rated.amounts[kind], amount);
  };
  const countVat = (
    kind: Kind,
    category: string | undefined,
    rate: Decimal | undefined,
    amount: Decimal | undefined,
  ): void => {
    if (category === undefined) return;
    count({
      kind,
      category,
      isVat: true,
      ...(rate === undefined ? {} : { rate }),
      ...(amount === undefined ? {} : { amount }),
    });
  };
  for (const line of invoice.lines ?? []) {
    countVat('lines', line.taxCategory, line.taxRate, line.netAmount);
  }
  for (const item of invoice.allowances ?? []) {
    countVat('allowances', item.taxCategory, item.taxRate, item.amount);
  }
  for (const item of invoice.charges ?? []) {
    countVat('charges', item.taxCategory, item.taxRate, item.amount);
  }
  for (const use of otherUses) count(use);
  return { invoice, taxTotals, bases, ratedBases, otherUses, otherBreakdowns };
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
