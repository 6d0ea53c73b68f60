import { createHash } from 'node:crypto';
import type { Rule, RulePack } from './rule.ts';

/** A rule as data: all that it says, and a digest of what it does. */
export interface RuleRecord extends Omit<Rule<never>, 'check'> {
  /** SHA-256, in hex, of the text of its check. */
  readonly behaviour: string;
}

/** A pack as data, so that an edition of last year can be compared with this year's. */
export interface PackRecord {
  readonly id: string;
  readonly version: string;
  readonly hash: string;
  readonly tables: string;
  readonly rules: readonly RuleRecord[];
}

/** White space differs between a stripped and a bundled build; nothing else may. */
export const sourceText = (check: unknown): string => String(check).replace(/\s+/g, '');

export function describeRule<M>({ check, ...said }: Rule<M>): RuleRecord {
  return { ...said, behaviour: createHash('sha256').update(sourceText(check)).digest('hex') };
}

export const describePack = <M>({ rules, ...pack }: RulePack<M>): PackRecord => ({
  ...pack,
  rules: rules.map(describeRule),
});
