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
  type Party,
  subtract,
  type TaxBreakdown,
  ZERO,
} from '@ventanilla/invoice';
import type { Rule } from '@ventanilla/rules';
import type { XmlElement } from '@ventanilla/xml';
import { each } from '../en16931/define.ts';
import { type CategoryBase, rateKey } from '../en16931/model.ts';
import { near, round2, same, shown, sumOf } from '../en16931/money.ts';
import { EN_RULES } from '../en16931/pack.ts';
import { expectedTax } from '../en16931/rules-calculations.ts';
import { usesCategory } from '../en16931/rules-vat-special.ts';
import { CATEGORIES, type Category, ofCategory, otherTaxUses } from '../en16931/vat-categories.ts';
import { find } from '../xml-syntax/read.ts';
import { RSM_NS } from './cii-schema.ts';
import type { CiiModel } from './syntax-rules.ts';
import { amountOf, CATEGORIES_APART, isCharge, isInWords, ram, rams } from './tree.ts';

const blank = (value: string | undefined): boolean => value === undefined || value === '';

type CiiRule = Rule<CiiModel>;

function commonRule(code: string): CiiRule {
  const rule = EN_RULES.find((candidate) => candidate.code === code);
  if (rule === undefined) throw new Error(`no rule ${code} to vary`);
  return rule;
}

const vary = (code: string, check: CiiRule['check']): CiiRule => ({ ...commonRule(code), check });

/** A missing address lacks its country too. */
const country = (code: string, at: 'seller' | 'buyer' | 'taxRepresentative'): CiiRule =>
  vary(code, ({ invoice }, report) => {
    const party = invoice[at];
    if (at === 'taxRepresentative' && party === undefined) return;
    if (blank(party?.address?.country)) report({ at: `${at}/address/country` });
  });

function isOwnPayee(payee: Party, seller: Party | undefined): boolean {
  if (payee.name === undefined || payee.name === seller?.name) return false;
  const ids = new Set((seller?.identifiers ?? []).map(({ id }) => id));
  if ((payee.identifiers ?? []).some(({ id }) => ids.has(id))) return false;
  const legal = payee.legalRegistration?.id;
  return legal === undefined || legal !== seller?.legalRegistration?.id;
}

/** The allowance or charge of the document or a line that `at` names. */
function allowanceAt({ root }: CiiModel, at: string): XmlElement | undefined {
  const trade = find(root, 'SupplyChainTradeTransaction', RSM_NS);
  const [, line, kind, index] = /^(?:lines\/(\d+)\/)?(allowances|charges)\/(\d+)/.exec(at) ?? [];
  const settlement =
    line === undefined
      ? ram(trade, 'ApplicableHeaderTradeSettlement')
      : ram(
          rams(trade, 'IncludedSupplyChainTradeLineItem')[Number(line)],
          'SpecifiedLineTradeSettlement',
        );
  const all = rams(settlement, 'SpecifiedTradeAllowanceCharge');
  return all.filter((one) => isCharge(one) === (kind === 'charges'))[Number(index)];
}

/** An indicator written `0` or `1` counts in the sums, and in none of these. */
const worded = (code: string): CiiRule =>
  vary(code, (model, report, facts) => {
    const tell: typeof report = (finding) => {
      const holder = allowanceAt(model, finding.at);
      if (holder === undefined || isInWords(holder)) report(finding);
    };
    commonRule(code).check(model, tell, facts);
  });

const presence: readonly CiiRule[] = [
  ...['BR-31', 'BR-32', 'BR-33', 'BR-36', 'BR-37', 'BR-38'].map(worded),
  ...['BR-41', 'BR-42', 'BR-43', 'BR-44'].map(worded),
  ...['BR-CO-21', 'BR-CO-22', 'BR-CO-23', 'BR-CO-24'].map(worded),
  ...['BR-DEC-01', 'BR-DEC-02', 'BR-DEC-05', 'BR-DEC-06'].map(worded),
  ...['BR-DEC-24', 'BR-DEC-25', 'BR-DEC-27', 'BR-DEC-28'].map(worded),
  // Here it rejects.
  { ...commonRule('BR-51'), severity: 'fatal' },
  country('BR-09', 'seller'),
  country('BR-11', 'buyer'),
  country('BR-20', 'taxRepresentative'),
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

const sums: readonly CiiRule[] = [
  // The sum of no breakdown is zero, and must be stated so.
  // Every amount of the breakdown counts, two of one entry too.
  vary('BR-CO-14', ({ invoice, taxTotals, root }, report) => {
    const trade = find(root, 'SupplyChainTradeTransaction', RSM_NS);
    const taxes = rams(ram(trade, 'ApplicableHeaderTradeSettlement'), 'ApplicableTradeTax');
    const amounts = taxes.flatMap((tax) => rams(tax, 'CalculatedAmount'));
    const expected = round2(sumOf(amounts, amountOf));
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
  // Always rounded.
  vary('BR-CO-13', ({ invoice: { totals } }, report) => {
    if (totals === undefined) return;
    const { lineNet, withoutTax, allowances, charges } = totals;
    const net = subtract(add(lineNet ?? ZERO, charges ?? ZERO), allowances ?? ZERO);
    const expected = round2(net);
    if (lineNet === undefined || !same(withoutTax, expected)) {
      report({ at: 'totals/withoutTax', expected: shown(expected), actual: shown(withoutTax) });
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
      if (isApart(entry)) return;
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

/** 01: counted over lines and breakdown together where there are rates; else exactly one. Of any tax. */
const breakdownRule = ({ prefix, code, isByRate }: Category): CiiRule =>
  vary(`BR-${prefix}-01`, (model, report) => {
    const stated = model.anyTaxes.filter(({ category }) => category === code).length;
    const base = model.bases.get(code);
    const onLines = base === undefined ? 0 : base.lines + base.otherTax.lines;
    const onCharges =
      base === undefined
        ? 0
        : otherTaxUses(model, code) -
          base.otherTax.lines +
          base.otherTax.other +
          base.allowances +
          base.charges +
          base.other;
    const isUsed = onLines > 0 || onCharges > 0;
    const isRight = isByRate
      ? (onLines === 0 || onLines + stated >= 2) && (onCharges === 0 || onCharges + stated >= 2)
      : (stated === 0 && (!isUsed || code === 'O')) || (stated === 1 && isUsed);
    if (!isRight) report({ at: 'taxBreakdown', actual: String(stated) });
  });

/** Only S under VAT counts. */
const standardParties: CiiRule = vary('BR-S-02', (model, report) => {
  const { seller, taxRepresentative } = model.invoice;
  const isIdentified =
    (seller?.vatId ?? seller?.taxRegistrationId ?? taxRepresentative?.vatId) !== undefined;
  if ((model.bases.get('S')?.lines ?? 0) > 0 && !isIdentified) report({ at: 'seller' });
});

/** Of what is not subject, allowances and charges of lines count as well. */
const notSubjectParties: readonly CiiRule[] = (
  [
    ['BR-O-03', 'allowances'],
    ['BR-O-04', 'charges'],
  ] as const
).map(([code, kind]) =>
  vary(code, (model, report) => {
    const { seller, buyer, taxRepresentative } = model.invoice;
    const isIdentified = [seller, buyer, taxRepresentative].some(
      (party) => party?.vatId !== undefined,
    );
    if ((model.bases.get('O')?.[kind] ?? 0) > 0 && isIdentified) report({ at: 'seller' });
  }),
);

/** IGIC: the rate is more than zero. */
const igicRates: readonly CiiRule[] = (
  [
    ['BR-AF-05', 'lines'],
    ['BR-AF-06', 'allowances'],
    ['BR-AF-07', 'charges'],
  ] as const
).map(([code, kind]) =>
  vary(code, ({ invoice, otherUses }, report) => {
    const isRight = (rate: Decimal | undefined) => rate !== undefined && compare(rate, ZERO) > 0;
    each<{ taxCategory?: string; taxRate?: Decimal }>(invoice[kind], kind, (entry, at) => {
      if (entry.taxCategory !== 'L' || isRight(entry.taxRate)) return;
      report({ at: `${at}/taxRate`, actual: shown(entry.taxRate) });
    });
    for (const use of otherUses) {
      const isLooked = use.isVat && use.kind === kind && use.category === 'L';
      if (isLooked && use.at !== undefined && !isRight(use.rate)) {
        report({ at: use.at, actual: shown(use.rate) });
      }
    }
  }),
);

/** Each sum is rounded for itself. */
function roundedNet(base: CategoryBase | undefined): Decimal {
  if (base === undefined) return ZERO;
  const { lines, charges, allowances } = base.amounts;
  return subtract(add(round2(lines), round2(charges)), round2(allowances));
}

/** The official rules on S and Z look at the breakdown of any tax, all others at that of VAT. */
const entriesOf = (model: CiiModel, code: string): readonly TaxBreakdown[] =>
  code === 'S' || code === 'Z' ? model.anyTaxes : (model.invoice.taxBreakdown ?? []);

/** 08: exact where there are rates and for what is not subject; else within one unit. */
const baseRule = ({ prefix, code, isByRate }: Category): CiiRule =>
  vary(`BR-${prefix}-08`, (model, report) =>
    each(entriesOf(model, code), 'taxBreakdown', (entry, at) => {
      if (entry.category !== code || (isByRate && entry.rate === undefined)) return;
      const base =
        isByRate && entry.rate !== undefined
          ? model.ratedBases.get(rateKey(code, entry.rate))
          : model.bases.get(code);
      const { taxableAmount } = entry;
      const expected = roundedNet(base);
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

/** A rule that looks at another breakdown than that of the invoice. */
const overBreakdown = (
  rule: CiiRule,
  pick: (model: CiiModel) => readonly TaxBreakdown[],
): CiiRule => ({
  ...rule,
  check: (model, report, facts) => {
    if (model.anyTaxes.length === 0) return;
    const invoice = { ...model.invoice, taxBreakdown: pick(model) };
    rule.check({ ...model, invoice }, report, facts);
  },
});

/** 09 and 10 of S and Z, under any tax. */
const anyTaxRules: readonly CiiRule[] = ['BR-S-09', 'BR-S-10', 'BR-Z-09', 'BR-Z-10'].map((code) =>
  overBreakdown(commonRule(code), ({ anyTaxes }) => anyTaxes),
);

const isApart = ({ category }: TaxBreakdown): boolean =>
  category !== undefined && CATEGORIES_APART.has(category);

const exceptApart = (rule: CiiRule): CiiRule =>
  overBreakdown(rule, ({ invoice }) =>
    (invoice.taxBreakdown ?? []).filter((entry) => !isApart(entry)),
  );
const breakdownRules: readonly CiiRule[] = [
  'BR-45',
  'BR-46',
  'BR-47',
  'BR-48',
  'BR-DEC-19',
  'BR-DEC-20',
].map((code) => exceptApart(commonRule(code)));

const special: readonly CiiRule[] = [
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
      // 11 and 12 look at breakdown and lines alike, 13 and 14 at allowances and charges.
      const isOfTax = code === 'BR-O-11' || code === 'BR-O-12';
      const isStated = model.anyTaxes.some(
        ({ category }) => category !== undefined && category !== 'O',
      );
      const isUsed = [...model.bases].some(([category, { otherTax, ...base }]) => {
        if (category === 'O') return false;
        return isOfTax
          ? base.lines + otherTax.lines > 0
          : base.allowances + base.charges + base.other > 0 ||
              otherTax.allowances + otherTax.charges + otherTax.other > 0;
      });
      if (isUsed || (isOfTax && isStated)) report({ at: 'taxBreakdown' });
    }),
  ),
  // Any country in the document counts, of whatever address.
  vary('BR-B-01', (model, report) => {
    if (usesCategory(model, 'B') && isAbroad(model.root)) report({ at: 'taxBreakdown' });
  }),
];

const isAbroad = ({ name, text, children }: XmlElement): boolean =>
  name === 'CountryID' ? text.trim() !== 'IT' : children.some(isAbroad);

const scalesOver = (value: Decimal | undefined): boolean =>
  value !== undefined && !same(value, round2(value));

const decimals: readonly CiiRule[] = [
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
export const CII_BUSINESS_RULES: readonly CiiRule[] = [
  ...presence,
  ...sums,
  standardParties,
  ...notSubjectParties,
  ...igicRates,
  ...anyTaxRules,
  ...breakdownRules,
  ...CATEGORIES.map(breakdownRule),
  // Of IGIC and IPSI the official rule never fires.
  ...CATEGORIES.filter(({ code }) => code !== 'L' && code !== 'M').map(baseRule),
  ...special,
  ...decimals,
];
