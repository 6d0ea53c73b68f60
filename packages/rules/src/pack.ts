import { createHash } from 'node:crypto';
import { invariant } from '@ventanilla/errors';
import type { Rule, RulePack } from './rule.ts';

export interface PackContent<M> {
  readonly id: string;
  readonly version: string;
  readonly rules: readonly Rule<M>[];
  /** Tables that the rules read: rates, lists, matrices. A change of data is a change of the pack. */
  readonly data?: unknown;
}

const canonicalText = (rules: unknown, data: unknown): string =>
  JSON.stringify(data === undefined ? rules : [rules, data], (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );

/** White space differs between a stripped and a bundled build; nothing else may. */
const sourceText = (check: unknown): string => String(check).replace(/\s+/g, '');

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
];

/**
 * A pack whose hash is the SHA-256 of everything its rules say and do, in hex; the order of rules
 * does not count. A code used twice is our own mistake.
 */
export function createPack<M>({ id, version, rules, data }: PackContent<M>): RulePack<M> {
  const codes = new Set(rules.map(({ code }) => code));
  invariant(codes.size === rules.length, `every code of pack ${id} is used once`);
  const sorted = rules.map(fingerprint).sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
  const hash = createHash('sha256').update(canonicalText(sorted, data)).digest('hex');
  return Object.freeze({ id, version, hash, rules: Object.freeze([...rules]) });
}

/** A pack with the rules of `base`, those in `rules` taking the place of the same code. */
export function extendPack<M>(
  base: RulePack<M>,
  { id, version, rules, without = [] }: PackContent<M> & { readonly without?: readonly string[] },
): RulePack<M> {
  const replaced = new Set([...rules.map(({ code }) => code), ...without]);
  const kept = base.rules.filter(({ code }) => !replaced.has(code));
  return createPack({ id, version, rules: [...kept, ...rules] });
}
