/** What is sold in the demonstration: names, units and prices in cents. */
import type { Random } from './random.ts';

export interface Good {
  readonly name: string;
  readonly english: string;
  readonly kind: 'B' | 'S';
  /** FEL takes three letters; the second is UN/ECE Recommendation 20. */
  readonly unit: string;
  readonly unece: string;
  readonly cents: readonly [number, number];
}

const GOODS: readonly Good[] = [
  {
    name: 'Café molido de altura, bolsa de 400 g',
    english: 'Ground coffee, 400 g',
    kind: 'B',
    unit: 'UND',
    unece: 'C62',
    cents: [3_500, 6_500],
  },
  {
    name: 'Cemento gris 42.5 kg',
    english: 'Grey cement, 42.5 kg',
    kind: 'B',
    unit: 'SAC',
    unece: 'C62',
    cents: [7_500, 9_500],
  },
  {
    name: 'Papel bond carta 75 g, resma',
    english: 'Letter paper 75 g, ream',
    kind: 'B',
    unit: 'RES',
    unece: 'C62',
    cents: [3_200, 5_900],
  },
  {
    name: 'Servicio de mantenimiento preventivo',
    english: 'Preventive maintenance',
    kind: 'S',
    unit: 'HRS',
    unece: 'HUR',
    cents: [9_000, 24_000],
  },
  {
    name: 'Frijol negro de primera',
    english: 'Black beans, first grade',
    kind: 'B',
    unit: 'LBS',
    unece: 'KGM',
    cents: [650, 1_150],
  },
  {
    name: 'Lámina galvanizada calibre 28',
    english: 'Galvanised sheet, gauge 28',
    kind: 'B',
    unit: 'UND',
    unece: 'C62',
    cents: [8_500, 13_500],
  },
  {
    name: 'Consultoría contable mensual',
    english: 'Bookkeeping, monthly',
    kind: 'S',
    unit: 'MES',
    unece: 'MON',
    cents: [30_000, 60_000],
  },
  {
    name: 'Tornillo hexagonal 3/8" x 2"',
    english: 'Hexagon bolt 3/8" x 2"',
    kind: 'B',
    unit: 'CTO',
    unece: 'C62',
    cents: [4_400, 8_800],
  },
  {
    name: 'Transporte local de mercadería',
    english: 'Local haulage',
    kind: 'S',
    unit: 'VJE',
    unece: 'C62',
    cents: [15_000, 45_000],
  },
  {
    name: 'Pintura látex blanca, cubeta',
    english: 'White latex paint, pail',
    kind: 'B',
    unit: 'CUB',
    unece: 'C62',
    cents: [32_000, 54_000],
  },
];

export interface Sale {
  readonly good: Good;
  readonly quantity: number;
  readonly unitCents: number;
  readonly discountCents: number;
}

/** One line of a sale; every third one or so has a discount of whole cents below a tenth of its price. */
export function sell(random: Random): Sale {
  const good = random.pick(GOODS);
  const quantity = random.integer(1, 9);
  const unitCents = random.integer(good.cents[0], good.cents[1]);
  const discountCents =
    random.next() < 0.3 ? random.integer(1, Math.floor((quantity * unitCents) / 10)) : 0;
  return { good, quantity, unitCents, discountCents };
}

export const escapeXml = (text: string): string =>
  /[&<>"]/.test(text)
    ? text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
    : text;

/** Whole cents as "12.34". */
export const formatCents = (cents: number): string => {
  const sign = cents < 0 ? '-' : '';
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** Millionths as "12.345678". */
export const formatMicros = (micros: number): string => {
  const digits = String(micros).padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
};
