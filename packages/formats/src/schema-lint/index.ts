export { LINT, type LintCode, type LintFinding, type LintSeverity } from './findings.ts';
export { type LintResult, lintSchemas } from './lint.ts';
