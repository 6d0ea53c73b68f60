/** Every rule a document can break, as a reader of the catalogue sees it. */
import type { FaultText, Rule, RulePack, Severity, StageName, Text } from '@ventanilla/rules';

export interface CatalogueEntry {
  readonly code: string;
  /** Formats it is checked in. */
  readonly formats: readonly string[];
  readonly stage: StageName;
  readonly severity: Severity;
  readonly effectiveFrom?: string;
  readonly effectiveUntil?: string;
  readonly message: Text;
  readonly hint: Text;
  readonly source: string;
}

/** A code of an authority's catalogue that no rule has, and why. */
export interface CodeWithoutRule {
  readonly code: string;
  readonly format: string;
  readonly how: 'elsewhere' | 'superseded' | 'outside';
  readonly reason: Text;
}

export interface FormatPack {
  readonly format: string;
  readonly pack: Pick<RulePack<never>, 'id' | 'version' | 'hash'> & {
    readonly rules: readonly Omit<Rule<never>, 'check'>[];
  };
}

/** Faults of a stage that every format shares and that are no rules of a pack. */
export interface StageFaults {
  readonly stage: StageName;
  readonly source: string;
  readonly faults: readonly FaultText[];
}

/** One entry a code, sorted; a code that several formats share lists them all. */
export function catalogueOf(
  packs: readonly FormatPack[],
  stages: readonly StageFaults[] = [],
): readonly CatalogueEntry[] {
  const entries = new Map<string, CatalogueEntry>();
  const formats = packs.map(({ format }) => format);
  for (const { stage, source, faults } of stages) {
    for (const { code, severity, message, hint } of faults) {
      entries.set(code, { code, formats, stage, severity, message, hint, source });
    }
  }
  for (const { format, pack } of packs) {
    for (const rule of pack.rules) {
      const known = entries.get(rule.code);
      entries.set(rule.code, {
        ...(known ?? entryOf(rule)),
        formats: [...new Set([...(known?.formats ?? []), format])],
      });
    }
  }
  return [...entries.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}

const entryOf = (rule: Omit<Rule<never>, 'check'>): CatalogueEntry => ({
  code: rule.code,
  formats: [],
  stage: rule.scope === 'registry' ? 'registry' : 'rules',
  severity: rule.severity,
  ...(rule.effectiveFrom !== undefined && { effectiveFrom: rule.effectiveFrom }),
  ...(rule.effectiveUntil !== undefined && { effectiveUntil: rule.effectiveUntil }),
  message: rule.message,
  hint: rule.hint,
  source: rule.source,
});

export interface CatalogueFilter {
  readonly code?: string | undefined;
  readonly format?: string | undefined;
  readonly severity?: Severity | undefined;
  /** ISO day on which it is in force. */
  readonly date?: string | undefined;
  /** Words of code, message or hint in either language; accents and capitals do not count. */
  readonly q?: string | undefined;
}

/** Those a search means; one for a severity or a day means rules only. */
export function filterWithoutRule(
  codes: readonly CodeWithoutRule[],
  { code, format, severity, date, q = '' }: CatalogueFilter,
): readonly CodeWithoutRule[] {
  if (severity !== undefined || date !== undefined) return [];
  const words = plain(q).split(/\s+/).filter(Boolean);
  return codes.filter((entry) => {
    const text = plain([entry.code, entry.reason.es, entry.reason.en].join(' '));
    return (
      (code === undefined || entry.code === code) &&
      (format === undefined || entry.format === format) &&
      words.every((word) => text.includes(word))
    );
  });
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

const isInForce = ({ effectiveFrom = '', effectiveUntil = '9999' }: CatalogueEntry, day: string) =>
  effectiveFrom <= day && day <= effectiveUntil;

const says = ({ code, message, hint }: CatalogueEntry, words: readonly string[]): boolean => {
  const text = plain([code, message.es, message.en, hint.es, hint.en].join(' '));
  return words.every((word) => text.includes(word));
};

export function filterCatalogue(
  entries: readonly CatalogueEntry[],
  { code, format, severity, date, q = '' }: CatalogueFilter,
): readonly CatalogueEntry[] {
  const words = plain(q).split(/\s+/).filter(Boolean);
  return entries.filter(
    (entry) =>
      (code === undefined || entry.code === code) &&
      (format === undefined || entry.formats.includes(format)) &&
      (severity === undefined || entry.severity === severity) &&
      (date === undefined || isInForce(entry, date)) &&
      (words.length === 0 || says(entry, words)),
  );
}
