/**
 * Business rules that the official CII binding words differently from the UBL one. Texts stay those
 * of the common rule; only the condition differs, and the comment says how.
 */
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  type Invoice,
  type Party,
  subtract,
  ZERO,
} from '@ventanilla/invoice';
import { type EnRule, each } from '../en16931/define.ts';
import { rateKey } from '../en16931/model.ts';
import { near, round2, same, shown, sumOf } from '../en16931/money.ts';
import { EN_RULES } from '../en16931/pack.ts';
import { expectedTax } from '../en16931/rules-calculations.ts';
import { CATEGORIES, type Category, ofCategory } from '../en16931/vat-categories.ts';

const blank = (value: string | undefined): boolean => value === undefined || value === '';

function vary(code: string, check: EnRule['check']): EnRule {
  const base = EN_RULES.find((rule) => rule.code === code);
  if (base === undefined) throw new Error(`no rule ${code} to vary`);
  return { ...base, check };
}

/** A missing address lacks its country too. */
const country = (code: string, at: 'seller' | 'buyer' | 'taxRepresentative'): EnRule =>
  vary(code, ({ invoice }, report) => {
    const party = invoice[at];
    if (at === 'taxRepresentative' && party === undefined) return;
    if (blank(party?.address?.country)) report({ at: `${at}/address/country` });
  });

/** An empty scheme is no scheme. */
const scheme = (code: string, at: 'seller' | 'buyer'): EnRule =>
  vary(code, ({ invoice }, report) => {
    const address = invoice[at]?.electronicAddress;
    if (address !== undefined && blank(address.scheme)) report({ at: `${at}/electronicAddress` });
  });

function isOwnPayee(payee: Party, seller: Party | undefined): boolean {
  if (payee.name === undefined || payee.name === seller?.name) return false;
  const ids = new Set((seller?.identifiers ?? []).map(({ id }) => id));
  if ((payee.identifiers ?? []).some(({ id }) => ids.has(id))) return false;
  const legal = payee.legalRegistration?.id;
  return legal === undefined || legal !== seller?.legalRegistration?.id;
}

const presence: readonly EnRule[] = [
  country('BR-09', 'seller'),
  country('BR-11', 'buyer'),
  country('BR-20', 'taxRepresentative'),
  scheme('BR-62', 'seller'),
  scheme('BR-63', 'buyer'),
  // The legal registration counts as well.
  vary('BR-17', ({ invoice: { payee, seller } }, report) => {
    if (payee !== undefined && !isOwnPayee(payee, seller)) report({ at: 'payee' });
  }),
  vary('BR-55', ({ invoice }, report) =>
    each(invoice.precedingInvoices, 'precedingInvoices', ({ number }, at) => {
      if (blank(number)) report({ at });
    }),
  ),
  vary('BR-56', ({ invoice: { taxRepresentative } }, report) => {
    if (taxRepresentative !== undefined && blank(taxRepresentative.vatId)) {
      report({ at: 'taxRepresentative' });
    }
  }),
  vary('BR-57', ({ invoice }, report) => {
    const address = invoice.delivery?.address;
    if (address !== undefined && blank(address.country)) report({ at: 'delivery/address' });
  }),
  // Only where there is an account; CII-SR-470 tells of a missing one.
  vary('BR-61', ({ invoice }, report) =>
    each(invoice.payments, 'payments', ({ meansCode, accounts }, payment) => {
      if (meansCode !== '30' && meansCode !== '58') return;
      each(accounts, `${payment}/accounts`, ({ id }, at) => {
        if (id === undefined) report({ at });
      });
    }),
  ),
  vary('BR-64', ({ invoice }, report) =>
    each(invoice.lines, 'lines', ({ item }, at) => {
      const id = item?.standardId;
      if (id !== undefined && blank(id.scheme)) report({ at: `${at}/item/standardId` });
    }),
  ),
  vary('BR-65', ({ invoice }, report) =>
    each(invoice.lines, 'lines', ({ item }, line) => {
      each(item?.classifications, `${line}/item/classifications`, (id, at) => {
        if (blank(id.scheme)) report({ at });
      });
    }),
  ),
  // The accounting currency must also differ from the invoice currency.
  vary('BR-53', ({ invoice, taxTotals }, report) => {
    const { taxCurrency, currency, totals } = invoice;
    if (taxCurrency === undefined || totals === undefined) return;
    const isStated = taxTotals.some((total) => total.currency === taxCurrency);
    if (!isStated || taxCurrency === currency) report({ at: 'totals/taxInAccountingCurrency' });
  }),
  vary('BR-CO-19', ({ invoice: { period } }, report) => {
    if (period !== undefined && period.start === undefined && period.end === undefined) {
      report({ at: 'period' });
    }
  }),
  vary('BR-CO-18', ({ invoice }, report) => {
    if (invoice.lines !== undefined && invoice.taxBreakdown === undefined) {
      report({ at: 'taxBreakdown' });
    }
  }),
];

const TWO = decimal(1);

/** At most one unit apart: the bound itself is still allowed. */
const within = (a: Decimal, b: Decimal): boolean => compare(absolute(subtract(a, b)), TWO) <= 0;

const roundsToZero = (value: Decimal): boolean =>
  compare(value, decimal(-5, 1)) >= 0 && compare(value, decimal(5, 1)) < 0;

const sums: readonly EnRule[] = [
  // The sum of no breakdown is zero, and must be stated so.
  vary('BR-CO-14', ({ invoice, taxTotals }, report) => {
    const expected = round2(sumOf(invoice.taxBreakdown, ({ taxAmount }) => taxAmount));
    for (const { amount, currency } of taxTotals) {
      if (currency === undefined || currency !== invoice.currency) continue;
      if (!same(amount, expected)) {
        report({ at: 'totals/tax', expected: shown(expected), actual: shown(amount) });
      }
    }
  }),
  // Without tax, the totals with and without it may simply be the same.
  vary('BR-CO-15', ({ invoice: { currency, totals }, taxTotals }, report) => {
    if (currency === undefined) return;
    const stated = taxTotals.filter((total) => total.currency === currency);
    const tax = stated[0]?.amount;
    const { withoutTax, withTax } = totals ?? {};
    if (withoutTax !== undefined && same(withTax, withoutTax)) return;
    const expected =
      tax === undefined || withoutTax === undefined ? undefined : round2(add(withoutTax, tax));
    if (stated.length !== 1 || expected === undefined || !same(withTax, expected)) {
      report({ at: 'totals/withTax', expected: shown(expected), actual: shown(withTax) });
    }
  }),
  vary('BR-CO-16', ({ invoice: { totals } }, report) => {
    if (totals === undefined) return;
    const { withTax, paid, rounding, due } = totals;
    const expected =
      withTax === undefined ? undefined : add(subtract(withTax, paid ?? ZERO), rounding ?? ZERO);
    if (expected === undefined || !same(due, expected)) {
      report({ at: 'totals/due', expected: shown(expected), actual: shown(due) });
    }
  }),
  // One unit apart is still near.
  vary('BR-CO-17', ({ invoice }, report) =>
    each(invoice.taxBreakdown, 'taxBreakdown', (entry, at) => {
      const { taxAmount, rate } = entry;
      const expected = expectedTax(entry);
      const isZero = rate === undefined || roundsToZero(rate);
      const isRight =
        taxAmount !== undefined &&
        expected !== undefined &&
        (isZero ? roundsToZero(taxAmount) : within(absolute(taxAmount), expected));
      if (!isRight) {
        report({ at: `${at}/taxAmount`, expected: shown(expected), actual: shown(taxAmount) });
      }
    }),
  ),
];

/** Lines, and allowances with charges of lines too, that use a category. */
function uses({ lines, allowances, charges }: Invoice, code: string) {
  let onLines = 0;
  let onCharges = 0;
  for (const line of lines ?? []) {
    if (line.taxCategory === code) onLines += 1;
    for (const entry of [...(line.allowances ?? []), ...(line.charges ?? [])]) {
      if (entry.taxCategory === code) onCharges += 1;
    }
  }
  for (const entry of [...(allowances ?? []), ...(charges ?? [])]) {
    if (entry.taxCategory === code) onCharges += 1;
  }
  return { onLines, onCharges };
}

/** 01: counted over lines and breakdown together where there are rates; else exactly one. */
const breakdownRule = ({ prefix, code, isByRate }: Category): EnRule =>
  vary(`BR-${prefix}-01`, (model, report) => {
    const stated = ofCategory(model, code).length;
    const { onLines, onCharges } = uses(model.invoice, code);
    const isUsed = onLines > 0 || onCharges > 0;
    const isRight = isByRate
      ? (onLines === 0 || onLines + stated >= 2) && (onCharges === 0 || onCharges + stated >= 2)
      : (stated === 0 && (!isUsed || code === 'O')) || (stated === 1 && isUsed);
    if (!isRight) report({ at: 'taxBreakdown', actual: String(stated) });
  });

/** 08: exact where there are rates and for what is not subject; else within one unit. */
const baseRule = ({ prefix, code, isByRate }: Category): EnRule =>
  vary(`BR-${prefix}-08`, (model, report) =>
    each(model.invoice.taxBreakdown, 'taxBreakdown', (entry, at) => {
      if (entry.category !== code || (isByRate && entry.rate === undefined)) return;
      const base =
        isByRate && entry.rate !== undefined
          ? model.ratedBases.get(rateKey(code, entry.rate))
          : model.bases.get(code);
      const { taxableAmount } = entry;
      const expected = round2(base?.net ?? ZERO);
      const isExact = isByRate || code === 'O';
      const isRight =
        taxableAmount !== undefined &&
        (isExact ? same(taxableAmount, expected) : near(taxableAmount, expected));
      if (!isRight) {
        report({
          at: `${at}/taxableAmount`,
          expected: shown(expected),
          actual: shown(taxableAmount),
        });
      }
    }),
  );

const special: readonly EnRule[] = [
  vary('BR-IC-11', (model, report) => {
    if (ofCategory(model, 'K').length === 0) return;
    const { delivery, period } = model.invoice;
    const isDated =
      delivery?.date !== undefined || period?.start !== undefined || period?.end !== undefined;
    if (!isDated) report({ at: 'delivery/date' });
  }),
  vary('BR-IC-12', (model, report) => {
    if (ofCategory(model, 'K').length === 0) return;
    if (model.invoice.delivery?.address?.country === undefined) {
      report({ at: 'delivery/address/country' });
    }
  }),
  ...['BR-O-11', 'BR-O-12', 'BR-O-13', 'BR-O-14'].map((code) =>
    vary(code, (model, report) => {
      if (ofCategory(model, 'O').length === 0) return;
      const { invoice } = model;
      const isOther = (category: string | undefined): boolean =>
        category !== undefined && category !== 'O';
      const lines = invoice.lines ?? [];
      // 11 and 12 look at breakdown and lines alike, 13 and 14 at allowances and charges.
      const isBroken =
        code === 'BR-O-11' || code === 'BR-O-12'
          ? [
              ...(invoice.taxBreakdown ?? []).map(({ category }) => category),
              ...lines.map(({ taxCategory }) => taxCategory),
            ].some(isOther)
          : [
              ...(invoice.allowances ?? []),
              ...(invoice.charges ?? []),
              ...lines.flatMap((line) => [...(line.allowances ?? []), ...(line.charges ?? [])]),
            ].some(({ taxCategory }) => isOther(taxCategory));
      if (isBroken) report({ at: 'taxBreakdown' });
    }),
  ),
];

const scalesOver = (value: Decimal | undefined): boolean =>
  value !== undefined && !same(value, round2(value));

const decimals: readonly EnRule[] = [
  // One total that is right is enough.
  vary('BR-DEC-13', ({ invoice, taxTotals }, report) => {
    if (taxTotals.length === 0) return;
    const isRight = taxTotals.some(
      ({ currency, amount }) => currency !== invoice.currency || !scalesOver(amount),
    );
    if (!isRight) report({ at: 'totals/tax', actual: shown(taxTotals[0]?.amount) });
  }),
  vary('BR-DEC-15', ({ invoice, taxTotals }, report) => {
    const { taxCurrency } = invoice;
    if (taxTotals.length === 0 || taxCurrency === undefined) return;
    const isRight = taxTotals.some(
      ({ currency, amount }) => currency === taxCurrency && !scalesOver(amount),
    );
    if (!isRight) report({ at: 'totals/taxInAccountingCurrency' });
  }),
];

/** These take the place of the common rule of the same code. */
export const CII_BUSINESS_RULES: readonly EnRule[] = [
  ...presence,
  ...sums,
  ...CATEGORIES.flatMap((category) => [breakdownRule(category), baseRule(category)]),
  ...special,
  ...decimals,
];
