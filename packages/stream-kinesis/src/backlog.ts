import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
} from '@aws-sdk/client-kinesis';
import type { Backlog } from '@ventanilla/stream';
import { translated } from './errors.ts';
import type { Database } from './lease-table.ts';
import { startingAt } from './polling.ts';
import { listShards, partitionOfShard } from './shards.ts';

/** Kinesis counts nothing: records are read to be counted, and no further than this in each shard. */
const COUNTED_MAX = 1_000;

const measureShard = async (
  client: KinesisClient,
  streamName: string,
  partition: number,
  committed: string | undefined,
): Promise<Backlog> => {
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand(startingAt(streamName, partition, committed)),
  );
  const { Records = [], MillisBehindLatest = 0 } = await client.send(
    new GetRecordsCommand({ ShardIterator, Limit: COUNTED_MAX }),
  );
  const last = Records.at(-1);
  const oldest = Records[0]?.ApproximateArrivalTimestamp?.getTime();
  const newest = last?.ApproximateArrivalTimestamp?.getTime();
  const age = oldest === undefined ? 0 : Date.now() - oldest;
  return {
    partition,
    committed,
    end: last?.SequenceNumber ?? committed,
    records: Records.length,
    // By the service's clock where it tells: how far the last one read is behind, and how far apart they are.
    oldestAgeMs: Math.max(
      0,
      MillisBehindLatest > 0 && oldest !== undefined && newest !== undefined
        ? MillisBehindLatest + newest - oldest
        : age,
    ),
  };
};

/** Of shards not yet read to their end; `records` and `end` reach 1,000 records beyond the position at most. */
export const readBacklog = async (
  client: KinesisClient,
  database: Database,
  streamName: string,
  group: string,
): Promise<readonly Backlog[]> => {
  const shards = await listShards(client, streamName);
  const { rows } = await database.query(
    'select shard, checkpoint, ended from kinesis.lease where stream = $1 and grp = $2',
    [streamName, group],
  );
  const known = new Map(rows.map((row) => [row.shard as string, row]));
  const open = shards.filter(({ id }) => !known.get(id)?.ended);
  return translated(() =>
    Promise.all(
      open.map(({ id }) =>
        measureShard(
          client,
          streamName,
          partitionOfShard(id),
          known.get(id)?.checkpoint ?? undefined,
        ),
      ),
    ),
  );
};
