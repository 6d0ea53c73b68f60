import { InvariantError } from '@ventanilla/errors';
import type { Facts, Finding, Rule, RulePack } from './rule.ts';

export interface BrokenRule<M> {
  readonly rule: Rule<M>;
  readonly finding: Finding;
}

/** Findings kept of one rule on one document: a hostile one could break a rule in every line. */
export const FINDINGS_PER_RULE_MAX = 200;

/** A rule with its optional fields filled in: one shape, so that the loop below stays fast. */
interface Prepared<M> {
  readonly rule: Rule<M>;
  readonly check: Rule<M>['check'];
  /** In force on some days only; most are always, and comparing days costs more than many a check. */
  readonly isDated: boolean;
  readonly from: string;
  readonly until: string;
  readonly isRegistry: boolean;
}

const ALWAYS_UNTIL = '9999-12-31';
const PREPARED = new WeakMap<object, readonly Prepared<unknown>[]>();

function prepare<M>(pack: RulePack<M>): readonly Prepared<M>[] {
  let prepared = PREPARED.get(pack) as readonly Prepared<M>[] | undefined;
  if (prepared === undefined) {
    prepared = pack.rules.map((rule) => ({
      rule,
      check: rule.check,
      isDated: rule.effectiveFrom !== undefined || rule.effectiveUntil !== undefined,
      from: rule.effectiveFrom ?? '',
      until: rule.effectiveUntil ?? ALWAYS_UNTIL,
      isRegistry: rule.scope === 'registry',
    }));
    PREPARED.set(pack, prepared as readonly Prepared<unknown>[]);
  }
  return prepared;
}

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
  const hasRegistry = facts.registry !== undefined;
  let rule: Rule<M> | undefined;
  let count = 0;
  const report = (finding: Finding): void => {
    count += 1;
    if (rule !== undefined && count <= FINDINGS_PER_RULE_MAX) broken.push({ rule, finding });
  };
  try {
    for (const prepared of prepare(pack)) {
      if (prepared.isRegistry && !hasRegistry) continue;
      if (prepared.isDated && (date < prepared.from || date > prepared.until)) continue;
      rule = prepared.rule;
      count = 0;
      prepared.check(model, report, facts);
    }
  } catch (cause) {
    throw new InvariantError(`rule ${rule?.code} never throws`, { cause });
  }
  return broken;
}
