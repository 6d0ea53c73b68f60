/** What reception stands on. */
import type { Verifier } from '@ventanilla/auth';
import type { Uploads } from '@ventanilla/backends';
import type { ObjectStore } from '@ventanilla/objects';
import type { ProblemCode } from '@ventanilla/problems';
import type { Tracing } from '@ventanilla/runtime';
import type { AppendQueue } from './append-queue.ts';
import type { RateLimit } from './core/rate-limit.ts';
import type { Identifiers } from './identifiers.ts';
import type { Upstream } from './upstream.ts';

export interface Observer {
  /** A document acknowledged, and how long that took. */
  readonly received: (bytes: number, seconds: number) => void;
  readonly refused: (code: ProblemCode) => void;
  readonly batch: (received: number, refused: number) => void;
  /** Something of ours failed; logged once, here. */
  readonly failure: (error: unknown, requestId: string) => void;
}

export interface Limits {
  readonly documentBytesMax: number;
  readonly bodyTimeoutMs: number;
  readonly batchSpoolBytesMax: number;
  readonly batchEntriesMax: number;
  readonly batchRatioMax: number;
  readonly batchesMax: number;
  /** From here on clients are told to upload; what is smaller they may. */
  readonly uploadsAboveBytes: number;
  /** From the answer to the completion. */
  readonly uploadSeconds: number;
  /** Absent: no limit. */
  readonly rate?: RateLimit;
}

export interface Ports {
  readonly verifier: Verifier;
  readonly queue: AppendQueue;
  readonly objects: Pick<ObjectStore, 'put'>;
  /** Absent: no uploads are taken. */
  readonly uploads?: Pick<Uploads, 'objects' | 'door'>;
  readonly upstream: Upstream;
  readonly identifiers: Identifiers;
  readonly tracing: Tracing;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly observe: Observer;
  readonly limits: Limits;
  /** Where links of answers start, without a final slash. */
  readonly publicUrl: string;
  /** Folder for the temporary files of batches. */
  readonly scratchFolder: string;
  /** Whether X-Forwarded-For of the proxy in front may be believed. */
  readonly trustProxy: boolean;
  /** Aborts when the service stops. */
  readonly signal: AbortSignal;
}
