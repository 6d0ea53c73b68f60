/**
 * Appends of one topic go to Postgres one transaction at a time, and whatever arrives meanwhile shares
 * the next one: batches grow with load, and calls keep their order. One commit a record cost ten times
 * as much.
 */
import { OperationalError } from '@ventanilla/errors';
import { type AppendResult, partitionOf, type StreamRecord } from '@ventanilla/stream';
import { measure, pack, type Sized } from './pack.ts';
import type { Database } from './pool.ts';
import type { Topic } from './topics.ts';

export interface WriterLimits {
  readonly valueBytesMax: number;
  /** Bytes waiting for their transaction; beyond, appends are refused. */
  readonly pendingBytesMax: number;
  readonly lingerMs: number;
}

/** A part of one call, small enough for one transaction. */
interface Portion {
  readonly call: { failed?: unknown };
  readonly records: readonly Sized[];
  readonly bytes: number;
  readonly settle: (results: readonly AppendResult[]) => void;
}

const TRANSACTION_BYTES = 8 * 1024 * 1024;
const TRANSACTION_RECORDS = 2_000;
/** This many need no company. */
const ENOUGH = 64;

const tooLarge = (bytes: number, max: number) =>
  new OperationalError('record-too-large', `a value of ${bytes} bytes exceeds ${max}`, {
    retryable: false,
  });

const intArray = (numbers: readonly number[]): string => `{${numbers.join(',')}}`;

const write = async (
  database: Database,
  topic: Topic,
  records: readonly Sized[],
): Promise<readonly AppendResult[]> => {
  const byPartition = Map.groupBy(records.keys(), (index) =>
    partitionOf((records[index] as Sized).record.key, topic.partitions),
  );
  const partitions = [...byPartition.keys()].sort((a, b) => a - b);
  const blob = Buffer.allocUnsafe(records.reduce((sum, { bytes }) => sum + bytes, 0));
  const starts: number[] = [];
  const lengths: number[] = [];
  let at = 0;
  for (const partition of partitions) {
    for (const index of byPartition.get(partition) as number[]) {
      const sized = records[index] as Sized;
      starts.push(at + 1);
      lengths.push(sized.bytes);
      at = pack(sized, blob, at);
    }
  }
  const counts = partitions.map((partition) => (byPartition.get(partition) as number[]).length);
  const { rows } = await database.query({
    name: 'append',
    text: 'select base from stream.append($1, $2, $3, $4, $5, $6)',
    values: [topic.id, ...[partitions, counts, starts, lengths].map(intArray), blob],
  });
  const results: AppendResult[] = new Array(records.length);
  for (const [i, partition] of partitions.entries()) {
    const base = Number(rows[i]?.[0]);
    for (const [n, index] of (byPartition.get(partition) as number[]).entries()) {
      results[index] = { ok: true, position: { partition, offset: String(base + n) } };
    }
  }
  return results;
};

const portionsOf = (records: readonly Sized[]): Sized[][] => {
  const portions: Sized[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const sized of records) {
    const last = portions.at(-1);
    if (!last || bytes + sized.bytes > TRANSACTION_BYTES || last.length >= TRANSACTION_RECORDS) {
      portions.push([sized]);
      bytes = sized.bytes;
    } else {
      last.push(sized);
      bytes += sized.bytes;
    }
  }
  return portions;
};

export class TopicWriter {
  readonly #database: Database;
  readonly #topic: Topic;
  readonly #limits: WriterLimits;
  readonly #queue: Portion[] = [];
  #pendingBytes = 0;
  #records = 0;
  #running = false;
  #crowded = false;

  constructor(database: Database, topic: Topic, limits: WriterLimits) {
    this.#database = database;
    this.#topic = topic;
    this.#limits = limits;
  }

  async append(records: readonly StreamRecord[]): Promise<readonly AppendResult[]> {
    if (records.length === 0) return [];
    const refused = this.#refusals(records);
    const sized: Sized[] = [];
    for (const [i, record] of records.entries()) if (!refused.has(i)) sized.push(measure(record));
    const written = (await this.#enqueue(sized)).values();
    return records.map((_, index) => refused.get(index) ?? (written.next().value as AppendResult));
  }

  /** Records too large, and those of their keys that follow. */
  #refusals(records: readonly StreamRecord[]): Map<number, AppendResult> {
    const { valueBytesMax } = this.#limits;
    const refused = new Map<number, AppendResult>();
    const keys = new Map<string, AppendResult>();
    for (const [index, { key, value }] of records.entries()) {
      if (value.length > valueBytesMax && !keys.has(key)) {
        keys.set(key, { ok: false, error: tooLarge(value.length, valueBytesMax) });
      }
      const result = keys.size > 0 ? keys.get(key) : undefined;
      if (result) refused.set(index, result);
    }
    return refused;
  }

  /** Results in order; rejects when none was written. */
  async #enqueue(records: readonly Sized[]): Promise<readonly AppendResult[]> {
    const bytes = records.reduce((sum, sized) => sum + sized.bytes, 0);
    if (this.#pendingBytes > 0 && this.#pendingBytes + bytes > this.#limits.pendingBytesMax) {
      throw new OperationalError('stream-busy', 'too much waits to be appended', {
        retryable: true,
      });
    }
    const call: Portion['call'] = {};
    const results = await Promise.all(
      portionsOf(records).map((portion) => this.#wait(call, portion)),
    );
    const all = results.flat();
    if (all.length > 0 && all.every(({ ok }) => !ok)) throw call.failed;
    return all;
  }

  #wait(call: Portion['call'], records: readonly Sized[]): Promise<readonly AppendResult[]> {
    const bytes = records.reduce((sum, sized) => sum + sized.bytes, 0);
    this.#pendingBytes += bytes;
    this.#records += records.length;
    return new Promise((settle) => {
      this.#queue.push({ call, records, bytes, settle });
      if (!this.#running) {
        this.#running = true;
        void this.#run();
      }
    });
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      // Alone, a record goes at once; where others came last time, a moment's wait pays.
      const alone = !this.#crowded || this.#records >= ENOUGH;
      await new Promise((resolve) =>
        alone ? setImmediate(resolve) : setTimeout(resolve, this.#limits.lingerMs),
      );
      const portions = this.#take();
      this.#crowded = portions.length > 1;
      await this.#write(portions);
    }
    this.#running = false;
  }

  #take(): Portion[] {
    const taken: Portion[] = [];
    let bytes = 0;
    let records = 0;
    for (;;) {
      const [next] = this.#queue;
      if (!next) break;
      const fits =
        bytes + next.bytes <= TRANSACTION_BYTES &&
        records + next.records.length <= TRANSACTION_RECORDS;
      if (taken.length > 0 && !fits) break;
      this.#queue.shift();
      taken.push(next);
      bytes += next.bytes;
      records += next.records.length;
    }
    this.#records -= records;
    return taken;
  }

  async #write(portions: readonly Portion[]): Promise<void> {
    const due = portions.filter(({ call }) => call.failed === undefined);
    let results: readonly AppendResult[] = [];
    try {
      const records = due.flatMap((portion) => portion.records);
      if (records.length > 0) results = await write(this.#database, this.#topic, records);
    } catch (error) {
      // Later portions of a failed call hold later records of the same keys: they fail with it.
      for (const { call } of due) call.failed = error;
    }
    let from = 0;
    for (const { call, records, bytes, settle } of portions) {
      this.#pendingBytes -= bytes;
      if (call.failed === undefined) {
        settle(results.slice(from, from + records.length));
        from += records.length;
      } else {
        settle(records.map(() => ({ ok: false, error: call.failed })));
      }
    }
  }
}
