/** What query stands on. */

import type { Verifier } from '@ventanilla/auth';
import type { OutcomeRow, Reads, SegmentPlace } from '@ventanilla/database/reads';
import type { Example } from '@ventanilla/formats/examples';
import type { ObjectStore } from '@ventanilla/objects';
import type { Receipt } from '@ventanilla/receipts';
import type { Report, Text } from '@ventanilla/rules';
import type { PublishedKeys } from '@ventanilla/signatures';
import type { Stream } from '@ventanilla/stream';
import type { CatalogueEntry, CodeWithoutRule } from './core/catalogue.ts';
import type { Waiting } from './waiting.ts';

/** Documents read back from encrypted segments. All throw OperationalError. */
export interface Segments {
  /** Decrypted, its hash checked against the id: `tampered` if it differs. */
  readonly original: (place: SegmentPlace, documentId: string) => Promise<Uint8Array>;
  /** The report, and the JSON text of the canonical invoice of a document that could be read. */
  readonly judged: (
    place: SegmentPlace,
    documentId: string,
  ) => Promise<{ readonly report: Report; readonly invoiceJson: string | undefined }>;
}

/** The public log as it lies on the object store. */
export interface Log {
  /** Signed note of the newest tree head; undefined before the first. */
  readonly checkpoint: () => Promise<string | undefined>;
  /** The newest tree head that witnesses cosigned, with their lines; undefined before the first. */
  readonly cosigned: () => Promise<string | undefined>;
  /** A hash tile by its path under `tile/`. */
  readonly tile: (path: string) => Promise<Uint8Array | undefined>;
  /** An entry bundle by its path under `tile/entries/`. */
  readonly bundle: (path: string) => Promise<Uint8Array | undefined>;
  /** The log of the audit trail: head and tiles only. */
  readonly audit: {
    readonly checkpoint: () => Promise<string | undefined>;
    readonly tile: (path: string) => Promise<Uint8Array | undefined>;
  };
  /** Receipt with a proof to the newest head; undefined while no head covers the entry. */
  readonly receipt: (outcome: OutcomeRow) => Promise<Receipt | undefined>;
}

export interface Ports {
  readonly verifier: Verifier;
  readonly reads: Reads;
  readonly stream: Pick<Stream, 'backlog'>;
  readonly objects: Pick<ObjectStore, 'get'>;
  readonly segments: Segments;
  readonly log: Log;
  readonly waiting: Waiting;
  readonly keys: () => Promise<PublishedKeys>;
  readonly rules: readonly CatalogueEntry[];
  /** Codes of the authorities' catalogues that no rule has. */
  readonly withoutRule: readonly CodeWithoutRule[];
  /** The documents that show a code in a format, or why none can. */
  readonly exampleOf: (format: string, code: string) => Promise<Example | Text | undefined>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly onError: (error: unknown, requestId: string) => void;
}

export interface Limits {
  /** Of the API, as its OpenAPI document says. */
  readonly version: string;
  /** Public checks a minute and client address. */
  readonly publicChecksPerMinute: number;
  /** Whether anybody may read the entries of the log, or staff that sees the whole country alone. */
  readonly logEntriesPublic: boolean;
  /** Proxies in front whose X-Forwarded-For is believed. */
  readonly trustProxyHops: number;
  /** How long reception waits for the stream. */
  readonly appendTimeoutMs: number;
}
