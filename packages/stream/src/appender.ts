/**
 * Appends of one topic go to the back end one request at a time, and whatever arrives meanwhile shares
 * the next one: batches grow with load, and calls keep their order. One request a record cost ten times
 * as much.
 */
import { OperationalError } from '@ventanilla/errors';
import type { AppendResult, StreamRecord } from './stream.ts';

export interface AppenderLimits {
  readonly valueBytesMax: number;
  /** Bytes waiting for their request; beyond, appends are refused. */
  readonly pendingBytesMax: number;
  readonly requestBytesMax: number;
  readonly requestRecordsMax: number;
  /** How long few records wait for company, where others came lately. */
  readonly lingerMs: number;
}

/** A record as the adapter has prepared it, with its size in a request. */
export interface Prepared {
  readonly bytes: number;
}

export interface AppenderPorts<P extends Prepared> {
  readonly prepare: (record: StreamRecord) => P;
  /** Results in order; throws when nothing of the request was written, or nobody knows. */
  readonly write: (records: readonly P[]) => Promise<readonly AppendResult[]>;
}

/** A part of one call, small enough for one request. */
interface Portion<P> {
  readonly call: { failed?: unknown };
  readonly records: readonly P[];
  readonly bytes: number;
  readonly settle: (results: readonly AppendResult[]) => void;
}

/** This many need no company. */
const ENOUGH = 64;

const tooLarge = (bytes: number, max: number) =>
  new OperationalError('record-too-large', `a value of ${bytes} bytes exceeds ${max}`, {
    retryable: false,
  });

const portionsOf = <P extends Prepared>(
  records: readonly P[],
  { requestBytesMax, requestRecordsMax }: AppenderLimits,
): P[][] => {
  const portions: P[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const record of records) {
    const last = portions.at(-1);
    if (!last || bytes + record.bytes > requestBytesMax || last.length >= requestRecordsMax) {
      portions.push([record]);
      bytes = record.bytes;
    } else {
      last.push(record);
      bytes += record.bytes;
    }
  }
  return portions;
};

/** One a topic. `append` is `Sink.append` for it. */
export class Appender<P extends Prepared> {
  readonly #ports: AppenderPorts<P>;
  readonly #limits: AppenderLimits;
  readonly #queue: Portion<P>[] = [];
  #pendingBytes = 0;
  #records = 0;
  #running = false;
  #crowded = false;

  constructor(ports: AppenderPorts<P>, limits: AppenderLimits) {
    this.#ports = ports;
    this.#limits = limits;
  }

  async append(records: readonly StreamRecord[]): Promise<readonly AppendResult[]> {
    if (records.length === 0) return [];
    const refused = this.#refusals(records);
    const prepared: P[] = [];
    for (const [i, record] of records.entries()) {
      if (!refused.has(i)) prepared.push(this.#ports.prepare(record));
    }
    const written = (await this.#enqueue(prepared)).values();
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
  async #enqueue(records: readonly P[]): Promise<readonly AppendResult[]> {
    const bytes = records.reduce((sum, prepared) => sum + prepared.bytes, 0);
    if (this.#pendingBytes > 0 && this.#pendingBytes + bytes > this.#limits.pendingBytesMax) {
      throw new OperationalError('stream-busy', 'too much waits to be appended', {
        retryable: true,
      });
    }
    const call: Portion<P>['call'] = {};
    const results = await Promise.all(
      portionsOf(records, this.#limits).map((portion) => this.#wait(call, portion)),
    );
    const all = results.flat();
    if (call.failed !== undefined && all.every(({ ok }) => !ok)) throw call.failed;
    return all;
  }

  #wait(call: Portion<P>['call'], records: readonly P[]): Promise<readonly AppendResult[]> {
    const bytes = records.reduce((sum, prepared) => sum + prepared.bytes, 0);
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

  #take(): Portion<P>[] {
    const taken: Portion<P>[] = [];
    let bytes = 0;
    let records = 0;
    for (;;) {
      const [next] = this.#queue;
      if (!next) break;
      const fits =
        bytes + next.bytes <= this.#limits.requestBytesMax &&
        records + next.records.length <= this.#limits.requestRecordsMax;
      if (taken.length > 0 && !fits) break;
      this.#queue.shift();
      taken.push(next);
      bytes += next.bytes;
      records += next.records.length;
    }
    this.#records -= records;
    return taken;
  }

  async #write(portions: readonly Portion<P>[]): Promise<void> {
    const due = portions.filter(({ call }) => call.failed === undefined);
    let results: readonly AppendResult[] = [];
    try {
      const records = due.flatMap((portion) => portion.records);
      if (records.length > 0) results = await this.#ports.write(records);
    } catch (error) {
      // Later portions of a failed call hold later records of the same keys: they fail with it.
      for (const { call } of due) call.failed = error;
    }
    let from = 0;
    for (const { call, records, bytes, settle } of portions) {
      this.#pendingBytes -= bytes;
      if (call.failed === undefined) {
        const own = results.slice(from, from + records.length);
        from += records.length;
        const refused = own.find(({ ok }) => !ok);
        if (refused && !refused.ok) call.failed = refused.error;
        settle(own);
      } else {
        settle(records.map(() => ({ ok: false, error: call.failed })));
      }
    }
  }
}
