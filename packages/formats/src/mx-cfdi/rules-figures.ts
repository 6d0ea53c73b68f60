/** Sums and products of a CFDI. */
import {
  add,
  compare,
  type Decimal,
  decimal,
  formatDecimal,
  multiply,
  round,
  subtract,
  sum,
  ZERO,
} from '@ventanilla/invoice';
import { attributeNumber, childrenNamed } from '../xml-tree.ts';
import { atLine, atLineTax, type Cfdi, type CfdiTax } from './model.ts';
import {
  type CfdiRule,
  cfdi,
  compareRounded,
  decimalsOf,
  type Report,
  usedDecimals,
} from './rules-define.ts';

const RECALCULATE: readonly [string, string] = [
  'Recalcule el importe y redondee a los decimales de la moneda.',
  'Compute the amount again, and round to the decimals of the currency.',
];
const isSale = ({ type }: Cfdi): boolean => type === 'I' || type === 'E' || type === 'N';
const defined = (values: readonly (Decimal | undefined)[]): Decimal[] =>
  values.filter((value) => value !== undefined);

const excessDecimals = (code: string, name: 'SubTotal' | 'Descuento'): CfdiRule =>
  cfdi({
    code,
    es: `${name} tiene más decimales ({actual}) que la moneda ({expected})`,
    en: `${name} has more decimals ({actual}) than the currency ({expected})`,
    fix: RECALCULATE,
    check: ({ subtotal, discount, currency }, report) => {
      const value = name === 'SubTotal' ? subtotal : discount;
      const allowed = decimalsOf(currency);
      if (value === undefined || usedDecimals(value) <= allowed) return;
      report({ at: `@${name}`, expected: String(allowed), actual: String(usedDecimals(value)) });
    },
  });

const TOTALS: readonly CfdiRule[] = [
  excessDecimals('CFDI40107', 'SubTotal'),
  cfdi({
    code: 'CFDI40108',
    es: 'SubTotal debe ser la suma de los importes: {expected}, no {actual}',
    en: 'SubTotal must be the sum of the amounts: {expected}, not {actual}',
    fix: RECALCULATE,
    check: (document, report) => {
      if (!isSale(document)) return;
      const amounts = sum(defined(document.lines.map(({ amount }) => amount)));
      compareRounded(
        report,
        '@SubTotal',
        document.subtotal,
        amounts,
        decimalsOf(document.currency),
      );
    },
  }),
  cfdi({
    code: 'CFDI40109',
    es: 'En un comprobante de tipo T o P el subtotal debe ser cero, no {actual}',
    en: 'On a document of type T or P the subtotal must be zero, not {actual}',
    fix: ['Escriba SubTotal 0.', 'Write SubTotal 0.'],
    check: ({ type, subtotal }, report) => {
      if ((type !== 'T' && type !== 'P') || subtotal === undefined || subtotal.units === 0n) return;
      report({ at: '@SubTotal', expected: '0', actual: formatDecimal(subtotal) });
    },
  }),
  cfdi({
    code: 'CFDI40110',
    es: 'El descuento {actual} es mayor que el subtotal {expected}',
    en: 'The discount {actual} is greater than the subtotal {expected}',
    fix: RECALCULATE,
    check: ({ subtotal, discount }, report) => {
      if (subtotal === undefined || discount === undefined || compare(discount, subtotal) <= 0)
        return;
      report({
        at: '@Descuento',
        expected: formatDecimal(subtotal),
        actual: formatDecimal(discount),
      });
    },
  }),
  cfdi({
    code: 'CFDI40111',
    es: 'Un comprobante de tipo {actual} no lleva descuentos en los conceptos',
    en: 'A document of type {actual} has no discounts in its lines',
    fix: ['Quite Descuento.', 'Remove Descuento.'],
    check: (document, report) => {
      if (isSale(document) || document.type === '') return;
      document.lines.forEach(({ discount }, index) => {
        if (discount !== undefined)
          report({ at: atLine(index, '@Descuento'), actual: document.type });
      });
    },
  }),
  excessDecimals('CFDI40112', 'Descuento'),
  cfdi({
    code: 'VEN-MX-010',
    source: 'Anexo 20, versión 4.0: Descuento',
    es: 'Descuento debe ser la suma de los descuentos de los conceptos: {expected}, no {actual}',
    en: 'Descuento must be the sum of the discounts of the lines: {expected}, not {actual}',
    fix: RECALCULATE,
    check: (document, report) => {
      const discounts = defined(document.lines.map(({ discount }) => discount));
      if (discounts.length === 0 || !isSale(document)) return;
      const stated = document.discount ?? ZERO;
      const decimals = decimalsOf(document.currency);
      compareRounded(report, '@Descuento', stated, sum(discounts), decimals);
    },
  }),
  cfdi({
    code: 'CFDI40119',
    es: 'Total debe ser subtotal menos descuentos más traslados menos retenciones: {expected}, no {actual}',
    en: 'Total must be subtotal less discounts plus taxes less withholdings: {expected}, not {actual}',
    fix: RECALCULATE,
    check: ({ subtotal, discount, total, currency, ...more }, report) => {
      if (subtotal === undefined) return;
      const added = add(more.transferredTotal ?? ZERO, more.localTransferred ?? ZERO);
      const taken = add(more.withheldTotal ?? ZERO, more.localWithheld ?? ZERO);
      const computed = subtract(add(subtract(subtotal, discount ?? ZERO), added), taken);
      compareRounded(report, '@Total', total, computed, decimalsOf(currency));
    },
  }),
];

/** Half a unit of the last decimal written: how far a rounded factor may be from the true one. */
const halfUnit = ({ scale }: Decimal): Decimal => decimal(5n, scale + 1);

/** The product of two rounded factors lies between the products of their extremes, rounded outwards. */
function isProduct(stated: Decimal, a: Decimal, b: Decimal, scale: number): boolean {
  const [ha, hb] = [halfUnit(a), halfUnit(b)];
  const low = multiply(subtract(a, ha), subtract(b, hb));
  const high = multiply(add(a, ha), add(b, hb));
  const unit = decimal(1n, scale);
  const floor = subtract(round(low, scale), unit);
  const ceiling = add(round(high, scale), unit);
  return compare(stated, floor) >= 0 && compare(stated, ceiling) <= 0;
}

const checkTaxes = (
  taxes: readonly CfdiTax[],
  kind: 'Traslado' | 'Retencion',
  line: number,
  report: Report,
): void =>
  taxes.forEach(({ base, rate, amount, factor }, index) => {
    if (base === undefined || rate === undefined || amount === undefined || factor === 'Exento')
      return;
    // A rate is exact, however it is written; only the base was rounded.
    const half = multiply(halfUnit(base), rate);
    const exact = multiply(base, rate);
    const unit = decimal(1n, amount.scale);
    const low = subtract(subtract(exact, half), unit);
    const high = add(add(exact, half), unit);
    if (compare(amount, low) >= 0 && compare(amount, high) <= 0) return;
    report({
      at: `${atLineTax(line, kind, index)}/@Importe`,
      expected: formatDecimal(round(exact, amount.scale)),
      actual: formatDecimal(amount),
    });
  });

const LINES: readonly CfdiRule[] = [
  cfdi({
    code: 'VEN-MX-011',
    source: 'Anexo 20, versión 4.0: Importe del concepto, límites por redondeo',
    es: 'El importe debe ser cantidad por valor unitario: {expected}, no {actual}',
    en: 'The amount must be quantity times unit price: {expected}, not {actual}',
    fix: RECALCULATE,
    check: ({ lines }, report) => {
      lines.forEach(({ quantity, unitPrice, amount }, index) => {
        if (quantity === undefined || unitPrice === undefined || amount === undefined) return;
        if (isProduct(amount, quantity, unitPrice, amount.scale)) return;
        report({
          at: atLine(index, '@Importe'),
          expected: formatDecimal(round(multiply(quantity, unitPrice), amount.scale)),
          actual: formatDecimal(amount),
        });
      });
    },
  }),
  cfdi({
    code: 'VEN-MX-012',
    source: 'Anexo 20, versión 4.0: Importe del impuesto, límites por redondeo',
    es: 'El impuesto debe ser base por tasa: {expected}, no {actual}',
    en: 'The tax must be base times rate: {expected}, not {actual}',
    fix: RECALCULATE,
    check: ({ lines }, report) => {
      lines.forEach(({ transferred, withheld }, line) => {
        checkTaxes(transferred, 'Traslado', line, report);
        checkTaxes(withheld, 'Retencion', line, report);
      });
    },
  }),
];

const groupOf = ({ tax, factor, rate }: CfdiTax): string =>
  `${tax}/${factor}/${rate === undefined ? '' : formatDecimal(round(rate, 6))}`;

/** Amounts of the lines by tax, factor and rate. */
function sumByGroup(taxes: readonly CfdiTax[]): ReadonlyMap<string, Decimal> {
  const sums = new Map<string, Decimal>();
  for (const tax of taxes) {
    const key = groupOf(tax);
    sums.set(key, add(sums.get(key) ?? ZERO, tax.amount ?? ZERO));
  }
  return sums;
}

const SUMMARY: readonly CfdiRule[] = [
  cfdi({
    code: 'CFDI40221',
    es: 'El importe del traslado debe ser la suma de los conceptos: {expected}, no {actual}',
    en: 'The amount of the tax must be the sum of the lines: {expected}, not {actual}',
    fix: RECALCULATE,
    check: ({ lines, transferred, currency }, report) => {
      const sums = sumByGroup(lines.flatMap((line) => line.transferred));
      transferred.forEach((tax, index) => {
        const at = `Impuestos/Traslados/Traslado[${index + 1}]/@Importe`;
        const computed = sums.get(groupOf(tax)) ?? ZERO;
        compareRounded(report, at, tax.amount, computed, decimalsOf(currency));
      });
    },
  }),
  cfdi({
    code: 'CFDI40205',
    es: 'TotalImpuestosTrasladados debe ser la suma de los traslados: {expected}, no {actual}',
    en: 'TotalImpuestosTrasladados must be the sum of the taxes: {expected}, not {actual}',
    fix: RECALCULATE,
    check: ({ transferred, transferredTotal, currency }, report) => {
      const amounts = sum(defined(transferred.map(({ amount }) => amount)));
      const at = 'Impuestos/@TotalImpuestosTrasladados';
      compareRounded(report, at, transferredTotal, amounts, decimalsOf(currency));
    },
  }),
  cfdi({
    code: 'VEN-MX-013',
    source: 'Anexo 20, versión 4.0: TotalImpuestosRetenidos',
    es: 'TotalImpuestosRetenidos debe ser la suma de las retenciones: {expected}, no {actual}',
    en: 'TotalImpuestosRetenidos must be the sum of the withholdings: {expected}, not {actual}',
    fix: RECALCULATE,
    check: ({ withheld, withheldTotal, currency }, report) => {
      const amounts = sum(defined(withheld.map(({ amount }) => amount)));
      const at = 'Impuestos/@TotalImpuestosRetenidos';
      compareRounded(report, at, withheldTotal, amounts, decimalsOf(currency));
    },
  }),
  cfdi({
    code: 'VEN-MX-020',
    source: 'Complemento para recepción de pagos 2.0: ImpSaldoInsoluto',
    es: 'El saldo insoluto debe ser saldo anterior menos pago: {expected}, no {actual}',
    en: 'The balance left must be the previous one less the payment: {expected}, not {actual}',
    fix: ['Recalcule ImpSaldoInsoluto.', 'Compute ImpSaldoInsoluto again.'],
    check: ({ payments }, report) => {
      childrenNamed(payments, 'Pago').forEach((payment, payIndex) => {
        childrenNamed(payment, 'DoctoRelacionado').forEach((related, index) => {
          const before = attributeNumber(related, 'ImpSaldoAnt');
          const paid = attributeNumber(related, 'ImpPagado');
          const left = attributeNumber(related, 'ImpSaldoInsoluto');
          if (before === undefined || paid === undefined || left === undefined) return;
          const computed = subtract(before, paid);
          if (compare(left, computed) === 0) return;
          report({
            at: `Complemento/Pagos/Pago[${payIndex + 1}]/DoctoRelacionado[${index + 1}]/@ImpSaldoInsoluto`,
            expected: formatDecimal(computed),
            actual: formatDecimal(left),
          });
        });
      });
    },
  }),
];

export const FIGURE_RULES: readonly CfdiRule[] = [...TOTALS, ...LINES, ...SUMMARY];
