import { createHash } from 'node:crypto';
import { invariant } from '@ventanilla/errors';
import { sourceText } from './describe.ts';
import type { Rule, RulePack } from './rule.ts';

export interface PackContent<M> {
  readonly id: string;
  readonly version: string;
  readonly rules: readonly Rule<M>[];
  /** Tables that the rules read: rates, lists, matrices. A change of data is a change of the pack. */
  readonly data?: unknown;
}

const digest = (content: unknown): string => {
  const text = JSON.stringify(content, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return createHash('sha256').update(text).digest('hex');
};

const fingerprint = <M>(rule: Rule<M>): readonly unknown[] => [
  rule.code,
  rule.severity,
  rule.scope ?? 'document',
  rule.effectiveFrom ?? '',
  rule.effectiveUntil ?? '',
  rule.message.es,
  rule.message.en,
  rule.hint.es,
  rule.hint.en,
  rule.source,
  rule.data ?? '',
  sourceText(rule.check),
  ...(rule.mode === undefined ? [] : [rule.mode]),
];

/**
 * A pack whose hash is the SHA-256 of everything its rules say and do, in hex; the order of rules
 * does not count. A code used twice is our own mistake.
 */
export function createPack<M>({ id, version, rules, data }: PackContent<M>): RulePack<M> {
  return assemble(id, version, rules, data === undefined ? '' : digest(data));
}

function assemble<M>(
  id: string,
  version: string,
  rules: readonly Rule<M>[],
  tables: string,
): RulePack<M> {
  const codes = new Set(rules.map(({ code }) => code));
  invariant(codes.size === rules.length, `every code of pack ${id} is used once`);
  const sorted = rules.map(fingerprint).sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
  const hash = digest(tables === '' ? sorted : [sorted, tables]);
  return Object.freeze({ id, version, hash, tables, rules: Object.freeze([...rules]) });
}

/** A pack with the rules and tables of `base`, those in `rules` taking the place of the same code. */
export function extendPack<M>(
  base: RulePack<M>,
  {
    id,
    version,
    rules,
    data,
    without = [],
  }: PackContent<M> & { readonly without?: readonly string[] },
): RulePack<M> {
  const replaced = new Set([...rules.map(({ code }) => code), ...without]);
  const kept = base.rules.filter(({ code }) => !replaced.has(code));
  const tables = data === undefined ? base.tables : digest([base.tables, data]);
  return assemble(id, version, [...kept, ...rules], tables);
}
