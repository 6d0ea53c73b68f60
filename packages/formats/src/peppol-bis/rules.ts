/** The rules of Peppol BIS Billing 3 by code, severity and texts; what they find comes from one walk. */

import type { Rule, Severity } from '@ventanilla/rules';
import type { EnModel } from '../en16931/model.ts';
import type { SyntaxFindings } from '../xml-syntax/inspector.ts';
import type { RuleText } from './rule-text.ts';
import { GENERAL_TEXTS } from './texts-general.ts';
import { NATIONAL_TEXTS } from './texts-national.ts';

export interface PeppolModel extends EnModel {
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

export const PEPPOL_RULES: readonly Rule<PeppolModel>[] = [...GENERAL_TEXTS, ...NATIONAL_TEXTS].map(
  ruleOf,
);
