/** What makes a pack unfit to be published. Pure: the caller brings what its examples showed. */
import { isDay } from './day.ts';
import type { PackRecord, RuleRecord } from './describe.ts';
import type { Text } from './rule.ts';

export const LINT = {
  'duplicate-code': 'a code is used by more than one rule',
  'code-malformed': 'a code is letters, digits and hyphens',
  'message-missing': 'the message is missing in a language',
  'hint-missing': 'the hint is missing in a language',
  'translation-missing': 'a text is the same in both languages',
  'placeholder-unknown': 'a text names a value other than {expected} and {actual}',
  'placeholders-differ': 'the message names other values in one language than in the other',
  'source-missing': 'the clause of the law or standard is missing',
  'date-malformed': 'a date is no ISO day',
  'dates-out-of-order': 'the rule ends before it starts',
  'passing-example-missing': 'no example passes the rule',
  'failing-example-missing': 'no example breaks the rule',
  'path-unknown': 'the rule names a place that the format cannot find in its own example',
} as const satisfies Readonly<Record<string, string>>;

export type LintCode = keyof typeof LINT;

export interface LintFinding {
  readonly rule: string;
  readonly code: LintCode;
  readonly detail?: string;
}

/** What the examples of a pack showed, by code of rule. */
export interface ShownByExamples {
  readonly passing: ReadonlySet<string>;
  readonly failing: ReadonlySet<string>;
  /** Codes whose failing example was not found at any place of the document. */
  readonly lost: ReadonlySet<string>;
  /** Codes of which it is said why no document can show them. */
  readonly excused: ReadonlySet<string>;
}

const CODE = /^[A-Z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$/;
const PLACEHOLDER = /\{([^}]*)\}/g;
const KNOWN = new Set(['expected', 'actual']);

const placeholders = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name))].sort();

/** Words that are the same in Spanish and English are names and figures: at least this many letters make a sentence. */
const SENTENCE_LETTERS_MIN = 12;

function textFindings(text: Text, missing: LintCode): readonly Omit<LintFinding, 'rule'>[] {
  const { es, en } = text;
  if (es.trim() === '' || en.trim() === '') return [{ code: missing }];
  const found: Omit<LintFinding, 'rule'>[] = [];
  if (es === en && es.length >= SENTENCE_LETTERS_MIN) {
    found.push({ code: 'translation-missing', detail: es });
  }
  const unknown = placeholders(es + en).filter((name) => !KNOWN.has(name));
  if (unknown.length > 0) found.push({ code: 'placeholder-unknown', detail: unknown.join(', ') });
  if (placeholders(es).join() !== placeholders(en).join()) {
    found.push({
      code: 'placeholders-differ',
      detail: `${placeholders(es)} | ${placeholders(en)}`,
    });
  }
  return found;
}

function dateFindings(rule: RuleRecord): readonly Omit<LintFinding, 'rule'>[] {
  const { effectiveFrom: from, effectiveUntil: until } = rule;
  const malformed = [from, until].filter((day) => day !== undefined && !isDay(day));
  if (malformed.length > 0) return [{ code: 'date-malformed', detail: malformed.join(', ') }];
  return from !== undefined && until !== undefined && from > until
    ? [{ code: 'dates-out-of-order', detail: `${from} > ${until}` }]
    : [];
}

function exampleFindings(
  { code }: RuleRecord,
  { passing, failing, lost, excused }: ShownByExamples,
): readonly Omit<LintFinding, 'rule'>[] {
  if (excused.has(code)) return [];
  return [
    ...(passing.has(code) ? [] : [{ code: 'passing-example-missing' } as const]),
    ...(failing.has(code) ? [] : [{ code: 'failing-example-missing' } as const]),
    ...(lost.has(code) ? [{ code: 'path-unknown' } as const] : []),
  ];
}

/** Everything wrong with a pack, in its own order; examples are judged only where they are given. */
export function lintPack(
  pack: Pick<PackRecord, 'rules'>,
  examples?: ShownByExamples,
): readonly LintFinding[] {
  const seen = new Set<string>();
  return pack.rules.flatMap((rule) => {
    const isAgain = seen.has(rule.code);
    seen.add(rule.code);
    const found: readonly Omit<LintFinding, 'rule'>[] = [
      ...(isAgain ? [{ code: 'duplicate-code' } as const] : []),
      ...(CODE.test(rule.code) ? [] : [{ code: 'code-malformed' } as const]),
      ...textFindings(rule.message, 'message-missing'),
      ...textFindings(rule.hint, 'hint-missing'),
      ...(rule.source.trim() === '' ? [{ code: 'source-missing' } as const] : []),
      ...dateFindings(rule),
      ...(examples === undefined ? [] : exampleFindings(rule, examples)),
    ];
    return found.map((finding) => ({ rule: rule.code, ...finding }));
  });
}
