/** Makes the numbered mutants of one run. */
import { changeFor } from './aim.ts';
import type { Base } from './bases.ts';
import type { OurVerdict } from './compare.ts';
import { createDice, type Dice } from './dice.ts';
import { PLAIN, pickWriter, type Writer } from './dress.ts';
import { changeAnything } from './mutate.ts';
import type { Pool } from './pool.ts';
import type { Shown } from './shown.ts';
import type { Steering, Target } from './steering.ts';
import { copy, type Node } from './tree.ts';

export interface Mutant {
  readonly number: number;
  readonly base: string;
  readonly root: Node;
  readonly writer: Writer;
  readonly changes: readonly string[];
}

export interface Plan {
  readonly bases: readonly Base[];
  /** Those of our own making, in which every term stands. */
  readonly own: readonly Base[];
  /** Documents that show one rule each. */
  readonly shown: ReadonlyMap<string, Shown>;
  readonly pool: Pool;
  readonly steering: Steering;
  readonly judge: (bytes: Uint8Array) => OurVerdict;
}

const CHANGES_MAX = 3;
/** Attempts at a mutant that hits the assertion aimed at, by our own judgement. */
const ATTEMPTS_MAX = 12;
/** One in so many is written in an unusual way. */
const DRESSED = 6;

function pickBase(dice: Dice, { bases, own }: Plan, literals: readonly string[]): Base {
  if (own.length === 0) return dice.pick(bases);
  const fitting = own.filter(({ name }) => name.split(' ').some((word) => literals.includes(word)));
  return dice.pick(dice.roll(2) === 0 ? bases : fitting.length > 0 ? fitting : own);
}

/** A document that shows the rule aimed at, or one in which most terms stand. */
function startOf(dice: Dice, target: Target | undefined, plan: Plan): Base & { isShown: boolean } {
  const { aim, isToHold } = target ?? {};
  const shown = aim === undefined ? undefined : plan.shown.get(aim.code);
  if (aim === undefined || shown === undefined || dice.roll(3) === 0) {
    return { ...pickBase(dice, plan, aim?.literals ?? []), isShown: false };
  }
  const [word, root] = isToHold ? ['passes', shown.passing] : ['breaks', shown.failing];
  return { name: `what ${word} ${aim.code}`, root, isShown: true };
}

function change(number: number, dice: Dice, target: Target | undefined, plan: Plan): Mutant {
  const start = startOf(dice, target, plan);
  const root = copy(start.root);
  const workshop = { root, pool: plan.pool, dice };
  const changes: string[] = [];
  const isAimed = target !== undefined && (!start.isShown || dice.roll(3) === 0);
  if (isAimed) {
    const { aim } = target;
    changes.push(`${aim.code}: ${changeFor(aim, workshop) ?? 'no place'}`);
  }
  const more = isAimed ? Number(dice.roll(4) === 0) : 1 + dice.roll(CHANGES_MAX);
  for (let count = 0; count < more; count += 1) changes.push(changeAnything(workshop) ?? 'nothing');
  const writer = dice.roll(DRESSED) === 0 ? pickWriter(dice) : PLAIN;
  return { number, base: start.name, root, writer, changes };
}

/** The mutant of that number: every other one is aimed at an assertion. */
export function makeMutant(number: number, plan: Plan): Mutant & { readonly bytes: Uint8Array } {
  const dice = createDice(number);
  const target = number % 2 === 0 ? plan.steering.next(dice) : undefined;
  let best: Mutant | undefined;
  let bestWorth = -1;
  let broken: ReadonlySet<string> = new Set();
  for (let attempt = 0; attempt < (target === undefined ? 1 : ATTEMPTS_MAX); attempt += 1) {
    const mutant = change(number, dice, target, plan);
    const { fatal, isStructureBroken } = plan.judge(mutant.writer.write(mutant.root));
    const isHit = target !== undefined && fatal.has(target.aim.code) !== target.isToHold;
    // One that does what it shall, and does not break the structure, is worth most.
    const worth = (isHit ? 2 : 0) + (isStructureBroken ? 0 : 1);
    if (worth > bestWorth) {
      best = mutant;
      bestWorth = worth;
      broken = fatal;
    }
    if (worth === 3) break;
  }
  plan.steering.note(target?.aim, broken);
  const made = best as Mutant;
  return { ...made, bytes: made.writer.write(made.root) };
}
