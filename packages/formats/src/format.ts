/**
 * A format: how one kind of document is recognised, checked for structure, and read.
 *
 * Adding a country is adding a folder that exports one Format and listing it in `index.ts`.
 */
import type { DocumentSummary, Invoice } from '@ventanilla/invoice';
import type { Fault, RulePack, Text } from '@ventanilla/rules';
import type { XmlDocument } from '@ventanilla/xml';
import type { SignatureProfile } from '@ventanilla/xml-signatures';
import type { ExampleSet } from './examples/example.ts';
import type { JsonDocument } from './strict-json/index.ts';

/** A parsed document: one parse feeds every stage. */
export type Source =
  | { readonly kind: 'xml'; readonly xml: XmlDocument }
  | { readonly kind: 'json'; readonly json: JsonDocument };

/** Where a model path lies in the bytes. */
export interface Location {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
}

/** What a format reads out of a source. Never throws on any well-formed input. */
export interface Binding<M> {
  readonly model: M;
  /** undefined when the document lacks what it takes to key and index it (it is then rejected). */
  readonly summary: DocumentSummary | undefined;
  readonly invoice: Invoice;
  /** Registry ids whose records the rules will want. */
  readonly references: readonly string[];
  /** Id of whose software issued or certified it, where the document says so. */
  readonly software?: string;
  /** Turns a model path of a finding into a place in the document; called only when a rule is broken. */
  readonly locate: (at: string) => Location;
}

/** A code of the authority's own catalogue that no rule of the pack answers with, and why. */
export interface WithoutRule {
  readonly how: 'elsewhere' | 'superseded' | 'outside';
  readonly reason: Text;
}

export interface Format<M = unknown> {
  readonly id: string;
  readonly recognise: (source: Source) => boolean;
  /** Sources it can judge when asked by name, even if they do not say they follow it; `recognise` when absent. */
  readonly accepts?: (source: Source) => boolean;
  /** Structure faults by XSD or JSON Schema, stage `structure`; empty when sound. */
  readonly checkStructure: (source: Source) => readonly Fault[];
  readonly read: (source: Source) => Binding<M>;
  /** Where its documents are signed and over what; absent where the format knows no XML signature. */
  readonly signatures?: SignatureProfile;
  /** The rules in force on the document's own date. */
  readonly pack: RulePack<M>;
  /** By code, what the authority's catalogue has beyond the pack; absent where it has none. */
  readonly withoutRule?: Readonly<Record<string, WithoutRule>>;
  /** A document that passes and one that fails for every rule; loaded only when somebody asks. */
  readonly examples: () => Promise<ExampleSet>;
}
