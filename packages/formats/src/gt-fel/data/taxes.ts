/**
 * Tax units and factors as dated rows. The published files carry no dates: rows start with the
 * régime (2019-03-01) unless a source says otherwise.
 */
import { type Decimal, parseDecimal } from '@ventanilla/invoice';
import type { TaxSet } from './document-types.ts';

export interface TaxUnit {
  readonly tax: string;
  readonly unit: string;
  readonly factor: Decimal;
  readonly from: string;
  readonly until?: string;
}

/**
 * taxable: amount = MontoGravable × factor; quantity: Cantidad × factor in GTQ; foreign: Cantidad ×
 * factor in USD, so the amount needs an exchange rate; unchecked: sources disagree on the formula.
 */
export type TaxBase = 'taxable' | 'quantity' | 'foreign' | 'unchecked';

export interface TaxKind {
  readonly base: TaxBase;
  /** Added to the line total; VAT is inside the price already. */
  readonly isAdded: boolean;
  /** undefined: units are a free catalogue of their own (municipal fees). */
  readonly units: readonly TaxUnit[] | undefined;
}

const FROM = '2019-03-01';
const rows = (tax: string, factors: Readonly<Record<string, string>>): readonly TaxUnit[] =>
  Object.entries(factors).map(([unit, factor]) => ({
    tax,
    unit,
    factor: parseDecimal(factor)!,
    from: FROM,
  }));

const kind = (
  tax: string,
  base: TaxBase,
  factors: Readonly<Record<string, string>> | undefined,
): TaxKind => ({
  base,
  isAdded: tax !== 'IVA',
  units: factors === undefined ? undefined : rows(tax, factors),
});

const PETROL = {
  1: '4.70',
  2: '4.60',
  3: '4.70',
  4: '1.30',
  5: '1.30',
  6: '0.50',
  7: '0.50',
  8: '0',
  9: '0.50',
  10: '0.50',
  11: '0',
  12: '0',
  13: '0',
};
const ALCOHOL = {
  1: '0.06',
  2: '0.075',
  3: '0.075',
  4: '0.075',
  5: '0.075',
  6: '0.085',
  7: '0.075',
  8: '0.075',
};

/**
 * The press stamp is 0.5 % by law; the published factor 0.5 would be 50 %. Alcohol and tobacco are
 * ad valorem but published as per unit: their amount is not judged here.
 */
export const TAX_KINDS: Readonly<Record<string, TaxKind>> = {
  IVA: kind('IVA', 'taxable', { 1: '0.12', 2: '0' }),
  PETROLEO: kind('PETROLEO', 'quantity', PETROL),
  'TURISMO HOSPEDAJE': kind('TURISMO HOSPEDAJE', 'taxable', { 1: '0.10', 2: '0' }),
  'TURISMO PASAJES': kind('TURISMO PASAJES', 'foreign', { 1: '30', 2: '10', 3: '0' }),
  'TIMBRE DE PRENSA': kind('TIMBRE DE PRENSA', 'taxable', { 1: '0.005' }),
  BOMBEROS: kind('BOMBEROS', 'taxable', { 1: '0.02' }),
  'TASA MUNICIPAL': kind('TASA MUNICIPAL', 'unchecked', undefined),
  'BEBIDAS ALCOHOLICAS': kind('BEBIDAS ALCOHOLICAS', 'unchecked', ALCOHOL),
  TABACO: kind('TABACO', 'unchecked', { 1: '1', 2: '0.75' }),
  CEMENTO: kind('CEMENTO', 'quantity', { 1: '1.50' }),
  'BEBIDAS NO ALCOHOLICAS': kind('BEBIDAS NO ALCOHOLICAS', 'quantity', {
    1: '0.18',
    2: '0.12',
    3: '0.10',
    4: '0.10',
    5: '0.08',
  }),
  'TARIFA PORTUARIA': kind('TARIFA PORTUARIA', 'foreign', { 1: '0.05' }),
};

/** The row in force on `day`; undefined when the tax has no such unit then. */
export const findTaxUnit = (tax: string, unit: string, day: string): TaxUnit | undefined =>
  TAX_KINDS[tax]?.units?.find(
    (row) => row.unit === unit && row.from <= day && (row.until === undefined || day <= row.until),
  );

const NOT_ON_NOTES = new Set(['TASA MUNICIPAL', 'TARIFA PORTUARIA']);

/** Whether documents of a tax set may carry `tax`. */
export const isTaxAllowed = (set: TaxSet, tax: string): boolean => {
  if (set === 'all') return true;
  if (set === 'vat-only') return tax === 'IVA';
  return set === 'note' && !NOT_ON_NOTES.has(tax);
};
