/** The VAT categories of EN 16931 (UNTDID 5305) and what each demands. */
import type { TaxBreakdown } from '@ventanilla/invoice';
import type { EnModel } from './model.ts';

export interface Category {
  readonly prefix: string;
  readonly code: string;
  readonly es: string;
  readonly en: string;
  /** Rate on lines, allowances and charges. */
  readonly rate: 'positive' | 'zero' | 'any' | 'none';
  /** Who must be identified for VAT. */
  readonly parties:
    | 'seller'
    | 'seller-vat'
    | 'seller-vat-and-buyer'
    | 'seller-and-buyer'
    | 'nobody';
  /** Several breakdowns, one a rate; else exactly one. */
  readonly isByRate: boolean;
  readonly exemption: 'required' | 'forbidden';
}

export const CATEGORIES: readonly Category[] = [
  {
    prefix: 'S',
    code: 'S',
    es: 'tipo general',
    en: 'standard rate',
    rate: 'positive',
    parties: 'seller',
    isByRate: true,
    exemption: 'forbidden',
  },
  {
    prefix: 'Z',
    code: 'Z',
    es: 'tipo cero',
    en: 'zero rate',
    rate: 'zero',
    parties: 'seller',
    isByRate: false,
    exemption: 'forbidden',
  },
  {
    prefix: 'E',
    code: 'E',
    es: 'exento',
    en: 'exempt',
    rate: 'zero',
    parties: 'seller',
    isByRate: false,
    exemption: 'required',
  },
  {
    prefix: 'AE',
    code: 'AE',
    es: 'inversión del sujeto pasivo',
    en: 'reverse charge',
    rate: 'zero',
    parties: 'seller-and-buyer',
    isByRate: false,
    exemption: 'required',
  },
  {
    prefix: 'IC',
    code: 'K',
    es: 'entrega intracomunitaria',
    en: 'intra-community supply',
    rate: 'zero',
    parties: 'seller-vat-and-buyer',
    isByRate: false,
    exemption: 'required',
  },
  {
    prefix: 'G',
    code: 'G',
    es: 'exportación',
    en: 'export',
    rate: 'zero',
    parties: 'seller-vat',
    isByRate: false,
    exemption: 'required',
  },
  {
    prefix: 'O',
    code: 'O',
    es: 'no sujeto',
    en: 'not subject to VAT',
    rate: 'none',
    parties: 'nobody',
    isByRate: false,
    exemption: 'required',
  },
  {
    prefix: 'AF',
    code: 'L',
    es: 'IGIC',
    en: 'IGIC',
    rate: 'any',
    parties: 'seller',
    isByRate: true,
    exemption: 'forbidden',
  },
  {
    prefix: 'AG',
    code: 'M',
    es: 'IPSI',
    en: 'IPSI',
    rate: 'any',
    parties: 'seller',
    isByRate: true,
    exemption: 'forbidden',
  },
];

/** Breakdowns of one category. */
export const ofCategory = ({ invoice }: EnModel, code: string): readonly TaxBreakdown[] =>
  (invoice.taxBreakdown ?? []).filter(({ category }) => category === code);

/** True when anything but the breakdown has the category, under VAT. */
export const isCategoryUsed = (model: EnModel, code: string): boolean => {
  const base = model.bases.get(code);
  return (
    base !== undefined && base.lines + base.allowances + base.charges + base.other + base.stated > 0
  );
};

/** How often the category is used under another tax. */
export const otherTaxUses = ({ bases }: EnModel, code: string): number => {
  const uses = bases.get(code)?.otherTax;
  return uses === undefined ? 0 : uses.lines + uses.allowances + uses.charges;
};
