/** Shapes that many rules of EN 16931 share, so that each rule is its code, its term and its condition. */
import type { TaxBreakdown } from '@ventanilla/invoice';
import type { Rule, Severity, Text } from '@ventanilla/rules';
import type { EnModel } from './model.ts';
import { TERMS, type Term } from './terms.ts';

export type EnRule = Rule<EnModel>;
export type Check = EnRule['check'];
export type Report = Parameters<Check>[1];

const SOURCE = 'EN 16931-1:2017';

interface Definition {
  readonly message: Text;
  readonly hint: Text;
  readonly severity?: Severity;
}

export const defineRule = (
  code: string,
  { message, hint, severity = 'fatal' }: Definition,
  check: Check,
): EnRule => ({ code, severity, message, hint, source: SOURCE, check });

/** Reports at `at` when `isMissing`. */
type Missing = (model: EnModel, missing: (at: string) => void) => void;

/** A term that has to be there. */
export function requireTerm(code: string, term: Term, find: Missing): EnRule {
  const { es, en } = TERMS[term];
  return defineRule(
    code,
    {
      message: { es: `Falta ${es} (${term})`, en: `${capital(en)} (${term}) is missing` },
      hint: { es: `Indique ${es}.`, en: `Give ${en}.` },
    },
    (model, report) => find(model, (at) => report({ at })),
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Calls `visit` for each entry with its model path. */
export function each<T>(
  entries: readonly T[] | undefined,
  base: string,
  visit: (entry: T, at: string) => void,
): void {
  if (entries === undefined) return;
  for (let index = 0; index < entries.length; index += 1) {
    visit(entries[index]!, `${base}/${index}`);
  }
}

/** The breakdown of the document, then any of its lines; those have one place for all their fields. */
export function eachBreakdown(
  { invoice, otherBreakdowns }: EnModel,
  visit: (entry: TaxBreakdown, at: string) => void,
): void {
  each(invoice.taxBreakdown, 'taxBreakdown', visit);
  for (const { entry, at } of otherBreakdowns) visit(entry, at);
}

/** For all allowances (or charges) of all lines. */
export function eachOfLines<T>(
  { invoice }: EnModel,
  kind: 'allowances' | 'charges',
  visit: (
    entry: NonNullable<NonNullable<EnModel['invoice']['lines']>[number]['allowances']>[number],
    at: string,
  ) => T,
): void {
  const lines = invoice.lines ?? [];
  for (let index = 0; index < lines.length; index += 1) {
    const entries = lines[index]![kind];
    if (entries !== undefined) each(entries, `lines/${index}/${kind}`, visit);
  }
}
