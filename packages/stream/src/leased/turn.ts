/** One partition in one consumer's hands: fetch, deliver, commit, again. */
import { InvariantError } from '@ventanilla/errors';
import type { Batch, ConsumeOptions, DeliveredRecord } from '../stream.ts';
import type { Lease, LeasedBackend, Timing } from './backend.ts';
import { backOff, pause, persistently } from './patience.ts';
import type { Poller } from './poller.ts';

export interface TurnPorts {
  readonly backend: LeasedBackend;
  readonly options: ConsumeOptions;
  readonly timing: Timing;
  readonly poller: Poller;
}

export interface TurnSignals {
  /** The right is gone: abandon the batch. */
  readonly lost: AbortSignal;
  /** Finish the batch, then end. */
  readonly ending: AbortSignal;
}

const RECORDS_MAX = 250;
const BYTES_MAX = 4 * 1024 * 1024;

const numbered = (records: readonly DeliveredRecord[], delivery: number) =>
  delivery === 1 ? records : records.map((record) => ({ ...record, delivery }));

/** True when the handler did its work, false when the turn ended first. */
const deliver = async (
  { options, timing }: TurnPorts,
  partition: number,
  records: readonly DeliveredRecord[],
  crashes: number,
  { lost, over }: { lost: AbortSignal; over: AbortSignal },
): Promise<boolean> => {
  for (let failures = 0; ; failures++) {
    const batch: Batch = {
      topic: options.topic,
      partition,
      records: numbered(records, 1 + crashes + failures),
      signal: lost,
    };
    try {
      await options.handler(batch);
      return true;
    } catch (error) {
      if (error instanceof InvariantError) throw error;
      if (lost.aborted) return false;
      options.onError?.(error, batch);
      await pause(backOff(failures, timing.retryMinMs, timing.retryMaxMs), over);
      if (over.aborted) return false;
    }
  }
};

/** Resolves when the turn is over: `lost` says that the lease is no longer ours to release. */
export const runTurn = async (
  ports: TurnPorts,
  lease: Lease,
  { lost, ending }: TurnSignals,
): Promise<'ended' | 'lost'> => {
  const { backend, options, timing, poller } = ports;
  const { partition } = lease;
  const over = AbortSignal.any([lost, ending, options.signal]);
  let { after, crashes } = lease;
  let more = false;
  while (!over.aborted) {
    if (!more) await poller.wait(partition, after, over);
    if (over.aborted) break;
    const limits = {
      // A record that kills the process is found by halving: each crash leaves fewer suspects.
      records: Math.max(1, (options.batchSizeMax ?? RECORDS_MAX) >> crashes),
      bytes: options.batchBytesMax ?? BYTES_MAX,
    };
    const fetched = await persistently(() => backend.fetch(partition, after, limits), timing, over);
    const last = fetched?.records.at(-1);
    if (!fetched || !last) {
      more = false;
      continue;
    }
    if (!(await deliver(ports, partition, fetched.records, crashes, { lost, over }))) break;
    const next = last.position.offset;
    // Tried even when the lease seems lost: the back end knows better, and the work is done.
    const kept = await persistently(() => backend.commit(lease, after, next), timing, lost);
    if (!kept) return 'lost';
    after = next;
    crashes = 0;
    more = fetched.more;
  }
  return lost.aborted ? 'lost' : 'ended';
};
