/**
 * A stream that carries many records as one. Keys are gathered into a few lanes, each lane is a key of
 * the stream below, so the records of one key keep their order and the load is spread over partitions.
 */
import { appendAll } from './append-all.ts';
import { BUNDLE_HEADER, packBundle, unpackBundle } from './bundle.ts';
import { partitionOf } from './partition.ts';
import type { AppendResult, DeliveredRecord, Stream, StreamRecord } from './stream.ts';
import { refuseWhenAborted } from './translate.ts';

export interface BundleOptions {
  /** At least as many as the topics have partitions, and best a multiple of it. */
  readonly lanes: number;
  /** Topics whose records go alone, because others read them: dead letters, public facts. */
  readonly alone: readonly string[];
  readonly recordsMax?: number;
  /** Of values before compression; a larger record goes alone. */
  readonly bytesMax?: number;
  /** A bundle delivered this often is taken apart, so that the record at fault stands alone. */
  readonly deliveriesMax?: number;
}

const RECORDS_MAX = 256;
/** Below the 1 MiB that Kinesis takes, even for what does not compress. */
const BYTES_MAX = 768 * 1024;
const DELIVERIES_MAX = 6;
/** Bundles fetched at once: with the records of each, more than a handler takes in one call. */
const BUNDLES_AT_ONCE_MAX = 64;
const BATCH_SIZE_MAX = 500;

export function bundleStream(stream: Stream, options: BundleOptions): Stream {
  const { alone, recordsMax = RECORDS_MAX, bytesMax = BYTES_MAX } = options;
  const { deliveriesMax = DELIVERIES_MAX } = options;
  const laneKeys = keysOfLanes(options.lanes);

  const takeApart = async (topic: string, record: DeliveredRecord): Promise<void> => {
    const parts = unpackBundle(record.value).map((part) => bundleOf(part.key, [part]));
    await appendAll(stream, topic, parts);
  };

  return {
    append: async (topic, records) => {
      if (alone.includes(topic)) return stream.append(topic, records);
      const groups = groupByLane(records, laneKeys, recordsMax, bytesMax);
      const bundles = groups.map(({ key, members }) =>
        bundleOf(
          key,
          members.map((at) => records[at] as StreamRecord),
        ),
      );
      const appended = await stream.append(topic, bundles);
      const results: AppendResult[] = new Array(records.length);
      groups.forEach(({ members }, i) => {
        for (const at of members) results[at] = appended[i] as AppendResult;
      });
      return results;
    },
    consume: ({ handler, batchSizeMax = BATCH_SIZE_MAX, ...consumer }) =>
      stream.consume({
        ...consumer,
        batchSizeMax: Math.min(batchSizeMax, BUNDLES_AT_ONCE_MAX),
        handler: async (batch) => {
          const [only, ...others] = batch.records;
          if (others.length === 0 && only && isWorn(only, deliveriesMax)) {
            return takeApart(batch.topic, only);
          }
          const records = batch.records.flatMap(openRecord);
          for (let at = 0; at < records.length; at += batchSizeMax) {
            if (at > 0) refuseWhenAborted(batch);
            await handler({ ...batch, records: records.slice(at, at + batchSizeMax) });
          }
        },
      }),
    backlog: stream.backlog,
    ensure: stream.ensure,
    close: stream.close,
  };
}

const bundleOf = (key: string, records: readonly StreamRecord[]): StreamRecord => ({
  key,
  headers: { [BUNDLE_HEADER]: String(records.length) },
  value: packBundle(records),
});

const isWorn = ({ delivery, headers }: DeliveredRecord, deliveriesMax: number): boolean =>
  delivery > deliveriesMax && Number(headers[BUNDLE_HEADER] ?? 1) > 1;

/**
 * The records of a bundle, each with its place in it; any other record as it is. So is a bundle that
 * cannot be read: the handler will not know it either, and it ends as a dead letter.
 */
function openRecord(record: DeliveredRecord): readonly DeliveredRecord[] {
  if (record.headers[BUNDLE_HEADER] === undefined) return [record];
  const { position, appendedAt, delivery } = record;
  try {
    return unpackBundle(record.value).map((part, index) => ({
      ...part,
      position: { ...position, index },
      appendedAt,
      delivery,
    }));
  } catch {
    return [record];
  }
}

/** One key a lane, such that our own partitioning sends lane n to partition n modulo their number. */
function keysOfLanes(lanes: number): readonly string[] {
  return Array.from({ length: lanes }, (_, lane) => {
    let attempt = 0;
    while (partitionOf(`lane-${lane}-${attempt}`, lanes) !== lane) attempt += 1;
    return `lane-${lane}-${attempt}`;
  });
}

interface Group {
  readonly key: string;
  /** Indices into the records appended, in order. */
  readonly members: number[];
  bytes: number;
}

function groupByLane(
  records: readonly StreamRecord[],
  laneKeys: readonly string[],
  recordsMax: number,
  bytesMax: number,
): readonly Group[] {
  const groups: Group[] = [];
  const open = new Map<string, Group>();
  records.forEach(({ key, value }, at) => {
    const lane = laneKeys[partitionOf(key, laneKeys.length)] as string;
    let group = open.get(lane);
    const isFull =
      group !== undefined &&
      (group.members.length >= recordsMax || group.bytes + value.length > bytesMax);
    if (group === undefined || isFull) {
      group = { key: lane, members: [], bytes: 0 };
      groups.push(group);
      open.set(lane, group);
    }
    group.members.push(at);
    group.bytes += value.length;
  });
  return groups;
}
