/** A report in one language, or in both; each fault says where its rule is explained. */
import type { Language } from '@ventanilla/problems';
import type { Report, Text } from '@ventanilla/rules';

export type ReportLanguage = Language | 'both';

const say = (text: Text, language: ReportLanguage): string | Text =>
  language === 'both' ? text : text[language];

export const reportView = (documentId: string, report: Report, language: ReportLanguage) => ({
  documentId,
  ...report,
  faults: report.faults.map((fault) => ({
    ...fault,
    helpUrl: `/v1/rules/${encodeURIComponent(fault.code)}?${new URLSearchParams({ format: report.format })}`,
    message: say(fault.message, language),
    hint: say(fault.hint, language),
  })),
});
