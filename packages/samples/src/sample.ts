import type { Random } from './random.ts';

export const SAMPLE_FORMATS = ['gt-fel', 'en16931-ubl', 'json'] as const;
export type SampleFormat = (typeof SAMPLE_FORMATS)[number];

/** A document and what the platform must say of it. */
export interface Sample {
  /** Unique within one generation, e.g. `000017-gt-fel-NCRE`. */
  readonly name: string;
  readonly mediaType: 'application/xml' | 'application/json';
  readonly bytes: Uint8Array;
  readonly format: SampleFormat;
  readonly issuerId: string;
  readonly expect: {
    readonly verdict: 'accepted' | 'accepted-with-observations' | 'rejected';
    /** Every fatal code, sorted; empty when accepted. */
    readonly codes: readonly string[];
    /** Every warning, sorted. */
    readonly observations: readonly string[];
    /** The seeded fault; absent on a sound document. */
    readonly fault?: string;
    /** ledger: only persistence can see it, so judging the document alone accepts it. */
    readonly decidedBy: 'document' | 'registry' | 'ledger';
  };
  /** Name of the sample that must be registered as accepted first. */
  readonly dependsOn?: string;
}

export interface GenerateOptions {
  /** The same seed and instant give the same bytes. */
  readonly seed: number | string;
  /** Instant of the demonstration: documents are issued in the hours before it. */
  readonly now: Date | string;
  readonly count: number;
  /** Share of documents with one seeded fault, 0 to 1. */
  readonly faultRate?: number;
  readonly formats?: readonly SampleFormat[];
  /** Approximate size of one document, reached by the number of lines; about 5 kB when absent. */
  readonly sizeBytes?: number;
  /** Exactly so many lines, whatever the size. */
  readonly lines?: number;
  /** Seeds only these faults, by name; all of them when absent. */
  readonly faults?: readonly string[];
}

/** Who decides on a fault, and what it must be called. */
export interface FaultExpectation {
  readonly name: string;
  readonly codes?: readonly string[];
  readonly observations?: readonly string[];
  readonly decidedBy?: 'document' | 'registry' | 'ledger';
}

/** A way to break a document: the draft before it is written, its text, or its bytes. */
export interface SeededFault<Draft> extends FaultExpectation {
  /** Document kinds it applies to; all when absent. */
  readonly kinds?: readonly string[];
  readonly draft?: (draft: Draft, random: Random) => void;
  readonly text?: (text: string) => string;
  readonly bytes?: (bytes: Uint8Array) => Uint8Array;
}

const encoder = new TextEncoder();

/** Applies the text and byte steps of a fault; throws when a step changed nothing, for then nothing was seeded. */
export function encodeDocument(
  text: string,
  fault: Pick<SeededFault<unknown>, 'name' | 'text' | 'bytes'> | undefined,
): Uint8Array {
  let written = text;
  if (fault?.text !== undefined) {
    written = fault.text(text);
    if (written === text) throw new Error(`fault ${fault.name} did not change the document`);
  }
  const bytes = encoder.encode(written);
  return fault?.bytes === undefined ? bytes : fault.bytes(bytes);
}
