/** The rules of Peppol BIS Billing 3 by code, severity and texts; what they find comes from one walk. */

import type { Rule, Severity } from '@ventanilla/rules';
import type { SyntaxFindings } from '../xml-syntax/inspector.ts';
import type { RuleText } from './rule-text.ts';
import { GENERAL_TEXTS } from './texts-general.ts';
import { NATIONAL_TEXTS } from './texts-national.ts';

export interface PeppolModel {
  readonly peppol: SyntaxFindings;
}

const HINT = {
  es: 'Corrija el elemento indicado según Peppol BIS Billing 3.',
  en: 'Mend the element shown as Peppol BIS Billing 3 asks.',
} as const;

const found =
  (code: string): Rule<PeppolModel>['check'] =>
  ({ peppol }, report) => {
    if (peppol.size === 0) return;
    const findings = peppol.get(code);
    if (findings !== undefined) for (const finding of findings) report(finding);
  };

function ruleOf([marked, es, en]: RuleText): Rule<PeppolModel> {
  const isWarning = marked.endsWith('?');
  const code = isWarning ? marked.slice(0, -1) : marked;
  const severity: Severity = isWarning ? 'warning' : 'fatal';
  return {
    code,
    severity,
    message: { es, en },
    hint: HINT,
    source: 'Peppol BIS Billing 3.0',
    check: found(code),
  };
}

const PEPPOL_RULES: readonly Rule<PeppolModel>[] = [...GENERAL_TEXTS, ...NATIONAL_TEXTS].map(
  ruleOf,
);

/** In UBL the invoiced object has one place, and 9906 is no scheme any more. */
const CII_ONLY = new Set(['PEPPOL-EN16931-R006', 'PEPPOL-COMMON-R048']);

export const PEPPOL_UBL_RULES = PEPPOL_RULES.filter(({ code }) => !CII_ONLY.has(code));

/** What the set has for CII: no German, Greek or Icelandic rules, and none of what CII cannot say. */
const IN_CII =
  /^(PEPPOL-EN16931-(R00[1-7]|R0[12]0|R04[0-3]|R05[345]|R061|R080|R1\d\d|CL00[12378]|F001|P0100)|PEPPOL-COMMON-R0(4\d|50)|(NO|DK|IT|SE|NL)-R-\d+)$/;

/** The set for CII is of May 2025: there the edition of UNSPSC is advice still, and the Danish buyer free. */
export const PEPPOL_CII_RULES = PEPPOL_RULES.filter(
  ({ code }) => IN_CII.test(code) && code !== 'DK-R-017',
).map(
  (rule): Rule<PeppolModel> => (rule.code === 'DK-R-003' ? { ...rule, severity: 'warning' } : rule),
);
