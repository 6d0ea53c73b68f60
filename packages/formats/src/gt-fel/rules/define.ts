/** Rules over one kind of FEL document, in few words. */
import {
  absolute,
  compare,
  type Decimal,
  decimal,
  formatDecimal,
  subtract,
} from '@ventanilla/invoice';
import type { Facts, Finding, Rule, Severity } from '@ventanilla/rules';
import type { FelDocument, FelDte, FelWithdrawal } from '../model.ts';

export type FelRule = Rule<FelDocument>;
export type Report = (finding: Finding) => void;

interface Words {
  readonly code: string;
  readonly severity?: Severity;
  readonly es: string;
  readonly en: string;
  /** What to do, in Spanish and English. */
  readonly fix: readonly [es: string, en: string];
  readonly source?: string;
  readonly scope?: 'registry';
  readonly effectiveFrom?: string;
}

export interface DteWords extends Words {
  readonly check: (dte: FelDte, report: Report, facts: Facts) => void;
}

/** Codes tell severity: INF and SEC inform, all others refuse. */
const severityOf = (code: string): Severity =>
  code.startsWith('INF') || code.startsWith('SEC') ? 'warning' : 'fatal';

const describe = (words: Words): Omit<FelRule, 'check'> => ({
  code: words.code,
  severity: words.severity ?? severityOf(words.code),
  message: { es: words.es, en: words.en },
  hint: { es: words.fix[0], en: words.fix[1] },
  source: words.source ?? `FEL, catálogo de mensajes 0.3.0: ${words.code}`,
  ...(words.scope !== undefined && { scope: words.scope }),
  ...(words.effectiveFrom !== undefined && { effectiveFrom: words.effectiveFrom }),
});

/** A rule on DTEs of any type. */
export const onDte = (words: DteWords): FelRule => ({
  ...describe(words),
  check: (document, report, facts) => {
    if (document.kind === 'dte') words.check(document, report, facts);
  },
});

/** A rule on annulments (and, where it says so, reversals). */
export const onAnnulment = (
  words: Words & {
    readonly check: (annulment: FelWithdrawal, report: Report, facts: Facts) => void;
  },
): FelRule => ({
  ...describe(words),
  check: (document, report, facts) => {
    if (document.kind === 'annulment') words.check(document, report, facts);
  },
});

/** Every computed figure may differ by one cent, on a line and on a total alike. */
const TOLERANCE = decimal(1, 2);

export const differs = (a: Decimal, b: Decimal): boolean =>
  compare(absolute(subtract(a, b)), TOLERANCE) > 0;

/** Reports when a stated figure is not the computed one; nothing when either is missing. */
export function compareFigures(
  report: Report,
  at: () => string,
  stated: Decimal | undefined,
  computed: Decimal | undefined,
): void {
  if (stated === undefined || computed === undefined || !differs(stated, computed)) return;
  report({ at: at(), expected: trim(computed), actual: formatDecimal(stated) });
}

/** Without the zeros that multiplication adds: at least two decimals. */
export function trim(value: Decimal): string {
  const text = formatDecimal(value);
  return text.includes('.') ? text.replace(/(\.\d\d\d*?)0+$/, '$1') : text;
}
