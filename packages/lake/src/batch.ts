/** What a batch of the lake consists of, and which batches there are. */
import { OperationalError } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import { BATCHES, type LogRange } from './layout.ts';

export interface LakeObject {
  readonly name: string;
  readonly day: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

export interface LakeBatch extends LogRange {
  /** Amounts that DECIMAL(38,10) does not hold: empty here, whole in the document. */
  readonly amountsLeftOut: number;
  readonly objects: readonly LakeObject[];
}

export const damaged = (what: string): OperationalError =>
  new OperationalError('lake-damaged', what, { retryable: false });

export async function readJson<T>(store: ObjectStore, name: string): Promise<T | undefined> {
  const bytes = await store.get(name);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as T;
  } catch (cause) {
    throw new OperationalError('lake-damaged', `${name} is not JSON.`, { retryable: false, cause });
  }
}

/** Every batch that is complete, in the order of the log. Throws `lake-damaged` where entries lack. */
export async function* readBatches(store: ObjectStore): AsyncGenerator<LakeBatch> {
  let next = 0;
  for await (const name of store.list(BATCHES)) {
    const batch = await readJson<LakeBatch>(store, name);
    if (batch === undefined) continue;
    if (batch.first !== next) {
      throw damaged(
        `The lake has no batch with log entry ${next}; the next one begins at ${batch.first}.`,
      );
    }
    next = batch.end;
    yield batch;
  }
}

/** The first log entry that is in no batch. */
export async function endOf(store: ObjectStore): Promise<number> {
  let end = 0;
  for await (const batch of readBatches(store)) end = batch.end;
  return end;
}
