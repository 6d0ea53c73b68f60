/**
 * A rule, and what it finds.
 *
 * A rule is data plus one pure function over a model `M` (the canonical Invoice, or a format's own
 * binding). It reports every place where it is broken; it never throws on any model.
 */
import type { Submitter, Taxpayer } from '@ventanilla/invoice';

/** Every sentence a person reads exists in both languages. */
export interface Text {
  readonly es: string;
  readonly en: string;
}

/** fatal rejects; warning accepts with observations; information changes nothing. */
export type Severity = 'fatal' | 'warning' | 'information';

/** One place where a rule is broken. */
export interface Finding {
  /** Path in the model, e.g. `lines/2/netAmount`; empty for the document. The format turns it into XPath or pointer and line. */
  readonly at: string;
  readonly expected?: string;
  readonly actual?: string;
}

/** What the rules may know besides the document. Looked up once a batch, never by the rule itself. */
export interface Facts {
  /** ISO instant of reception. */
  readonly receivedAt: string;
  /** undefined: judged offline (CLI), registry and submitter rules are not run. */
  readonly registry?: {
    /** Every id that the reading's `references` named and the registry knows. */
    readonly taxpayers: ReadonlyMap<string, Taxpayer>;
    readonly submitter: Submitter;
    /** Ids that mandated the submitter, of those named in the reading. */
    readonly mandates: ReadonlySet<string>;
  };
}

export interface Rule<M> {
  /** Stable for ever: `BR-CO-10`, `RCP349`, `VEN-…`. */
  readonly code: string;
  readonly severity: Severity;
  /** First and last ISO day of force; absent: always. */
  readonly effectiveFrom?: string;
  readonly effectiveUntil?: string;
  /** registry rules need `facts.registry`; the engine leaves them out when it is absent. */
  readonly scope?: 'document' | 'registry';
  /** May hold `{expected}` and `{actual}`. */
  readonly message: Text;
  /** What the sender should do. */
  readonly hint: Text;
  /** Clause of the law or standard. */
  readonly source: string;
  /** In `shadow` it is evaluated and counted, and no report shows it; absent: it is in force. */
  readonly mode?: 'shadow';
  /** Digest of tables that `check` reads besides its own text; part of the pack's hash. */
  readonly data?: string;
  readonly check: (model: M, report: (finding: Finding) => void, facts: Facts) => void;
}

/** A versioned set of rules for one model. `hash` is over everything but the id and version. */
export interface RulePack<M> {
  readonly id: string;
  readonly version: string;
  readonly hash: string;
  /** Digest of the tables given to the pack; empty when it has none. */
  readonly tables: string;
  readonly rules: readonly Rule<M>[];
}
