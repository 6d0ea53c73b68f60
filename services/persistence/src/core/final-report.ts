/** The report once the ledger has spoken: nothing changes in it afterwards. */
import { canonicalJson, reportHash } from '@ventanilla/receipts';
import { decideVerdict, type Fault, type Report, type Stage } from '@ventanilla/rules';

export interface FinalReport {
  readonly report: Report;
  /** Canonical JSON, what `hash` is over. */
  readonly json: string;
  /** SHA-256, lower-case hex. */
  readonly hash: string;
}

/**
 * The report with the ledger stage run and its faults added. A document that was rejected before the
 * ledger is not shown to it: its report stays as it is.
 */
export function closeReport(report: Report, ledgerFaults: readonly Fault[]): Report {
  if (report.verdict === 'rejected') return report;
  const failed = ledgerFaults.some(({ severity }) => severity === 'fatal');
  const ledger: Stage = { name: 'ledger', outcome: failed ? 'failed' : 'passed' };
  const faults = ledgerFaults.length === 0 ? report.faults : [...report.faults, ...ledgerFaults];
  return {
    ...report,
    verdict: decideVerdict(faults),
    stages: [...report.stages.filter(({ name }) => name !== 'ledger'), ledger],
    faults,
  };
}

const REMEMBERED_MAX = 200;

/** Hashes reports; remembers those without faults, of which there is one a format and rule pack. */
export function createReportHasher(): (report: Report) => FinalReport {
  const remembered = new Map<string, FinalReport>();
  const hash = (report: Report): FinalReport => ({
    report,
    json: canonicalJson(report),
    hash: reportHash(report),
  });
  return (report) => {
    if (report.faults.length > 0) return hash(report);
    const stages = report.stages.map(({ name, outcome }) => `${name}:${outcome}`).join();
    const key = `${report.format} ${report.verdict} ${report.pack?.hash} ${report.pack?.version} ${report.pack?.id} ${stages}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    if (remembered.size >= REMEMBERED_MAX) remembered.clear();
    const made = hash(report);
    remembered.set(key, made);
    return made;
  };
}
