/**
 * Structure errors behind an element that does not belong. The schema processor leaves a parent at
 * the first such element and never looks at what follows. Here that element is mended on a scratch
 * copy (taken out, or what is missing put in before it) and the document judged again, until every
 * parent was followed to its end. What is told is what the processor says of a mended document;
 * what an error before it explains (the element taken out is missing later) is not told again.
 */
import type { RawError } from './sandbox.ts';
import type { ScratchTree } from './scratch-tree.ts';

/** Where the processor left a parent. */
interface Stop {
  readonly parent: number;
  /** The element that does not belong; 0: the parent ended too early. */
  readonly at: number;
  /** Names that would belong here, without wildcards. */
  readonly expected: readonly string[];
  readonly error: RawError;
}

/** Asks for the document to be judged again; receives the next stop of the same parent. */
type Mending<Result> = Generator<undefined, Result, Stop | undefined>;

/** libxml2 tells this many expected names and no more. */
const NAMES_TOLD_MAX = 10;
/** Elements put in one behind the other at one stop. */
const MISSING_MAX = 8;
const ELEMENT_CONTENT = 1871;
/** Keys and references may break because of what was mended. */
const IDENTITY = 1877;

export const isStop = ({ code }: { readonly code: number }): boolean => code === ELEMENT_CONTENT;

/** A document of a few hundred elements is judged again `ROUNDS_MAX` times at most, a large one seldom. */
const ROUNDS_MAX = 40;
const ROUNDS_MIN = 2;
const WORK_ELEMENTS_MAX = 60_000;

/** How often the document may be judged again; 0: it is not worth a look, as it is no document of business. */
export function roundsFor({ elements, nodes }: ScratchTree): number {
  // A text in pieces costs the processor their square.
  if (nodes > 4 * elements + 1_000) return 0;
  const rounds = Math.ceil(WORK_ELEMENTS_MAX / elements);
  return Math.min(ROUNDS_MAX, Math.max(ROUNDS_MIN, rounds));
}

export interface FoundError {
  readonly code: number;
  readonly message: string;
  /** Start tag of the element it is about. */
  readonly order: number;
}

/** Every error of the document in `tree`, each once. `judge` gives at most `errorsMax` errors. */
export function errorsBehindStops(
  tree: ScratchTree,
  judge: () => readonly RawError[],
  errorsMax: number,
): readonly FoundError[] {
  const found = new Map<string, FoundError>();
  const tell = (error: RawError): void => {
    const order = tree.orderOf(error.node);
    if (order === undefined) return;
    const { code, message } = error;
    found.set(`${order} ${code} ${message}`, { code, message, order });
  };
  const mendAll = createMender({ tree, tell });
  const roundsMax = roundsFor(tree);
  for (let round = 0; round <= roundsMax; round += 1) {
    const errors = judge();
    if (round > 0 && errors.length >= errorsMax) break;
    const told = round === 0 ? errors : errors.filter(({ code }) => code !== IDENTITY);
    told.filter((error) => !isStop(error)).forEach(tell);
    if (!mendAll(errors.filter(isStop).map((error) => toStop(tree, error)))) break;
  }
  return [...found.values()].sort((a, b) => a.order - b.order).slice(0, errorsMax);
}

/** Goes on with every parent that has a stop; false when none is left. */
function createMender(bench: Bench): (stops: readonly Stop[]) => boolean {
  const { tree, tell } = bench;
  const active = new Map<number, Mending<void>>();
  const settled = new Set<number>();
  const isBelowActive = (parent: number): boolean => {
    for (let at = tree.parentOf(parent); at !== 0; at = tree.parentOf(at)) {
      if (active.has(at)) return true;
    }
    return false;
  };
  const goOn = (parent: number, mending: Mending<void>, stop?: Stop): void => {
    if (mending.next(stop).done === true) {
      active.delete(parent);
      settled.add(parent);
    } else active.set(parent, mending);
  };
  return (stops) => {
    const fresh = stops.filter(({ parent }) => !active.has(parent) && !settled.has(parent));
    const byParent = new Map(stops.map((stop) => [stop.parent, stop]));
    for (const [parent, mending] of [...active]) goOn(parent, mending, byParent.get(parent));
    for (const stop of fresh) {
      const { parent, error } = stop;
      tell(error);
      if (isBelowActive(parent) || tree.orderOf(parent) === undefined) continue;
      goOn(parent, mendParent(bench, stop));
    }
    return active.size > 0;
  };
}

const EXPECTED = /Expected is(?: one of)? \( (.*) \)\.$/s;

function toStop(tree: ScratchTree, error: RawError): Stop {
  const names = EXPECTED.exec(error.message)?.[1]?.split(', ') ?? [];
  const isEnd = error.message.includes('Missing child element');
  return {
    parent: isEnd ? error.node : tree.parentOf(error.node),
    at: isEnd ? 0 : error.node,
    expected: names.filter((name) => !name.startsWith('##')),
    error,
  };
}

interface Bench {
  readonly tree: ScratchTree;
  readonly tell: (error: RawError) => void;
}

/** What was done to the children of one parent. */
interface Moves {
  /** Elements that did not belong, by name: one of them may belong further on. */
  readonly out: Map<string, number[]>;
  /** Empty elements that stand for missing ones: the true one may come further on. */
  readonly stubs: Map<string, number>;
}

function* mendParent({ tree, tell }: Bench, first: Stop): Mending<void> {
  const moves: Moves = { out: new Map(), stubs: new Map() };
  let stop: Stop | undefined = first;
  while (stop !== undefined) {
    if (isMisplaced(tree, moves, stop)) {
      stop = yield;
      continue;
    }
    tell(stop.error);
    const next: Stop | undefined | 'lost' = yield* mendStop({ tree, tell }, moves, stop);
    if (next === 'lost') return;
    stop = next;
  }
}

/** True when an element that was taken out, or that a stub stands for, ends this stop: one fault, told before. */
function isMisplaced(tree: ScratchTree, { out, stubs }: Moves, stop: Stop): boolean {
  const { parent, at, expected } = stop;
  for (const name of expected) {
    const element = out.get(name)?.shift();
    if (element === undefined) continue;
    tree.putIn(element, parent, at);
    return true;
  }
  if (at === 0) return false;
  const name = tree.nameOf(at);
  const stub = stubs.get(name);
  if (stub === undefined) return false;
  stubs.delete(name);
  tree.takeOut(at);
  tree.putIn(at, parent, stub);
  tree.takeOut(stub);
  return true;
}

/**
 * Goes past one stop. Elements are taken out one by one until the next belongs; where the next is
 * stopped in the same place, something may be missing there instead, which is then put in. Gives the
 * parent's next stop, or 'lost' when neither helps: then nothing more is said of this parent.
 */
function* mendStop(bench: Bench, moves: Moves, first: Stop): Mending<Stop | undefined | 'lost'> {
  const { tree, tell } = bench;
  /** Stopped in the same place as the first: told once it is sure that they do not belong. */
  const doubtful: RawError[] = [];
  let stop = first;
  for (;;) {
    let next: Stop | undefined;
    if (stop.at !== 0) {
      const before = tree.takeOut(stop.at);
      next = yield;
      if (next === undefined || !isSamePlace(next, stop)) {
        doubtful.forEach(tell);
        keepOut(tree, moves, stop.at);
        return next;
      }
      tree.putIn(stop.at, stop.parent, before);
    }
    const filled = yield* fillIn(bench, moves, stop);
    if (filled !== 'lost') {
      // The last of them belongs: what it lacked is what the first error expected.
      doubtful.slice(0, -1).forEach(tell);
      return filled;
    }
    if (stop.at === 0 || next === undefined) return 'lost';
    tree.takeOut(stop.at);
    keepOut(tree, moves, stop.at);
    doubtful.push(next.error);
    stop = next;
  }
}

function keepOut(tree: ScratchTree, { out }: Moves, element: number): void {
  const name = tree.nameOf(element);
  const same = out.get(name);
  if (same === undefined) out.set(name, [element]);
  else same.push(element);
}

/** Puts in what is missing before a stop, one behind the other, until the stop is gone; else undoes all. */
function* fillIn(
  { tree, tell }: Bench,
  moves: Moves,
  first: Stop,
): Mending<Stop | undefined | 'lost'> {
  const put: [string, number][] = [];
  const behind: RawError[] = [];
  let stop = first;
  while (put.length < MISSING_MAX) {
    const probe = yield* probeNames(tree, stop);
    if ('filled' in probe) {
      behind.forEach(tell);
      for (const [name, stub] of [...put, probe.filled]) moves.stubs.set(name, stub);
      return probe.next;
    }
    const [way] = probe.onward;
    // More names may be expected than are told, and ways that part say nothing for sure.
    if (way === undefined || stop.expected.length >= NAMES_TOLD_MAX) break;
    if (!probe.onward.every(([, next]) => isSamePlace(next, way[1]))) break;
    put.push([way[0], tree.putInEmpty(way[0], stop.parent, stop.at)]);
    behind.push(way[1].error);
    stop = way[1];
  }
  for (const [, stub] of put) tree.takeOut(stub);
  return 'lost';
}

type Probe =
  | { readonly filled: readonly [name: string, stub: number]; readonly next: Stop | undefined }
  | { readonly onward: readonly (readonly [name: string, next: Stop])[] };

/** Tries every expected name: the first that ends the stop stays, else all those that lead on from it. */
function* probeNames(tree: ScratchTree, stop: Stop): Mending<Probe> {
  const onward: [string, Stop][] = [];
  for (const name of stop.expected) {
    const stub = tree.putInEmpty(name, stop.parent, stop.at);
    const next = yield;
    if (next === undefined || next.at !== stop.at) return { filled: [name, stub], next };
    tree.takeOut(stub);
    if (leadsOn(name, stop, next)) onward.push([name, next]);
  }
  return { onward };
}

const isSamePlace = (a: Stop, b: Stop): boolean =>
  a.expected.length === b.expected.length && a.expected.every((name) => b.expected.includes(name));

/** True when `name` was missing at `stop`: nothing else that was expected there may still come. */
const leadsOn = (name: string, stop: Stop, next: Stop): boolean =>
  next.expected.length > 0 &&
  next.expected.every((other) => other === name || !stop.expected.includes(other));
