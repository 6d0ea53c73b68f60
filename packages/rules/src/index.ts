export { ADMISSION, type AdmissionRefusal, admissionFault } from './admission.ts';
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
export { createPack, extendPack, type PackContent } from './pack.ts';
export * from './report.ts';
export type * from './rule.ts';
export { type BrokenRule, FINDINGS_PER_RULE_MAX, runRules } from './run.ts';
