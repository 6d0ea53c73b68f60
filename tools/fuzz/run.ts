/** One run over one syntax: makes mutants, has them judged twice, keeps what differs. */

import type { Coverage, Official } from '../../packages/testing/src/official-rules/official.ts';
import { aimAt } from './aim.ts';
import { OWN, soundBases } from './bases.ts';
import { createJudge, type Difference, differences, isRejected } from './compare.ts';
import { explain } from './explained.ts';
import { type Mutant, makeMutant } from './make.ts';
import { gather } from './pool.ts';
import { reasonFor } from './reasons.ts';
import type { RuleSet } from './rule-sets.ts';
import { showRules } from './shown.ts';
import { createSteering, isThin, UNREACHED } from './steering.ts';

const IN_FLIGHT = 16;
/** After so many the official coverage is asked for, which steers the next. */
const ROUND = 256;
/** Room for the mutants of one seed. */
const SEED_STEP = 10_000_000;

export interface Group {
  count: number;
  /** Why we stand by it; absent: unexplained. */
  readonly reason: string | undefined;
  readonly difference: Difference;
  readonly example: Mutant;
}

export interface Result {
  readonly bases: number;
  readonly codes: ReadonlySet<string>;
  readonly coverage: ReadonlyMap<string, Coverage>;
  /** Codes that did not fire and hold often enough, with the reason why they cannot. */
  readonly thin: ReadonlyMap<string, string | undefined>;
  readonly totals: Readonly<
    Record<
      | 'mutants'
      | 'sound'
      | 'soundAgree'
      | 'soundExplained'
      | 'broken'
      | 'brokenSameCodes'
      | 'bothReject',
      number
    >
  >;
  readonly groups: readonly Group[];
  readonly differ: (bytes: Uint8Array) => Promise<readonly Difference[]>;
}

export interface Extent {
  readonly mutants: number;
  readonly seed: number;
  /** No mutant is made after that moment, in milliseconds of the epoch. */
  readonly until: number;
}

export async function fuzz(
  set: RuleSet,
  official: Official,
  { mutants, seed, until }: Extent,
): Promise<Result> {
  const { syntax } = set;
  const assertions = (await official.assertions()).filter(({ isFatal }) => isFatal);
  const known = new Set(assertions.map(({ code }) => code));
  const codes = new Set([...known].filter(set.isAimedAt));
  const bases = await soundBases(set, official);
  await official.forget();
  const judge = createJudge(set.format);
  const shown = showRules(set, codes);
  const plan = {
    bases,
    shown,
    own: bases.filter(({ name }) => name.startsWith(OWN)),
    pool: gather(bases.map(({ root }) => root)),
    steering: createSteering(assertions.filter(({ code }) => codes.has(code)).map(aimAt)),
    judge,
  };
  const groups = new Map<string, Group>();
  const totals = {
    mutants: 0,
    sound: 0,
    soundAgree: 0,
    soundExplained: 0,
    broken: 0,
    brokenSameCodes: 0,
    bothReject: 0,
  };

  const settle = async ({ bytes, ...mutant }: ReturnType<typeof makeMutant>): Promise<void> => {
    const theirs = await official.judge(bytes);
    const ours = judge(bytes);
    const found = differences(ours, theirs, known);
    const isBroken = theirs.structure !== '';
    totals.mutants += 1;
    totals[isBroken ? 'broken' : 'sound'] += 1;
    if (ours.isRejected && isRejected(theirs)) totals.bothReject += 1;
    if (found.length === 0) totals[isBroken ? 'brokenSameCodes' : 'soundAgree'] += 1;
    const reasons = await explain(found, { ...mutant, syntax, official: theirs }, differ);
    for (const [index, difference] of found.entries()) {
      const reason = reasons[index];
      const key = `${difference.text}\n${reason}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { count: 1, reason, difference, example: mutant });
      else group.count += 1;
    }
    if (!isBroken && found.length > 0 && !reasons.includes(undefined)) totals.soundExplained += 1;
  };
  const differ = async (bytes: Uint8Array) =>
    differences(judge(bytes), await official.judge(bytes), known);
  const first = seed * SEED_STEP;
  for (let next = first; next < first + mutants && Date.now() < until; ) {
    const end = Math.min(next + ROUND, first + mutants);
    const worker = async (): Promise<void> => {
      while (next < end) await settle(makeMutant(next++, plan));
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
    plan.steering.learn(await official.coverage());
  }
  const coverage = await official.coverage();
  const thin = new Map<string, string | undefined>();
  for (const assertion of assertions) {
    const { code } = assertion;
    const reached = coverage.get(code) ?? UNREACHED;
    if (!codes.has(code) || !isThin(reached) || thin.get(code) !== undefined) continue;
    const proof = { assertion, shown: shown.get(code), official, coverage: reached };
    thin.set(code, await reasonFor(set.name, proof));
  }
  return {
    bases: bases.length,
    codes,
    coverage,
    thin,
    totals,
    groups: [...groups.values()].sort((a, b) => b.count - a.count),
    differ,
  };
}
