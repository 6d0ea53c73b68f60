/** What a draft would change, counted by rule, issuer and software. Pure, and bounded in memory. */
import type { Report } from '@ventanilla/rules';

/** Documents that would be turned from accepted to rejected, and the other way round. */
export interface Turned {
  documents: number;
  newlyFailing: number;
  newlyPassing: number;
}

export interface RuleTally {
  /** Documents that only the draft rejects by this rule. */
  newlyFailing: number;
  /** Documents that only the pack in force rejects by this rule. */
  newlyPassing: number;
  /** Documents the draft tells of it where the pack in force says nothing, and rejects nothing for it. */
  newlyObserved: number;
  /** Documents that break it in the draft's shadow. */
  shadowed: number;
  /** A few of those documents, to look at. */
  readonly examples: string[];
}

export interface Tally {
  readonly totals: Turned & { newlyObserved: number; notArchived: number };
  readonly rules: Map<string, RuleTally>;
  readonly issuers: Map<string, Turned>;
  readonly software: Map<string, Turned>;
}

export interface Judged {
  readonly documentId: string;
  readonly issuer: string;
  readonly software: string;
  readonly before: Report;
  readonly after: Report;
  /** Codes that the draft counts in shadow and the pack in force does not. */
  readonly shadowed: readonly string[];
}

const EXAMPLES_MAX = 5;
/** Names told apart; the rest is counted together, as `(others)`. */
const NAMES_MAX = 10_000;
const OTHERS = '(others)';

const nobody = (): Turned => ({ documents: 0, newlyFailing: 0, newlyPassing: 0 });

export const emptyTally = (): Tally => ({
  totals: { ...nobody(), newlyObserved: 0, notArchived: 0 },
  rules: new Map(),
  issuers: new Map(),
  software: new Map(),
});

/** A tally as plain data, to be kept in a file. */
export const packTally = ({ totals, rules, issuers, software }: Tally) => ({
  totals,
  rules: [...rules],
  issuers: [...issuers],
  software: [...software],
});

export const unpackTally = (kept: ReturnType<typeof packTally>): Tally => ({
  totals: kept.totals,
  rules: new Map(kept.rules),
  issuers: new Map(kept.issuers),
  software: new Map(kept.software),
});

function named(of: Map<string, Turned>, name: string): Turned {
  const key = of.has(name) || of.size < NAMES_MAX ? name : OTHERS;
  const found = of.get(key) ?? nobody();
  of.set(key, found);
  return found;
}

const untouched = (): RuleTally => ({
  newlyFailing: 0,
  newlyPassing: 0,
  newlyObserved: 0,
  shadowed: 0,
  examples: [],
});

function ruleIn({ rules }: Tally, code: string): RuleTally {
  const found = rules.get(code) ?? untouched();
  rules.set(code, found);
  return found;
}

const codesOf = ({ faults }: Report, isFatal: boolean): ReadonlySet<string> =>
  new Set(
    faults.filter(({ severity }) => (severity === 'fatal') === isFatal).map(({ code }) => code),
  );

const isRejected = ({ verdict }: Report): boolean => verdict === 'rejected';

type Kind = 'newlyFailing' | 'newlyPassing' | 'newlyObserved' | 'shadowed';

function countRules(tally: Tally, { documentId, before, after, shadowed }: Judged): void {
  const count = (code: string, kind: Kind): void => {
    const rule = ruleIn(tally, code);
    rule[kind] += 1;
    if (rule.examples.length < EXAMPLES_MAX && !rule.examples.includes(documentId)) {
      rule.examples.push(documentId);
    }
  };
  const [was, is] = [codesOf(before, true), codesOf(after, true)];
  const [wasTold, isTold] = [codesOf(before, false), codesOf(after, false)];
  for (const code of is) if (!was.has(code)) count(code, 'newlyFailing');
  for (const code of was) if (!is.has(code)) count(code, 'newlyPassing');
  for (const code of isTold) {
    if (!wasTold.has(code) && !was.has(code)) count(code, 'newlyObserved');
  }
  for (const code of shadowed) count(code, 'shadowed');
}

/** Counts one document. */
export function addTo(tally: Tally, judged: Judged): void {
  const { before, after, issuer, software } = judged;
  const isFailing = !isRejected(before) && isRejected(after);
  const isPassing = isRejected(before) && !isRejected(after);
  for (const turned of [
    tally.totals,
    named(tally.issuers, issuer),
    named(tally.software, software),
  ]) {
    turned.documents += 1;
    if (isFailing) turned.newlyFailing += 1;
    if (isPassing) turned.newlyPassing += 1;
  }
  if (before.verdict === 'accepted' && after.verdict === 'accepted-with-observations') {
    tally.totals.newlyObserved += 1;
  }
  countRules(tally, judged);
}

/** Whom the draft touches, those with most first. */
export const touched = (
  of: ReadonlyMap<string, Turned>,
): readonly (Turned & { readonly name: string })[] =>
  [...of]
    .filter(([, { newlyFailing, newlyPassing }]) => newlyFailing + newlyPassing > 0)
    .map(([name, turned]) => ({ name, ...turned }))
    .sort((a, b) => b.newlyFailing - a.newlyFailing || b.newlyPassing - a.newlyPassing);

export const touchedRules = ({
  rules,
}: Tally): readonly (RuleTally & { readonly code: string })[] =>
  [...rules]
    .map(([code, rule]) => ({ code, ...rule }))
    .sort(
      (a, b) =>
        b.newlyFailing - a.newlyFailing ||
        b.newlyPassing - a.newlyPassing ||
        b.shadowed + b.newlyObserved - a.shadowed - a.newlyObserved ||
        (a.code < b.code ? -1 : 1),
    );
