/** The results of batches as query reads them: parts of lines, and a summary that comes last. */
import type { ObjectStore } from '@ventanilla/objects';

/** Object `batches/<batchId>/summary.json`. */
export interface StoredBatch {
  readonly batchId: string;
  readonly clientId: string;
  readonly taxpayerId: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly received: number;
  readonly refused: number;
  /** Objects `batches/<batchId>/part-00001.ndjson` and on, lines in order of index. */
  readonly parts: number;
  /** Problem code that ended the batch early. */
  readonly brokenBy?: string;
}

const STORE_ATTEMPTS = 3;

export const partKey = (batchId: string, part: number): string =>
  `batches/${batchId}/part-${String(part).padStart(5, '0')}.ndjson`;
export const summaryKey = (batchId: string): string => `batches/${batchId}/summary.json`;

/**
 * Stores with a few attempts. A failure is told to `onError` and remembered in `complete`, never
 * thrown: the caller holds the results already, and the documents are received all the same.
 */
export function createBatchStore(
  objects: Pick<ObjectStore, 'put'>,
  onError: (error: unknown) => void,
) {
  let complete = true;
  return async (key: string, bytes: Uint8Array): Promise<boolean> => {
    for (let attempt = 1; complete; attempt += 1) {
      try {
        await objects.put(key, bytes);
        return true;
      } catch (error) {
        if (attempt < STORE_ATTEMPTS) continue;
        onError(error);
        complete = false;
      }
    }
    return false;
  };
}
