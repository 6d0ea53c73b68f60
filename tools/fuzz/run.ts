/** One run over one syntax: makes mutants, has them judged twice, keeps what differs. */

import type {
  Coverage,
  Official,
  Syntax,
} from '../../packages/testing/src/official-rules/official.ts';
import { type Aim, aimAt, changeFor } from './aim.ts';
import { type Base, OWN, soundBases } from './bases.ts';
import { createJudge, type Difference, differences, isRejected } from './compare.ts';
import { createDice } from './dice.ts';
import { type Compared, EXPLANATIONS } from './explained.ts';
import { changeAnything } from './mutate.ts';
import { gather, type Pool } from './pool.ts';
import { copy, type Node, toBytes } from './tree.ts';

const IN_FLIGHT = 16;
const CHANGES_MAX = 3;
/** Room for the mutants of one seed. */
const SEED_STEP = 10_000_000;

export interface Mutant {
  readonly number: number;
  readonly base: string;
  readonly root: Node;
  readonly changes: readonly string[];
}

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

interface Plan {
  readonly bases: readonly Base[];
  /** Those of our own making, in which every term stands. */
  readonly own: readonly Base[];
  readonly aims: readonly Aim[];
  readonly pool: Pool;
}

/** The mutant of that number: every other one is aimed at an assertion, in turn. */
function makeMutant(number: number, { bases, own, aims, pool }: Plan): Mutant {
  const dice = createDice(number);
  const aim = aims[Math.floor(number / 2) % aims.length];
  const isAimed = number % 2 === 0 && aim !== undefined;
  const fitting = isAimed ? own.filter(({ name }) => aim.literals.includes(name.slice(4))) : [];
  const base = dice.pick(dice.roll(2) === 0 ? bases : fitting.length > 0 ? fitting : own);
  const root = copy(base.root);
  const workshop = { root, pool, dice };
  const changes: string[] = [];
  if (isAimed) changes.push(`${aim.code}: ${changeFor(aim, workshop) ?? 'no place'}`);
  const more = isAimed ? dice.roll(2) : 1 + dice.roll(CHANGES_MAX);
  for (let count = 0; count < more; count += 1) changes.push(changeAnything(workshop) ?? 'nothing');
  return { number, base: base.name, root, changes };
}

export async function fuzz(
  syntax: Syntax,
  official: Official,
  { mutants, seed }: { readonly mutants: number; readonly seed: number },
): Promise<Result> {
  const assertions = (await official.assertions(syntax)).filter(({ isFatal }) => isFatal);
  const codes = new Set(assertions.map(({ code }) => code));
  const bases = await soundBases(syntax, official);
  await official.forget(syntax);
  const own = bases.filter(({ name }) => name.startsWith(OWN));
  const plan = {
    bases,
    own,
    aims: assertions.map(aimAt),
    pool: gather(bases.map(({ root }) => root)),
  };
  const judge = createJudge(syntax);
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

  const settle = async (mutant: Mutant): Promise<void> => {
    const bytes = toBytes(mutant.root);
    const pending = official.judge(syntax, bytes);
    const ours = judge(bytes);
    const theirs = await pending;
    const found = differences(ours, theirs, codes);
    const isBroken = theirs.structure !== '';
    totals.mutants += 1;
    totals[isBroken ? 'broken' : 'sound'] += 1;
    if (ours.isRejected && isRejected(theirs)) totals.bothReject += 1;
    if (found.length === 0) totals[isBroken ? 'brokenSameCodes' : 'soundAgree'] += 1;
    const reasons = await explain(found, { syntax, root: mutant.root, official: theirs });
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
    differences(judge(bytes), await official.judge(syntax, bytes), codes);
  /** Of each difference on a sound structure the reason, if there is one. */
  const explain = async (
    found: readonly Difference[],
    compared: Compared,
  ): Promise<readonly (string | undefined)[]> => {
    const reasons: (string | undefined)[] = found.map(() => undefined);
    if (found.every(({ isBehindStructure }) => isBehindStructure)) return reasons;
    for (const { reason, covers, without } of EXPLANATIONS) {
      const root = without?.(compared.root);
      const left = root === undefined ? [] : await differ(toBytes(root));
      for (const [index, { text, isBehindStructure }] of found.entries()) {
        const isLeft = left.some((other) => other.text === text);
        if (isBehindStructure || isLeft || !covers(text, compared)) continue;
        reasons[index] ??= reason;
      }
    }
    return reasons;
  };
  const first = seed * SEED_STEP;
  let next = first;
  const worker = async (): Promise<void> => {
    while (next < first + mutants) await settle(makeMutant(next++, plan));
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return {
    bases: bases.length,
    codes,
    coverage: await official.coverage(syntax),
    totals,
    groups: [...groups.values()].sort((a, b) => b.count - a.count),
    differ,
  };
}
