import type { _Record as KinesisRecord } from '@aws-sdk/client-kinesis';
import type { DeliveredRecord } from '@ventanilla/stream';
import type { FetchLimits } from '@ventanilla/stream/leased';
import { unpack } from '@ventanilla/stream/pack';

/** Where the records of shards come from: by polling, or pushed by subscriptions. */
export interface ShardSource {
  /** Sees to it that records after `after` come; how many are at hand. */
  readonly look: (partition: number, after: string | undefined) => Promise<number>;
  /** Hands over what is at hand. */
  readonly take: (
    partition: number,
    after: string | undefined,
    limits: FetchLimits,
  ) => { readonly records: readonly DeliveredRecord[]; readonly more: boolean };
  /** True when the shard is closed and `after` is its last record. */
  readonly isDone: (partition: number, after: string | undefined) => boolean;
  readonly forget: (partition: number) => void;
}

/** What both sources know of a shard that they read. */
export interface Place {
  /** Offset of the last record handed over. */
  after: string | undefined;
  readonly kept: DeliveredRecord[];
  /** The shard was split or merged and all of it has been read. */
  ended: boolean;
}

export const isDone = (place: Place | undefined, after: string | undefined): boolean =>
  place?.ended === true && place.kept.length === 0 && place.after === after;

export const takeFrom = (place: Place, limits: FetchLimits) => {
  let bytes = 0;
  let count = 0;
  for (const { value } of place.kept) {
    bytes += value.length;
    if (count > 0 && (count >= limits.records || bytes > limits.bytes)) break;
    count += 1;
  }
  const records = place.kept.splice(0, count);
  place.after = records.at(-1)?.position.offset ?? place.after;
  return { records, more: place.kept.length > 0 };
};

export const delivered = (partition: number, record: KinesisRecord): DeliveredRecord => {
  const { buffer, byteOffset, byteLength } = record.Data ?? new Uint8Array(0);
  const { key, headers, value } = unpack(Buffer.from(buffer, byteOffset, byteLength));
  return {
    key,
    headers,
    value,
    position: { partition, offset: record.SequenceNumber ?? '' },
    appendedAt: (record.ApproximateArrivalTimestamp ?? new Date(0)).toISOString(),
    delivery: 1,
  };
};
