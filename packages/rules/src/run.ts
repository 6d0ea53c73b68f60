import { InvariantError } from '@ventanilla/errors';
import type { Facts, Finding, Rule, RulePack } from './rule.ts';

export interface BrokenRule<M> {
  readonly rule: Rule<M>;
  readonly finding: Finding;
}

/** Findings kept of one rule on one document: a hostile one could break a rule in every line. */
export const FINDINGS_PER_RULE_MAX = 200;

const isInForce = <M>({ effectiveFrom, effectiveUntil }: Rule<M>, date: string): boolean =>
  (effectiveFrom === undefined || effectiveFrom <= date) &&
  (effectiveUntil === undefined || date <= effectiveUntil);

/**
 * Every finding of every rule in force on `date` (ISO day), in the order of the pack. Registry
 * rules are left out when there is no registry to ask. A rule that throws is our bug.
 */
export function runRules<M>(
  pack: RulePack<M>,
  model: M,
  facts: Facts,
  date: string,
): readonly BrokenRule<M>[] {
  const broken: BrokenRule<M>[] = [];
  let rule: Rule<M> | undefined;
  let count = 0;
  const report = (finding: Finding): void => {
    count += 1;
    if (rule !== undefined && count <= FINDINGS_PER_RULE_MAX) broken.push({ rule, finding });
  };
  for (rule of pack.rules) {
    if (rule.scope === 'registry' && facts.registry === undefined) continue;
    if (!isInForce(rule, date)) continue;
    count = 0;
    try {
      rule.check(model, report, facts);
    } catch (cause) {
      throw new InvariantError(`rule ${rule.code} never throws`, { cause });
    }
  }
  return broken;
}
