/** What a restore stands on. */
import type { Database } from '@ventanilla/database';
import type { Envelope } from '@ventanilla/encryption';
import type { ObjectStore } from '@ventanilla/objects';
import type { VerifyingKey } from '@ventanilla/receipts';

export interface RestorePorts {
  /** The empty database, as its owner. */
  readonly database: Database;
  readonly objects: ObjectStore;
  readonly envelopes: { readonly original: Envelope; readonly canonical: Envelope };
  /** Of the log. */
  readonly keys: readonly VerifyingKey[];
  /** ISO day on which an instant counts in the daily totals. */
  readonly dayOf: (iso: string) => string;
  readonly onProgress: (phase: RestorePhase, done: number) => void;
}

/** The log is checked, the archive indexed, the ledger decided again. */
export type RestorePhase = 'log' | 'archive' | 'ledger';
