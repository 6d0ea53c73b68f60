import { createPack, type Rule, type RulePack } from '@ventanilla/rules';
import { registryRules } from '../registry-rules.ts';
import type { EnRule } from './define.ts';
import type { EnModel } from './model.ts';
import { CALCULATION_RULES } from './rules-calculations.ts';
import { DECIMAL_RULES } from './rules-decimals.ts';
import { PRESENCE_RULES } from './rules-presence.ts';
import { VAT_RULES } from './rules-vat.ts';
import { isoDay, partyId } from './summary.ts';

const REGISTRY: readonly EnRule[] = registryRules<EnModel>({
  issuerId: ({ invoice }) => partyId(invoice.seller),
  issueDate: ({ invoice }) => isoDay(invoice.issueDate),
  issuerAt: 'seller/vatId',
  dateAt: 'issueDate',
});

/** The business rules of EN 16931, the same for every syntax. */
export const EN_RULES: readonly EnRule[] = [
  ...PRESENCE_RULES,
  ...CALCULATION_RULES,
  ...VAT_RULES,
  ...DECIMAL_RULES,
];

/** Rules of the CEN set 1.3.16 and the registry, with those of one syntax, less what it says itself. */
export function createEnPack<M extends EnModel>(
  id: string,
  syntax: readonly Rule<M>[],
  without: readonly string[] = [],
): RulePack<M> {
  const dropped = new Set(without);
  const business = EN_RULES.filter(({ code }) => !dropped.has(code));
  return createPack<M>({ id, version: '1.3.16', rules: [...business, ...syntax, ...REGISTRY] });
}
