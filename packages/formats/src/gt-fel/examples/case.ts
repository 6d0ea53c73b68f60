/** How the rule tests write a case: the sound document of a type, changed as little as can be. */
import type { Facts } from '@ventanilla/rules';
import { AT_DESK } from '../../examples/example.ts';
import { type DteSpec, ITEM, type ItemSpec, variant, vat } from './documents.ts';

export interface Case {
  readonly code: string;
  readonly bad: string;
  readonly good: string;
  readonly facts: Facts;
  readonly goodFacts: Facts;
  /** End of the path of the finding. */
  readonly at: string;
}

export interface More {
  readonly good?: DteSpec;
  readonly facts?: Facts;
  readonly goodFacts?: Facts;
}

/** The sound document of `type`, changed by `bad`. */
export const dte = (
  code: string,
  type: string,
  bad: DteSpec,
  at: string,
  more: More = {},
): Case => ({
  code,
  bad: variant(type, bad),
  good: variant(type, more.good),
  facts: more.facts ?? AT_DESK,
  goodFacts: more.goodFacts ?? more.facts ?? AT_DESK,
  at,
});

export const item = (change: ItemSpec): DteSpec => ({
  items: [{ ...ITEM, ...change }],
  taxTotals: { IVA: '60' },
});
/** One line with another tax beside VAT. */
const taxed = (name: string, tax: object, amount: string, total = amount): DteSpec => ({
  items: [
    {
      ...ITEM,
      taxes: [vat('500', '60'), { name, amount, ...tax }],
      total: String(560 + Number(amount)),
    },
  ],
  taxTotals: { IVA: '60', [name]: total },
  grandTotal: String(560 + Number(amount)),
});
export const petrol = (tax: object = {}) =>
  taxed('PETROLEO', { unit: '1', quantity: '10', ...tax }, '47');
export const lodging = (tax: object = {}, total?: string) =>
  taxed('TURISMO HOSPEDAJE', { unit: '1', taxable: '500', ...tax }, '50', total);
export const passage = (tax: object = {}, total?: string) =>
  taxed('TURISMO PASAJES', { unit: '1', quantity: '1', ...tax }, '230', total);
export const stamp = (tax: object = {}, total?: string) =>
  taxed('TIMBRE DE PRENSA', { unit: '1', taxable: '500', ...tax }, '2.50', total);
export const fire = (tax: object = {}, total?: string) =>
  taxed('BOMBEROS', { unit: '1', taxable: '500', ...tax }, '10', total);
export const municipal = (tax: object = {}, total?: string) =>
  taxed('TASA MUNICIPAL', { unit: '101001', taxable: '500', ...tax }, '5', total);
export const cement = (tax: object = {}, total?: string) =>
  taxed('CEMENTO', { unit: '1', quantity: '10', ...tax }, '15', total);
