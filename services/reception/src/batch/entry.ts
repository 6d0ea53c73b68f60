/** What a batch is taken apart into: documents, and things that are none. */
import type { ProblemCode } from '@ventanilla/problems';
import type { MediaType } from '../core/media.ts';

export type Values = Readonly<Record<string, string | number>>;

export type Entry =
  | {
      readonly ok: true;
      readonly name: string | null;
      readonly mediaType: MediaType;
      readonly bytes: Buffer;
    }
  | {
      readonly ok: false;
      readonly name: string | null;
      readonly code: ProblemCode;
      readonly values?: Values;
    };

export interface BatchLimits {
  /** Inflated bytes of one document. */
  readonly documentBytesMax: number;
  /** Bytes of an archive that must be kept on disk while it is read (ZIP). */
  readonly spoolBytesMax: number;
  readonly entriesMax: number;
  /** Inflated over compressed bytes of the whole batch; small batches are let off. */
  readonly ratioMax: number;
}

/** Below this many inflated bytes no ratio is suspicious. */
export const RATIO_FREE_BYTES = 16 * 1_024 * 1_024;

/** Ends a whole batch; documents confirmed before stay received. */
export class BatchBroken extends Error {
  override readonly name = 'BatchBroken';
  readonly code: ProblemCode;
  readonly values: Values;

  constructor(code: ProblemCode, values: Values = {}, cause?: unknown) {
    super(code, { cause });
    this.code = code;
    this.values = values;
  }
}

export const bad = (name: string | null, code: ProblemCode, values?: Values): Entry => ({
  ok: false,
  name,
  code,
  ...(values === undefined ? {} : { values }),
});
