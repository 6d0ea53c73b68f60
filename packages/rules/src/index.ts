export { ADMISSION, type AdmissionRefusal, admissionFault } from './admission.ts';
export { describePack, describeRule, type PackRecord, type RuleRecord } from './describe.ts';
export { type ChangedRule, diffPacks, type PackDiff, type PropertyChange } from './diff.ts';
export {
  createFault,
  type FaultPlace,
  type FaultText,
  type FaultValues,
  fillText,
  orderFaults,
  toFault,
} from './fault.ts';
export { LEDGER, type LedgerCode, ledgerFault } from './ledger.ts';
export {
  LINT,
  type LintCode,
  type LintFinding,
  lintPack,
  type ShownByExamples,
} from './lint.ts';
export { createPack, extendPack, type PackContent } from './pack.ts';
export * from './report.ts';
export type * from './rule.ts';
export { type BrokenRule, FINDINGS_PER_RULE_MAX, runRules } from './run.ts';
export {
  applySettings,
  type PackSettings,
  type RuleMode,
  type RuleSettings,
  type SettingsByFormat,
  settingsOf,
} from './settings.ts';
export { readSettings, type SettingsKind, unknownNames } from './settings-file.ts';
