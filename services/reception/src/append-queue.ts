/**
 * Groups submissions into few appends.
 *
 *   queued ──linger over, or a full group──► in flight ──durable and signed──► answered
 *      └─too old──► stream-timeout               └─failed──► stream-unavailable, too slow──► stream-timeout
 *
 * One commit and one signature serve a whole group: at 1,000 documents a second, appending each alone
 * would cost ten times the CPU.
 */
import type { DocumentReceived } from '@ventanilla/messages';
import { type AppendGroup, NotConfirmed } from './append-group.ts';

export interface AppendLimits {
  /** Records and bytes of one append; a single larger record goes alone. */
  readonly groupSizeMax: number;
  readonly groupBytesMax: number;
  /** Appends under way at once. */
  readonly inFlightMax: number;
  /** Waiting and under way together; beyond it a submission is refused. */
  readonly queuedMax: number;
  readonly queuedBytesMax: number;
  /** How long the first of a group waits for others, unless nothing came lately. */
  readonly lingerMs: number;
  /** From the offer to the answer. */
  readonly timeoutMs: number;
}

export interface AppendQueue {
  /**
   * The signed submission receipt, as JSON text, once the stream holds the record. Throws NotConfirmed.
   * `share` (0 to 1) is how much of the queue the caller may fill: batches leave room for the rest.
   */
  readonly offer: (message: DocumentReceived, share?: number) => Promise<string>;
  /** Resolves when there may be room again; for those who can wait instead of being refused. */
  readonly room: () => Promise<void>;
  readonly depth: () => { readonly documents: number; readonly bytes: number };
  /** Resolves when everything offered has been settled. */
  readonly drained: () => Promise<void>;
}

interface Waiting {
  readonly message: DocumentReceived;
  readonly offeredMs: number;
  readonly resolve: (receipt: string) => void;
  readonly reject: (error: NotConfirmed) => void;
}

export interface QueueOptions {
  readonly append: AppendGroup;
  readonly limits: AppendLimits;
  readonly onGroup: (documents: number, seconds: number) => void;
}

/** After this long without an append, the next one does not linger. */
const QUIET_MS = 50;
/** How often waiting submissions are looked over for those that waited too long. */
const SWEEP_MS = 250;

export function createAppendQueue({ append, limits, onGroup }: QueueOptions): AppendQueue {
  const load = createLoad();
  const groups = new Set<readonly Waiting[]>();
  let queue: Waiting[] = [];
  let linger: NodeJS.Timeout | undefined;
  let sweep: NodeJS.Timeout | undefined;
  let sentMs = Number.NEGATIVE_INFINITY;

  const lookOver = () => {
    sweep = undefined;
    const tooOld = performance.now() - limits.timeoutMs;
    for (const group of groups) group.filter(since(tooOld)).forEach(timeOut);
    const late = queue.filter(since(tooOld));
    if (late.length > 0) {
      queue = queue.filter((waiting) => !late.includes(waiting));
      late.forEach(timeOut);
      load.remove(late);
    }
    if (load.documents() > 0) sweep = setTimeout(lookOver, SWEEP_MS).unref();
  };
  const send = async (group: readonly Waiting[]) => {
    const startedMs = performance.now();
    const outcomes = await append(group.map(({ message }) => message));
    group.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index];
      // A promise settled before, by a timeout, stays as it is.
      if (typeof outcome === 'string') resolve(outcome);
      else reject(outcome ?? new NotConfirmed('stream-unavailable'));
    });
    onGroup(group.length, (performance.now() - startedMs) / 1_000);
    groups.delete(group);
    load.remove(group);
    schedule();
  };
  const flush = () => {
    linger = undefined;
    sentMs = performance.now();
    while (queue.length > 0 && groups.size < limits.inFlightMax) {
      const group = queue.slice(0, groupLength(queue, limits));
      queue = queue.slice(group.length);
      groups.add(group);
      void send(group);
    }
  };
  /** Company is worth waiting for only when there is some: a lone document is sent at once. */
  const isBusy = () => groups.size > 0 || performance.now() - sentMs < QUIET_MS;
  const schedule = () => {
    if (queue.length === 0 || groups.size >= limits.inFlightMax) return;
    if (queue.length >= limits.groupSizeMax) flush();
    else if (linger === undefined) linger = setTimeout(flush, isBusy() ? limits.lingerMs : 0);
  };

  return {
    offer: (message, share = 1) =>
      new Promise((resolve, reject) => {
        if (load.isOver(limits, share, message.original.length)) {
          reject(new NotConfirmed('reception-full'));
          return;
        }
        load.add(message.original.length);
        queue.push({ message, resolve, reject, offeredMs: performance.now() });
        sweep ??= setTimeout(lookOver, SWEEP_MS).unref();
        schedule();
      }),
    room: load.released,
    depth: () => ({ documents: load.documents(), bytes: load.bytes() }),
    async drained() {
      while (load.documents() > 0) await load.released();
      clearTimeout(sweep);
    },
  };
}

const since =
  (tooOldMs: number) =>
  ({ offeredMs }: Waiting): boolean =>
    offeredMs <= tooOldMs;

const timeOut = ({ reject }: Waiting): void => reject(new NotConfirmed('stream-timeout'));

/** How many of the first fit one append. */
function groupLength(queue: readonly Waiting[], limits: AppendLimits): number {
  let bytes = 0;
  let count = 0;
  for (const { message } of queue) {
    bytes += message.original.length;
    if (count > 0 && (count >= limits.groupSizeMax || bytes > limits.groupBytesMax)) break;
    count += 1;
  }
  return count;
}

/** Documents and bytes waiting or under way. */
function createLoad() {
  let documents = 0;
  let bytes = 0;
  let waiters: (() => void)[] = [];
  return {
    documents: () => documents,
    bytes: () => bytes,
    /** Whether `more` bytes would fill more than `share`; a single document always fits an empty queue. */
    isOver: (limits: AppendLimits, share: number, more: number): boolean =>
      documents >= limits.queuedMax * share ||
      (documents > 0 && bytes + more > limits.queuedBytesMax * share),
    add(size: number): void {
      documents += 1;
      bytes += size;
    },
    remove(group: readonly Waiting[]): void {
      documents -= group.length;
      for (const { message } of group) bytes -= message.original.length;
      const waiting = waiters;
      waiters = [];
      for (const resolve of waiting) resolve();
    },
    released: () => new Promise<void>((resolve) => waiters.push(resolve)),
  };
}
