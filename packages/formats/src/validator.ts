/**
 * The whole of validation as two pure steps, so that the caller can look up registry facts for a
 * batch in between: `read` (admission, parse, structure, binding) and `judge` (rules, verdict).
 */
import type { DocumentSummary, Invoice } from '@ventanilla/invoice';
import type { Facts, Report } from '@ventanilla/rules';

export interface Reading {
  readonly references: readonly string[];
}

export interface Judgement {
  readonly report: Report;
  /** Present when the document could be read far enough, even if rejected. */
  readonly summary?: DocumentSummary;
  readonly invoice?: Invoice;
  /** Codes of rules in shadow that the document breaks, once each; no report tells of them. */
  readonly shadowed?: readonly string[];
}

export interface Validator<R extends Reading = Reading> {
  /** Await it before the documents of a batch are read (XmlEngine `ready`). */
  readonly ready: () => Promise<void>;
  /** Never throws on bad input; the worst document is a Reading with admission faults. */
  readonly read: (bytes: Uint8Array) => R;
  readonly judge: (reading: R, facts: Facts) => Judgement;
}
