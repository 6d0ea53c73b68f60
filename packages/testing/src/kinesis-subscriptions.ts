/**
 * Subscriptions to shards as the real service has them, made of reads from a server behind: they run out,
 * name the children of a closed shard at its end, and within some seconds of one the next is refused;
 * after that it takes over. `kinesis-local` does none of this.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { crc32 } from 'node:zlib';

/** Asks the server behind; throws what is not an answer. */
export type Call = (operation: string, input: object) => Promise<Record<string, unknown>>;

export interface SubscriptionFaults {
  /** True: the subscription runs out now. */
  readonly runsOut: () => boolean;
  /** True: the service fails in the middle of it. */
  readonly fails: () => boolean;
}

interface Request {
  readonly ConsumerARN: string;
  readonly ShardId: string;
  readonly StartingPosition: { readonly Type: string; readonly SequenceNumber?: string };
}

interface Batch {
  readonly Records?: readonly { readonly SequenceNumber: string }[];
  readonly NextShardIterator?: string | null;
  readonly MillisBehindLatest?: number;
  readonly ChildShards?: unknown;
}

const EVERY_MS = 100;

const header = (name: string, value: string): Buffer => {
  const STRING = 7;
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  const named = Buffer.concat([Buffer.from([name.length]), Buffer.from(name)]);
  return Buffer.concat([named, Buffer.from([STRING]), length, Buffer.from(value)]);
};

/** One message of `application/vnd.amazon.eventstream`. */
const message = (headers: Readonly<Record<string, string>>, body: unknown): Buffer => {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => header(name, value)));
  const payload = Buffer.from(JSON.stringify(body));
  const framed = Buffer.alloc(12 + head.length + payload.length + 4);
  framed.writeUInt32BE(framed.length, 0);
  framed.writeUInt32BE(head.length, 4);
  framed.writeUInt32BE(crc32(framed.subarray(0, 8)), 8);
  head.copy(framed, 12);
  payload.copy(framed, 12 + head.length);
  framed.writeUInt32BE(crc32(framed.subarray(0, -4)), framed.length - 4);
  return framed;
};

const event = (type: string, body: unknown): Buffer =>
  message(
    { ':message-type': 'event', ':event-type': type, ':content-type': 'application/json' },
    body,
  );
const exception = (type: string): Buffer =>
  message(
    { ':message-type': 'exception', ':exception-type': type, ':content-type': 'application/json' },
    { message: 'injected' },
  );

/** What one subscription says, until it ends, is cut short, or another takes over. */
async function* listen(
  call: Call,
  { ConsumerARN, ShardId, StartingPosition }: Request,
  faults: SubscriptionFaults,
  takenOver: AbortSignal,
): AsyncGenerator<Buffer> {
  const StreamName = ConsumerARN.split('/')[1];
  const { Type: ShardIteratorType, SequenceNumber } = StartingPosition;
  const at = { StreamName, ShardId, ShardIteratorType, StartingSequenceNumber: SequenceNumber };
  let { ShardIterator } = await call('GetShardIterator', at);
  let from = SequenceNumber;
  yield event('initial-response', {});
  while (!takenOver.aborted) {
    const batch: Batch = await call('GetRecords', { ShardIterator, Limit: 1_000 });
    if (faults.fails()) return yield exception('InternalFailureException');
    const { Records = [], NextShardIterator, MillisBehindLatest, ChildShards } = batch;
    from = Records.at(-1)?.SequenceNumber ?? from;
    const more = NextShardIterator
      ? { ContinuationSequenceNumber: from }
      : { ChildShards: ChildShards ?? [] };
    yield event('SubscribeToShardEvent', { Records, MillisBehindLatest, ...more });
    if (!NextShardIterator || faults.runsOut()) return;
    ShardIterator = NextShardIterator;
    await delay(EVERY_MS);
  }
  yield exception('ResourceInUseException');
}

/** Answers `SubscribeToShard`: what is said, or undefined when it comes too soon after another. */
export const createSubscriptions = (faults: SubscriptionFaults, apartMs: number) => {
  const last = new Map<string, { readonly at: number; readonly end: AbortController }>();
  return (call: Call, request: Request): AsyncGenerator<Buffer> | undefined => {
    const key = `${request.ConsumerARN} ${request.ShardId}`;
    const before = last.get(key);
    const at = performance.now();
    if (before && at - before.at < apartMs) return undefined;
    before?.end.abort();
    const end = new AbortController();
    last.set(key, { at, end });
    return listen(call, request, faults, end.signal);
  };
};
