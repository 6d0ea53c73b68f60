/**
 * Reads shards by enhanced fan-out: a subscription to each pushes its records, at a rate that the group
 * shares with nobody. It lasts five minutes; the next one goes on where it ended.
 *
 *   none ──look──► open ──runs out──► none, open again at once
 *                   │├──fails, or falls silent──► none, open again after a while
 *                   │└──closed shard read to its end──► ended
 *                   └──too much at hand──► waiting until some is taken ──► open
 */
import {
  type KinesisClient,
  SubscribeToShardCommand,
  type SubscribeToShardEvent,
} from '@aws-sdk/client-kinesis';
import { backOff, type FetchLimits } from '@ventanilla/stream/leased';
import { isInUse, isThrottled, translate } from './errors.ts';
import { delivered, isDone, type Place, type ShardSource, takeFrom } from './shard-source.ts';
import { shardOfPartition } from './shards.ts';

interface Subscribed extends Place {
  /** What lies up to here is at hand or was handed over. */
  from: string | undefined;
  /** Ends the subscription; undefined between two. */
  open: AbortController | undefined;
  failures: number;
  /** What has gone wrong, until it is told. */
  failure: unknown;
  dueAt: number;
  /** Set while the subscription waits until there is room for more. */
  taken: (() => void) | undefined;
}

export interface FanOutPorts {
  readonly client: KinesisClient;
  /** ARN of the group's consumer, which is registered when this resolves. */
  readonly consumer: () => Promise<string>;
  /** Ends all subscriptions. */
  readonly over: AbortSignal;
  /** The service speaks every five seconds or so, records or not: who is silent for longer is gone. */
  readonly silenceMs?: number;
}

const SILENCE_MS = 30_000;
const RETRY_MIN_MS = 500;
const RETRY_MAX_MS = 10_000;
/** At hand in one shard, before the subscription waits: two fetches of the largest kind. */
const KEPT_BYTES_MAX = 8 * 1024 * 1024;

const startingAt = (from: string | undefined) =>
  from === undefined
    ? ({ Type: 'TRIM_HORIZON' } as const)
    : ({ Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: from } as const);

const isFull = ({ kept }: Place): boolean =>
  kept.reduce((sum, { value }) => sum + value.length, 0) > KEPT_BYTES_MAX;

export class FanOutSource implements ShardSource {
  readonly #ports: FanOutPorts;
  readonly #places = new Map<number, Subscribed>();

  constructor(ports: FanOutPorts) {
    this.#ports = ports;
  }

  async look(partition: number, after: string | undefined): Promise<number> {
    const place = this.#placeAt(partition, after);
    const { failure } = place;
    place.failure = undefined;
    if (failure !== undefined) throw failure;
    const isDue = performance.now() >= place.dueAt && !this.#ports.over.aborted;
    if (isDue && !place.ended && !place.open) void this.#subscribe(partition, place);
    return place.kept.length;
  }

  take(partition: number, after: string | undefined, limits: FetchLimits) {
    const place = this.#placeAt(partition, after);
    const taken = takeFrom(place, limits);
    if (!isFull(place)) place.taken?.();
    return taken;
  }

  isDone(partition: number, after: string | undefined): boolean {
    return isDone(this.#places.get(partition), after);
  }

  forget(partition: number): void {
    this.#places.get(partition)?.open?.abort();
    this.#places.delete(partition);
  }

  #placeAt(partition: number, after: string | undefined): Subscribed {
    const found = this.#places.get(partition);
    if (found && found.after === after) return found;
    this.forget(partition);
    const fresh: Subscribed = {
      after,
      from: after,
      kept: [],
      open: undefined,
      failures: 0,
      failure: undefined,
      dueAt: 0,
      taken: undefined,
      ended: false,
    };
    this.#places.set(partition, fresh);
    return fresh;
  }

  /** One subscription from beginning to end; `look` tells what went wrong. */
  async #subscribe(partition: number, place: Subscribed): Promise<void> {
    const open = new AbortController();
    place.open = open;
    const gone = AbortSignal.any([open.signal, this.#ports.over]);
    try {
      await this.#listen(partition, place, gone);
    } catch (error) {
      if (gone.aborted) return;
      place.failures += 1;
      // Whose lease it was may hold it a little longer, and the service asks for five seconds between two.
      if (!isInUse(error) && !isThrottled(error)) place.failure = translate(error);
    } finally {
      place.open = undefined;
    }
    if (place.failures === 0) return;
    place.dueAt = performance.now() + backOff(place.failures - 1, RETRY_MIN_MS, RETRY_MAX_MS);
  }

  async #listen(partition: number, place: Subscribed, gone: AbortSignal): Promise<void> {
    const { client, consumer, silenceMs = SILENCE_MS } = this.#ports;
    const silent = new AbortController();
    const listen = () => setTimeout(() => silent.abort(), silenceMs);
    const ConsumerARN = await consumer();
    let listening = listen();
    try {
      const { EventStream = [] } = await client.send(
        new SubscribeToShardCommand({
          ConsumerARN,
          ShardId: shardOfPartition(partition),
          StartingPosition: startingAt(place.from),
        }),
        { abortSignal: AbortSignal.any([gone, silent.signal]) },
      );
      // One that ends without a word has failed, whatever it says.
      place.failures += 1;
      for await (const { SubscribeToShardEvent: event } of EventStream) {
        clearTimeout(listening);
        if (gone.aborted || !event) return;
        place.failures = 0;
        this.#keep(partition, place, event);
        if (place.ended) return;
        if (isFull(place)) await this.#untilTaken(place, gone);
        listening = listen();
      }
    } finally {
      clearTimeout(listening);
    }
  }

  #keep(partition: number, place: Subscribed, event: SubscribeToShardEvent): void {
    for (const record of event.Records ?? []) place.kept.push(delivered(partition, record));
    place.from =
      event.ContinuationSequenceNumber ?? event.Records?.at(-1)?.SequenceNumber ?? place.from;
    // Named in the last event of a closed shard, and only there.
    place.ended = (event.ChildShards?.length ?? 0) > 0;
  }

  #untilTaken(place: Subscribed, gone: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        gone.removeEventListener('abort', go);
        place.taken = undefined;
        resolve();
      };
      gone.addEventListener('abort', go, { once: true });
      place.taken = go;
    });
  }
}
