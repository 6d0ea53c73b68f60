/** Sums and products of lines and totals, each within one cent. */
import { add, multiply, sum, ZERO } from '@ventanilla/invoice';
import { findTaxUnit, TAX_KINDS } from '../data/taxes.ts';
import { AT, atLine, atTax, atTaxTotal, type FelDte, type FelTax } from '../model.ts';
import { compareFigures, type FelRule, onDte, trim } from './define.ts';
import { addedTaxes, isOverDiscounted, netOf, taxOf, vatBase } from './figures.ts';

const RECALCULATE: readonly [string, string] = [
  'Recalcule el importe con los decimales completos y redondee al final.',
  'Compute the amount again with all decimals, and round last.',
];

const LINES: readonly FelRule[] = [
  onDte({
    code: 'RCP313',
    es: 'El precio debe ser cantidad por precio unitario: {expected}, no {actual}',
    en: 'The price must be quantity times unit price: {expected}, not {actual}',
    fix: RECALCULATE,
    check: ({ lines }, report) => {
      lines.forEach(({ quantity, unitPrice, price }, index) => {
        if (quantity === undefined || unitPrice === undefined) return;
        compareFigures(report, () => atLine(index, 'Precio'), price, multiply(quantity, unitPrice));
      });
    },
  }),
  onDte({
    code: 'RCP314',
    es: 'Los descuentos superan el precio de la línea ({expected})',
    en: 'The discounts exceed the price of the line ({expected})',
    fix: [
      'Un descuento llega a lo sumo al precio; use una nota de crédito para lo demás.',
      'A discount is the price at most; use a credit note for the rest.',
    ],
    check: ({ lines }, report) => {
      lines.forEach((line, index) => {
        if (line.price === undefined || !isOverDiscounted(line)) return;
        report({ at: atLine(index, 'Descuento'), expected: trim(line.price) });
      });
    },
  }),
  onDte({
    code: 'RCP348',
    es: 'El total de la línea debe ser precio menos descuentos más impuestos que se suman: {expected}, no {actual}',
    en: 'The line total must be price less discounts plus the taxes added to it: {expected}, not {actual}',
    fix: RECALCULATE,
    check: ({ lines }, report) => {
      lines.forEach((line, index) => {
        const net = netOf(line);
        if (net === undefined || isOverDiscounted(line)) return;
        compareFigures(
          report,
          () => atLine(index, 'Total'),
          line.total,
          add(net, addedTaxes(line)),
        );
      });
    },
  }),
  onDte({
    code: 'RCP226',
    es: 'El monto gravable del IVA debe ser {expected}, no {actual}',
    en: 'The taxable amount of VAT must be {expected}, not {actual}',
    fix: [
      'Divida entre 1.12 el precio menos descuentos si la unidad gravable es 1; si es 2, no divida.',
      'Divide price less discounts by 1.12 when the tax unit is 1; do not divide when it is 2.',
    ],
    check: ({ lines }, report) => {
      lines.forEach((line, index) => {
        const net = netOf(line);
        if (net === undefined || isOverDiscounted(line)) return;
        line.taxes.forEach(({ name, unit, taxable }, tax) => {
          if (name !== 'IVA' || (unit !== '1' && unit !== '2')) return;
          const at = () => atTax(index, tax, 'MontoGravable');
          compareFigures(report, at, taxable, vatBase(net, unit));
        });
      });
    },
  }),
];

const eachTax = (
  { lines, emission }: FelDte,
  visit: (tax: FelTax, at: (part: string) => string, day: string) => void,
): void => {
  const day = emission?.day ?? '';
  lines.forEach((line, lineIndex) => {
    line.taxes.forEach((tax, index) => {
      visit(tax, (part) => atTax(lineIndex, index, part), day);
    });
  });
};

const AMOUNTS: readonly FelRule[] = [
  onDte({
    code: 'RCP331',
    es: 'El IVA debe ser el monto gravable por la tasa: {expected}, no {actual}',
    en: 'VAT must be the taxable amount times the rate: {expected}, not {actual}',
    fix: RECALCULATE,
    check: (dte, report) =>
      eachTax(dte, ({ name, unit, taxable, amount }, at, day) => {
        if (name !== 'IVA' || taxable === undefined) return;
        const row = findTaxUnit(name, unit, day);
        if (row === undefined) return;
        compareFigures(report, () => at('MontoImpuesto'), amount, multiply(taxable, row.factor));
      }),
  }),
  onDte({
    code: 'SEC506',
    es: 'El impuesto al petróleo debe ser galones por tasa: {expected}, no {actual}',
    en: 'The petroleum tax must be gallons times the rate: {expected}, not {actual}',
    fix: RECALCULATE,
    check: (dte, report) =>
      eachTax(dte, ({ name, unit, quantity, amount }, at, day) => {
        if (name !== 'PETROLEO' || quantity === undefined || dte.currency !== 'GTQ') return;
        const row = findTaxUnit(name, unit, day);
        if (row === undefined) return;
        compareFigures(report, () => at('MontoImpuesto'), amount, multiply(quantity, row.factor));
      }),
  }),
  onDte({
    code: 'VEN-FEL-010',
    severity: 'warning',
    source: 'FEL, catálogo de unidades gravables 0.1.4',
    es: 'El impuesto debe ser base por tasa: {expected}, no {actual}',
    en: 'The tax must be base times rate: {expected}, not {actual}',
    fix: RECALCULATE,
    check: (dte, report) =>
      eachTax(dte, ({ name, unit, taxable, quantity, amount }, at, day) => {
        if (name === 'IVA' || name === 'PETROLEO') return;
        const base = TAX_KINDS[name]?.base;
        const row = findTaxUnit(name, unit, day);
        const counted = base === 'taxable' ? taxable : base === 'quantity' ? quantity : undefined;
        if (row === undefined || counted === undefined) return;
        if (base === 'quantity' && dte.currency !== 'GTQ') return;
        compareFigures(report, () => at('MontoImpuesto'), amount, multiply(counted, row.factor));
      }),
  }),
];

/** The code of each tax total; taxes published without one share a code of ours. */
const TAX_TOTAL_CODES: readonly (readonly [code: string, taxes: readonly string[]])[] = [
  ['RCP332', ['IVA']],
  ['RCP336', ['PETROLEO']],
  ['RCP338', ['TURISMO HOSPEDAJE']],
  ['RCP340', ['TURISMO PASAJES']],
  ['RCP342', ['TIMBRE DE PRENSA']],
  ['RCP344', ['BOMBEROS']],
  ['RCP346', ['TASA MUNICIPAL']],
  [
    'VEN-FEL-011',
    ['BEBIDAS ALCOHOLICAS', 'TABACO', 'CEMENTO', 'BEBIDAS NO ALCOHOLICAS', 'TARIFA PORTUARIA'],
  ],
];

const taxTotalRule = (code: string, taxes: readonly string[]): FelRule =>
  onDte({
    code,
    ...(code.startsWith('VEN') && { source: 'FEL, reglas de cálculo: total de impuestos' }),
    es: `El total del impuesto (${taxes.join(', ')}) debe ser la suma de sus líneas: {expected}, no {actual}`,
    en: `The total of the tax (${taxes.join(', ')}) must be the sum of its lines: {expected}, not {actual}`,
    fix: [
      'Sume los montos del impuesto de todas las líneas.',
      'Add up the amounts of the tax in all lines.',
    ],
    check: ({ lines, taxTotals }, report) => {
      for (const tax of taxes) {
        const index = taxTotals.findIndex(({ name }) => name === tax);
        const stated = index === -1 ? ZERO : taxTotals[index]?.amount;
        const at = () => (index === -1 ? AT.totals : atTaxTotal(index));
        compareFigures(report, at, stated, taxOf(lines, tax));
      }
    },
  });

const GRAND_TOTAL = onDte({
  code: 'RCP349',
  es: 'El gran total debe ser la suma de los totales de línea: {expected}, no {actual}',
  en: 'The grand total must be the sum of the line totals: {expected}, not {actual}',
  fix: ['Sume los totales de todas las líneas.', 'Add up the totals of all lines.'],
  check: ({ lines, grandTotal }, report) => {
    const totals = lines.map(({ total }) => total);
    if (totals.some((total) => total === undefined)) return;
    const computed = sum(totals.map((total) => total ?? ZERO));
    compareFigures(report, () => `${AT.totals}/GranTotal`, grandTotal, computed);
  },
});

export const ARITHMETIC: readonly FelRule[] = [
  ...LINES,
  ...AMOUNTS,
  ...TAX_TOTAL_CODES.map(([code, taxes]) => taxTotalRule(code, taxes)),
  GRAND_TOTAL,
];
