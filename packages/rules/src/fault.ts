import type { Fault, StageName } from './report.ts';
import type { Finding, Rule, Severity, Text } from './rule.ts';

/** Where in the bytes. */
export interface FaultPlace {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
}

/** A fault with the texts of one code, before values are filled in. */
export interface FaultText {
  readonly code: string;
  readonly severity: Severity;
  readonly message: Text;
  readonly hint: Text;
}

export interface FaultValues {
  readonly expected?: string;
  readonly actual?: string;
}

/** Values longer than this are cut in a report: a report is read by people, and stored. */
const VALUE_CHARS_MAX = 200;
const ABSENT = '—';

const cut = (value: string): string =>
  value.length > VALUE_CHARS_MAX ? `${value.slice(0, VALUE_CHARS_MAX)}…` : value;

/** Fills `{expected}` and `{actual}`; a value that is not known reads as a dash. */
export function fillText(text: Text, { expected, actual }: FaultValues): Text {
  if (!text.es.includes('{') && !text.en.includes('{')) return text;
  const fill = (sentence: string): string =>
    sentence.replace(/\{(expected|actual)\}/g, (_, name: string) =>
      cut((name === 'expected' ? expected : actual) ?? ABSENT),
    );
  return { es: fill(text.es), en: fill(text.en) };
}

/** The fault of one code at one place. */
export function createFault(
  text: FaultText,
  stage: StageName,
  place: FaultPlace,
  values: FaultValues = {},
): Fault {
  return {
    code: text.code,
    severity: text.severity,
    stage,
    message: fillText(text.message, values),
    hint: fillText(text.hint, values),
    path: place.path,
    ...(place.line === undefined ? {} : { line: place.line }),
    ...(place.column === undefined ? {} : { column: place.column }),
    ...(values.expected === undefined ? {} : { expected: cut(values.expected) }),
    ...(values.actual === undefined ? {} : { actual: cut(values.actual) }),
  };
}

/** What a person reads about one finding of a rule. */
export const toFault = <M>(rule: Rule<M>, finding: Finding, place: FaultPlace): Fault =>
  createFault(rule, rule.scope === 'registry' ? 'registry' : 'rules', place, finding);

/** Document order, then code; the same code at the same path once, of structure once for each thing expected there. */
export function orderFaults(faults: readonly Fault[]): readonly Fault[] {
  if (faults.length < 2) return faults;
  const seen = new Set<string>();
  const once = faults.filter(({ code, path, stage, expected, actual }) => {
    const key = `${code}\n${path}${stage === 'structure' ? `\n${expected}\n${actual}` : ''}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
  return once.sort(
    (a, b) =>
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      (a.code < b.code ? -1 : a.code > b.code ? 1 : 0),
  );
}
