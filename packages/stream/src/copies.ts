/** Records copied from another stream say of which record they are a copy, so that a second copy is known. */
import { createHash } from 'node:crypto';
import { appendAll } from './append-all.ts';
import type { Batch, BatchHandler, DeliveredRecord, Sink, Stream } from './stream.ts';
import { refuseWhenAborted } from './translate.ts';

/**
 * `<stream>/<topic>/<partition>/<offset>/<hash>`: where the record lay first, and the start of its value's
 * SHA-256, because positions of two streams, or of a topic made anew, may be alike.
 */
export const COPY_HEADER = 've-copy-of';

/** Far more than one batch, which is what a bridge that died copies twice. */
const REMEMBERED_MAX = 4_096;

/**
 * Copies batches into the same topic of `sink`, key, headers and value as they lie; `from` names the stream
 * they come from. A copy of a copy names the first original.
 */
export const copyTo =
  (sink: Sink, from: string): BatchHandler =>
  async (batch) => {
    refuseWhenAborted(batch);
    const { topic } = batch;
    const copies = batch.records.map(({ key, headers, value, position }) => {
      const hash = createHash('sha256').update(value).digest('hex').slice(0, 16);
      const original = `${from}/${topic}/${position.partition}/${position.offset}/${hash}`;
      return { key, headers: { [COPY_HEADER]: original, ...headers }, value };
    });
    await appendAll(sink, topic, copies);
  };

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
