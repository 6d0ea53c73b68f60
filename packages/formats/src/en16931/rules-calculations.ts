/** BR-27 to BR-30, BR-51 and BR-CO-*: sums, signs, periods and what excludes what. */
import {
  absolute,
  add,
  compare,
  type Decimal,
  decimal,
  isZero,
  multiply,
  type Period,
  subtract,
  type TaxBreakdown,
  ZERO,
} from '@ventanilla/invoice';
import { defineRule, type EnRule, each, eachBreakdown } from './define.ts';
import { near, round2, same, shown, sumOf } from './money.ts';
import { isCountryPrefix } from './vat-prefixes.ts';

const RECALCULATE = {
  es: 'Vuelva a calcular el importe a partir de sus partes.',
  en: 'Calculate the amount again from its parts.',
} as const;

const sumRule = (code: string, es: string, en: string, check: EnRule['check']): EnRule =>
  defineRule(
    code,
    {
      message: {
        es: `${es}: se esperaba {expected} y hay {actual}`,
        en: `${en}: expected {expected}, found {actual}`,
      },
      hint: RECALCULATE,
    },
    check,
  );

const negative = (value: Decimal | undefined): boolean =>
  value !== undefined && compare(value, ZERO) < 0;

const isReversed = ({ start, end }: Period): boolean =>
  start !== undefined && end !== undefined && start !== '' && end !== '' && end < start;

const CALENDAR_HINT = {
  es: 'Corrija el inicio o el fin del periodo.',
  en: 'Mend the start or the end of the period.',
} as const;
const PERIOD_ORDER = {
  message: {
    es: 'El periodo termina ({actual}) antes de empezar ({expected})',
    en: 'The period ends ({actual}) before it starts ({expected})',
  },
  hint: CALENDAR_HINT,
} as const;
const PERIOD_EMPTY = {
  message: {
    es: 'El periodo no tiene inicio ni fin',
    en: 'The period has neither start nor end',
  },
  hint: CALENDAR_HINT,
} as const;

const dates = ({ start, end }: Period) => ({ expected: start ?? '', actual: end ?? '' });

const lineRules: readonly EnRule[] = [
  defineRule(
    'BR-27',
    {
      message: {
        es: 'El precio neto (BT-146) no puede ser negativo: {actual}',
        en: 'The item net price (BT-146) must not be negative: {actual}',
      },
      hint: {
        es: 'Use una cantidad negativa, no un precio negativo.',
        en: 'Use a negative quantity, not a negative price.',
      },
    },
    ({ invoice }, report) =>
      each(invoice.lines, 'lines', ({ price }, at) => {
        // As in the official set, a price that is not there is not zero or more either.
        if (price?.net === undefined || negative(price.net))
          report({ at: `${at}/price/net`, actual: shown(price?.net) });
      }),
  ),
  defineRule(
    'BR-28',
    {
      message: {
        es: 'El precio bruto (BT-148) no puede ser negativo: {actual}',
        en: 'The item gross price (BT-148) must not be negative: {actual}',
      },
      hint: { es: 'Corrija el precio bruto.', en: 'Mend the gross price.' },
    },
    ({ invoice }, report) =>
      each(invoice.lines, 'lines', ({ price }, at) => {
        if (negative(price?.gross))
          report({ at: `${at}/price/gross`, actual: shown(price?.gross) });
      }),
  ),
  defineRule('BR-30', PERIOD_ORDER, ({ invoice }, report) =>
    each(invoice.lines, 'lines', ({ period }, at) => {
      if (period !== undefined && isReversed(period)) {
        report({ at: `${at}/period`, ...dates(period) });
      }
    }),
  ),
  defineRule('BR-CO-20', PERIOD_EMPTY, ({ invoice }, report) =>
    each(invoice.lines, 'lines', ({ period }, at) => {
      if (period !== undefined && period.start === undefined && period.end === undefined) {
        report({ at: `${at}/period` });
      }
    }),
  ),
];

const documentRules: readonly EnRule[] = [
  defineRule('BR-29', PERIOD_ORDER, ({ invoice: { period } }, report) => {
    if (period !== undefined && isReversed(period)) report({ at: 'period', ...dates(period) });
  }),
  defineRule('BR-CO-19', PERIOD_EMPTY, ({ invoice: { period, taxPointCode } }, report) => {
    if (period === undefined || taxPointCode !== undefined) return;
    if (period.start === undefined && period.end === undefined) report({ at: 'period' });
  }),
  defineRule(
    'BR-51',
    {
      severity: 'warning',
      message: {
        es: 'El número de tarjeta (BT-87) muestra demasiadas cifras',
        en: 'The card number (BT-87) shows too many digits',
      },
      hint: {
        es: 'Muestre como mucho las 6 primeras y las 4 últimas.',
        en: 'Show at most the first 6 and last 4.',
      },
    },
    ({ invoice }, report) =>
      each(invoice.payments, 'payments', ({ card }, at) => {
        const number = card?.number?.replace(/\s+/g, ' ') ?? '';
        if (number.length > 10) report({ at: `${at}/card/number` });
      }),
  ),
  defineRule(
    'BR-CO-03',
    {
      message: {
        es: 'La fecha de devengo (BT-7) y su código (BT-8) se excluyen',
        en: 'Tax point date (BT-7) and its code (BT-8) exclude each other',
      },
      hint: { es: 'Deje solo uno de los dos.', en: 'Keep only one of the two.' },
    },
    ({ invoice }, report) => {
      if (invoice.taxPointDate !== undefined && invoice.taxPointCode !== undefined) {
        report({ at: 'taxPointDate' });
      }
    },
  ),
  defineRule(
    'BR-CO-09',
    {
      message: {
        es: 'El NIF-IVA debe empezar por un código de país: {actual}',
        en: 'A VAT identifier must start with a country code: {actual}',
      },
      hint: {
        es: 'Anteponga el código ISO 3166-1 de dos letras (en Grecia, EL).',
        en: 'Put the two-letter ISO 3166-1 code in front (EL for Greece).',
      },
    },
    ({ invoice }, report) => {
      for (const party of ['seller', 'buyer', 'taxRepresentative'] as const) {
        const vatId = invoice[party]?.vatId;
        if (vatId !== undefined && !isCountryPrefix(vatId.slice(0, 2))) {
          report({ at: `${party}/vatId`, actual: vatId });
        }
      }
    },
  ),
  defineRule(
    'BR-CO-26',
    {
      message: {
        es: 'El vendedor debe llevar un identificador (BT-29), registro legal (BT-30) o NIF-IVA (BT-31)',
        en: 'The seller must have an identifier (BT-29), legal registration (BT-30) or VAT identifier (BT-31)',
      },
      hint: { es: 'Identifique al vendedor.', en: 'Identify the seller.' },
    },
    ({ invoice: { seller } }, report) => {
      if (seller === undefined) return;
      const { vatId, identifiers, legalRegistration } = seller;
      if (vatId === undefined && identifiers === undefined && legalRegistration === undefined) {
        report({ at: 'seller' });
      }
    },
  ),
];

const sums: readonly EnRule[] = [
  sumRule(
    'BR-CO-10',
    'La suma de netos de línea (BT-106) no cuadra con las líneas',
    'The sum of line net amounts (BT-106) does not match the lines',
    ({ invoice: { totals, lines } }, report) => {
      if (totals === undefined) return;
      const expected = round2(sumOf(lines, (line) => line.netAmount));
      if (!same(totals.lineNet, expected)) {
        report({ at: 'totals/lineNet', expected: shown(expected), actual: shown(totals.lineNet) });
      }
    },
  ),
  ...(
    [
      ['BR-CO-11', 'allowances', 'descuentos (BT-107)', 'allowances (BT-107)'],
      ['BR-CO-12', 'charges', 'cargos (BT-108)', 'charges (BT-108)'],
    ] as const
  ).map(([code, kind, es, en]) =>
    sumRule(
      code,
      `El total de ${es} no cuadra`,
      `The total of ${en} does not match`,
      ({ invoice }, report) => {
        const { totals } = invoice;
        if (totals === undefined) return;
        const stated = totals[kind];
        if (stated === undefined && invoice[kind] === undefined) return;
        const expected = round2(sumOf(invoice[kind], ({ amount }) => amount));
        if (!same(stated, expected)) {
          report({ at: `totals/${kind}`, expected: shown(expected), actual: shown(stated) });
        }
      },
    ),
  ),
  sumRule(
    'BR-CO-13',
    'El total sin IVA (BT-109) no cuadra',
    'The total without VAT (BT-109) does not match',
    ({ invoice: { totals } }, report) => {
      if (totals === undefined) return;
      const { lineNet, withoutTax, allowances, charges } = totals;
      const whole = subtract(add(lineNet ?? ZERO, charges ?? ZERO), allowances ?? ZERO);
      const adjusted = allowances !== undefined || charges !== undefined;
      const expected = adjusted ? round2(whole) : whole;
      if (lineNet === undefined || !same(withoutTax, expected)) {
        report({ at: 'totals/withoutTax', expected: shown(expected), actual: shown(withoutTax) });
      }
    },
  ),
  sumRule(
    'BR-CO-14',
    'El total de IVA (BT-110) no es la suma de las cuotas (BT-117)',
    'The total VAT (BT-110) is not the sum of the category amounts (BT-117)',
    ({ taxTotals }, report) => {
      for (const { amount, breakdown } of taxTotals) {
        if (breakdown.length === 0) continue;
        const expected = round2(sumOf(breakdown, ({ taxAmount }) => taxAmount));
        if (!same(amount, expected)) {
          report({ at: 'totals/tax', expected: shown(expected), actual: shown(amount) });
        }
      }
    },
  ),
  sumRule(
    'BR-CO-15',
    'El total con IVA (BT-112) no es el total sin IVA más el IVA',
    'The total with VAT (BT-112) is not the total without VAT plus the VAT',
    ({ invoice: { currency, totals }, taxTotals }, report) => {
      if (currency === undefined) return;
      const stated = taxTotals.filter((total) => total.currency === currency);
      const tax = stated[0]?.amount;
      const { withoutTax, withTax } = totals ?? {};
      const expected =
        tax === undefined || withoutTax === undefined ? undefined : round2(add(withoutTax, tax));
      if (stated.length !== 1 || expected === undefined || !same(withTax, expected)) {
        report({ at: 'totals/withTax', expected: shown(expected), actual: shown(withTax) });
      }
    },
  ),
  sumRule(
    'BR-CO-16',
    'El importe a pagar (BT-115) no cuadra',
    'The amount due (BT-115) does not match',
    ({ invoice: { totals } }, report) => {
      if (totals === undefined) return;
      const { withTax, paid, rounding, due } = totals;
      if (withTax === undefined || due === undefined) {
        report({ at: 'totals/due', actual: shown(due) });
        return;
      }
      const net = paid === undefined ? withTax : round2(subtract(withTax, paid));
      const stated = rounding === undefined ? due : round2(subtract(due, rounding));
      if (!same(stated, net)) {
        const expected = add(net, rounding ?? ZERO);
        report({ at: 'totals/due', expected: shown(expected), actual: shown(due) });
      }
    },
  ),
  sumRule(
    'BR-CO-17',
    'La cuota de IVA (BT-117) no es la base (BT-116) por el tipo (BT-119)',
    'The VAT amount (BT-117) is not the taxable amount (BT-116) times the rate (BT-119)',
    (model, report) =>
      eachBreakdown(model, (entry, at) => {
        const expected = expectedTax(entry);
        const { taxAmount } = entry;
        if (taxAmount !== undefined && expected !== undefined && isTaxRight(entry, expected))
          return;
        report({ at: `${at}/taxAmount`, expected: shown(expected), actual: shown(taxAmount) });
      }),
  ),
];

const HUNDREDTH = decimal(1, 2);

/** Taxable amount times rate, without sign; undefined when the taxable amount is missing. */
export function expectedTax({ taxableAmount, rate }: TaxBreakdown): Decimal | undefined {
  if (rate === undefined) return ZERO;
  if (taxableAmount === undefined) return roundsToZero(rate) ? ZERO : undefined;
  return round2(multiply(multiply(absolute(taxableAmount), rate), HUNDREDTH));
}

/** XPath's `round(x) = 0`: from -0.5 (included) to 0.5 (excluded). */
const roundsToZero = (value: Decimal): boolean =>
  compare(value, decimal(-5, 1)) >= 0 && compare(value, decimal(5, 1)) < 0;

function isTaxRight({ rate, taxAmount }: TaxBreakdown, expected: Decimal): boolean {
  if (taxAmount === undefined) return false;
  if (rate === undefined || roundsToZero(rate)) return roundsToZero(taxAmount);
  return near(absolute(taxAmount), expected);
}

export const isNoTax = (amount: Decimal | undefined): boolean =>
  amount !== undefined && isZero(amount);

export const CALCULATION_RULES: readonly EnRule[] = [...lineRules, ...documentRules, ...sums];
