/** What the bench and its generator, a process of its own, say to each other. */
import type { SampleFormat } from '@ventanilla/samples';

export interface GeneratorSettings {
  readonly host: string;
  readonly port: number;
  readonly connections: number;
  readonly run: string;
  readonly seed: string;
  readonly now: string;
  readonly formats?: readonly SampleFormat[];
  readonly sizeBytes?: number;
}

export type ToGenerator =
  | { readonly type: 'settings'; readonly settings: GeneratorSettings }
  | { readonly type: 'token'; readonly token: string }
  /** Starts sending: at a steady rate, or as fast as the window of unregistered documents allows. */
  | {
      readonly type: 'start';
      readonly ratePerSecond: number | undefined;
      readonly windowMax: number;
    }
  /** Documents of this run registered so far. */
  | { readonly type: 'registered'; readonly count: number }
  /** Sends no more and answers `stopped` when everything in flight is acknowledged. */
  | { readonly type: 'stop' }
  /** Writes the ids of everything acknowledged, 32 bytes each, and answers `ledger`. */
  | { readonly type: 'ledger'; readonly file: string }
  /** Forgets the durations so far: what was before was warm-up. */
  | { readonly type: 'forget' };

export interface PhaseFigures {
  readonly acknowledged: number;
  readonly retries: number;
  readonly refusals: Readonly<Record<string, number>>;
  readonly ackP50Ms: number | null;
  readonly ackP99Ms: number | null;
  readonly ackMaxMs: number;
}

export type FromGenerator =
  | { readonly type: 'ready' }
  | { readonly type: 'sent'; readonly acknowledged: number }
  | { readonly type: 'stopped'; readonly figures: PhaseFigures }
  | { readonly type: 'ledger'; readonly count: number };
