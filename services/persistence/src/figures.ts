/** Figures of registration. */
import type { Metrics } from '@ventanilla/runtime';
import type { Decision } from './core/decide.ts';

/** Counts decisions; labels are verdicts, formats and codes of the ledger, which are few. */
export function createFigures(metrics: Metrics): (decisions: readonly Decision[]) => void {
  const outcomes = metrics.counter('outcomes_total', 'Outcomes registered', ['format', 'verdict']);
  const faults = metrics.counter('ledger_faults_total', 'Ledger rules broken', ['code']);
  const others = metrics.counter('no_outcomes_total', 'Documents that got no new outcome', ['why']);
  return (decisions) => {
    for (const decision of decisions) {
      if (decision.kind !== 'registered') {
        others.inc({ why: decision.kind });
        continue;
      }
      const { format, verdict } = decision.report;
      outcomes.inc({ format, verdict });
      for (const { stage, code } of decision.report.faults) {
        if (stage === 'ledger') faults.inc({ code });
      }
    }
  };
}
