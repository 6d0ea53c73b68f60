/** What changed between two editions of a pack, or between two packs. */
import type { PackRecord, RuleRecord } from './describe.ts';

/** One property of a rule, before and after; absent values read as ''. */
export interface PropertyChange {
  readonly property: string;
  readonly before: string;
  readonly after: string;
}

export interface ChangedRule {
  readonly code: string;
  readonly changes: readonly PropertyChange[];
}

export interface PackDiff {
  /** Both hashes are the same: nothing differs that a document could notice. */
  readonly same: boolean;
  readonly added: readonly RuleRecord[];
  readonly removed: readonly RuleRecord[];
  readonly changed: readonly ChangedRule[];
  /** Rates, lists or matrices that the rules read differ. */
  readonly tablesChanged: boolean;
}

const PROPERTIES: readonly (readonly [string, (rule: RuleRecord) => string])[] = [
  ['severity', ({ severity }) => severity],
  ['mode', ({ mode }) => mode ?? 'enforce'],
  ['scope', ({ scope }) => scope ?? 'document'],
  ['effectiveFrom', ({ effectiveFrom }) => effectiveFrom ?? ''],
  ['effectiveUntil', ({ effectiveUntil }) => effectiveUntil ?? ''],
  ['message.es', ({ message }) => message.es],
  ['message.en', ({ message }) => message.en],
  ['hint.es', ({ hint }) => hint.es],
  ['hint.en', ({ hint }) => hint.en],
  ['source', ({ source }) => source],
  ['tables', ({ data }) => data ?? ''],
  ['behaviour', ({ behaviour }) => behaviour],
];

const changesBetween = (before: RuleRecord, after: RuleRecord): readonly PropertyChange[] =>
  PROPERTIES.flatMap(([property, get]) =>
    get(before) === get(after) ? [] : [{ property, before: get(before), after: get(after) }],
  );

const byCode = (pack: PackRecord): ReadonlyMap<string, RuleRecord> =>
  new Map(pack.rules.map((rule) => [rule.code, rule]));

/** By code, each list sorted by it. */
export function diffPacks(before: PackRecord, after: PackRecord): PackDiff {
  const [was, is] = [byCode(before), byCode(after)];
  const codes = [...new Set([...was.keys(), ...is.keys()])].sort();
  const added: RuleRecord[] = [];
  const removed: RuleRecord[] = [];
  const changed: ChangedRule[] = [];
  for (const code of codes) {
    const [old, current] = [was.get(code), is.get(code)];
    if (old === undefined) added.push(current!);
    else if (current === undefined) removed.push(old);
    else {
      const changes = changesBetween(old, current);
      if (changes.length > 0) changed.push({ code, changes });
    }
  }
  const tablesChanged = before.tables !== after.tables;
  const same = before.hash === after.hash;
  return { same, added, removed, changed, tablesChanged };
}
