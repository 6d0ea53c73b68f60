/** The outcome of judging one document: every fault at once, and the verdict computed apart from them. */
import type { Severity, Text } from './rule.ts';

export type StageName = 'admission' | 'structure' | 'signatures' | 'rules' | 'registry' | 'ledger';

export interface Fault {
  readonly code: string;
  readonly severity: Severity;
  readonly stage: StageName;
  readonly message: Text;
  readonly hint: Text;
  /** XPath with prefixes as in the document, or JSON pointer; empty for the whole document. */
  readonly path: string;
  /** 1-based; absent when there is no such place. */
  readonly line?: number;
  readonly column?: number;
  readonly expected?: string;
  readonly actual?: string;
}

export type Verdict = 'accepted' | 'accepted-with-observations' | 'rejected';

export interface Stage {
  readonly name: StageName;
  readonly outcome: 'passed' | 'failed' | 'skipped';
}

export interface Report {
  /** Format id, or `unknown`. */
  readonly format: string;
  /** Absent when no format was recognised. */
  readonly pack?: { readonly id: string; readonly version: string; readonly hash: string };
  readonly verdict: Verdict;
  readonly stages: readonly Stage[];
  readonly faults: readonly Fault[];
}

/** rejected if any fault is fatal, with observations if any is a warning. */
export function decideVerdict(faults: readonly Fault[]): Verdict {
  let verdict: Verdict = 'accepted';
  for (const { severity } of faults) {
    if (severity === 'fatal') return 'rejected';
    if (severity === 'warning') verdict = 'accepted-with-observations';
  }
  return verdict;
}
