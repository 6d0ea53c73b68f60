/**
 * Reads shards by polling, each at most every `pollMs`: the service allows five reads a second and shard,
 * all groups together. A read goes on from an iterator, which lasts five minutes; one that expired is
 * made anew from the last record handed over.
 */
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';
import type { FetchLimits } from '@ventanilla/stream/leased';
import { isExpiredIterator, isThrottled, translate } from './errors.ts';
import { delivered, isDone, type Place, type ShardSource, takeFrom } from './shard-source.ts';
import { shardOfPartition } from './shards.ts';

interface PolledPlace extends Place {
  iterator: string | undefined;
  dueAt: number;
  throttles: number;
}

const READ_RECORDS_MAX = 1_000;
const THROTTLE_MAX_MS = 5_000;

export const startingAt = (
  streamName: string,
  partition: number,
  after: string | undefined,
): GetShardIteratorCommandInput => ({
  StreamName: streamName,
  ShardId: shardOfPartition(partition),
  ...(after === undefined
    ? { ShardIteratorType: 'TRIM_HORIZON' }
    : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: after }),
});

export class PollingSource implements ShardSource {
  readonly #client: KinesisClient;
  readonly #streamName: string;
  readonly #pollMs: number;
  readonly #places = new Map<number, PolledPlace>();

  constructor(client: KinesisClient, streamName: string, pollMs: number) {
    this.#client = client;
    this.#streamName = streamName;
    this.#pollMs = pollMs;
  }

  /** Reads on where nothing is kept and a read is due. */
  async look(partition: number, after: string | undefined): Promise<number> {
    const place = this.#placeAt(partition, after);
    const now = performance.now();
    if (place.kept.length === 0 && !place.ended && now >= place.dueAt) {
      place.dueAt = now + this.#pollMs;
      await this.#read(partition, place);
    }
    return place.kept.length;
  }

  take(partition: number, after: string | undefined, limits: FetchLimits) {
    return takeFrom(this.#placeAt(partition, after), limits);
  }

  isDone(partition: number, after: string | undefined): boolean {
    return isDone(this.#places.get(partition), after);
  }

  forget(partition: number): void {
    this.#places.delete(partition);
  }

  #placeAt(partition: number, after: string | undefined): PolledPlace {
    const found = this.#places.get(partition);
    if (found && found.after === after) return found;
    const fresh: PolledPlace = {
      after,
      iterator: undefined,
      kept: [],
      dueAt: 0,
      throttles: 0,
      ended: false,
    };
    this.#places.set(partition, fresh);
    return fresh;
  }

  async #read(partition: number, place: PolledPlace): Promise<void> {
    try {
      place.iterator ??= await this.#iterator(partition, place.after);
      const answer = await this.#client.send(
        new GetRecordsCommand({ ShardIterator: place.iterator, Limit: READ_RECORDS_MAX }),
      );
      place.throttles = 0;
      for (const record of answer.Records ?? []) place.kept.push(delivered(partition, record));
      place.iterator = answer.NextShardIterator ?? undefined;
      place.ended = place.iterator === undefined;
      // More is known to wait: no reason to.
      if ((answer.MillisBehindLatest ?? 0) > 0)
        place.dueAt = Math.min(place.dueAt, performance.now());
    } catch (error) {
      if (isExpiredIterator(error)) {
        place.iterator = undefined;
        place.dueAt = 0;
      } else if (isThrottled(error)) {
        place.throttles += 1;
        const waitMs = Math.min(this.#pollMs * 2 ** place.throttles, THROTTLE_MAX_MS);
        place.dueAt = performance.now() + waitMs;
      } else throw translate(error);
    }
  }

  async #iterator(partition: number, after: string | undefined): Promise<string | undefined> {
    const { ShardIterator } = await this.#client.send(
      new GetShardIteratorCommand(startingAt(this.#streamName, partition, after)),
    );
    return ShardIterator;
  }
}
