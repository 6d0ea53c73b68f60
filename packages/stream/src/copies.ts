/** Records copied from another stream say of which record they are a copy, so that a second copy is known. */
import type { Batch, DeliveredRecord, Stream } from './stream.ts';

/** `<stream>/<topic>/<partition>/<offset>` where the record lay first. */
export const COPY_HEADER = 've-copy-of';

/** Far more than one batch, which is what a bridge that died copies twice. */
const REMEMBERED_MAX = 4_096;

/** The last originals of which a copy was settled here, in one partition. */
class Settled {
  readonly #originals = new Set<string>();

  has(original: string): boolean {
    return this.#originals.has(original);
  }

  add(original: string): void {
    this.#originals.add(original);
    if (this.#originals.size <= REMEMBERED_MAX) return;
    const [oldest] = this.#originals;
    if (oldest !== undefined) this.#originals.delete(oldest);
  }
}

const firstCopies = (records: readonly DeliveredRecord[], settled: Settled) => {
  const here = new Set<string>();
  return records.filter(({ headers }) => {
    const original = headers[COPY_HEADER];
    if (original === undefined) return true;
    const repeated = here.has(original) || settled.has(original);
    here.add(original);
    return !repeated;
  });
};

/**
 * Wraps `stream` so that a consumer is handed each copied record once while it runs. Only records whose
 * batch was settled here are left out, so nothing is lost; a consumer that starts anew may be handed one
 * again, as with any stream.
 */
export const withoutRepeats = (stream: Stream): Stream => ({
  ...stream,
  consume: (consumer) => {
    const partitions = new Map<number, Settled>();
    const handler = async (batch: Batch): Promise<void> => {
      if (!batch.records.some(({ headers }) => headers[COPY_HEADER] !== undefined)) {
        return consumer.handler(batch);
      }
      const settled = partitions.get(batch.partition) ?? new Settled();
      partitions.set(batch.partition, settled);
      const records = firstCopies(batch.records, settled);
      if (records.length > 0) await consumer.handler({ ...batch, records });
      for (const { headers } of records) {
        const original = headers[COPY_HEADER];
        if (original !== undefined) settled.add(original);
      }
    };
    return stream.consume({ ...consumer, handler });
  },
});
