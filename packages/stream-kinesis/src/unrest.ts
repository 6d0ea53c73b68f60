/** What happens to a stream while it is used: shards split and merge, and leases change hands. For fault tests. */
import {
  ListShardsCommand,
  MergeShardsCommand,
  type Shard,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { openClient } from './client.ts';
import { translated } from './errors.ts';
import { openDatabase } from './lease-table.ts';
import type { KinesisStreamSettings } from './stream.ts';

export interface Unrest {
  /** Halves the widest open shard. */
  readonly split: (topic: string) => Promise<void>;
  /** Makes one of two open shards that lie side by side, the narrowest two; false when there is one shard only. */
  readonly merge: (topic: string) => Promise<boolean>;
  /** Takes some lease from its holder, as one would that thinks it dead; how many there were to take. */
  readonly steal: () => Promise<number>;
  readonly close: () => Promise<void>;
}

const hashes = ({ HashKeyRange: range }: Shard): readonly [bigint, bigint] => [
  BigInt(range?.StartingHashKey ?? 0),
  BigInt(range?.EndingHashKey ?? 0),
];
const width = (shard: Shard): bigint => hashes(shard)[1] - hashes(shard)[0];
const compare = (a: bigint, b: bigint): number => (a < b ? -1 : Number(a > b));

const THEFT = `
update kinesis.lease set epoch = epoch + 1, owner = 'thief', run = 'thief',
  lease_until = clock_timestamp() + interval '500 milliseconds'
where (stream, grp, shard) = (
  select stream, grp, shard from kinesis.lease
  where not ended and owner <> 'thief' and lease_until > clock_timestamp()
  order by random() limit 1)`;

export const openUnrest = (settings: KinesisStreamSettings): Unrest => {
  const { prefix = '', leasesUrl } = settings;
  const client = openClient(settings);
  const database = openDatabase(leasesUrl);
  const openShards = async (topic: string): Promise<Shard[]> => {
    const { Shards = [] } = await client.send(
      new ListShardsCommand({ StreamName: prefix + topic }),
    );
    return Shards.filter((shard) => !shard.SequenceNumberRange?.EndingSequenceNumber).sort((a, b) =>
      compare(hashes(a)[0], hashes(b)[0]),
    );
  };
  return {
    split: (topic) =>
      translated(async () => {
        const shards = await openShards(topic);
        const [widest] = shards.sort((a, b) => compare(width(b), width(a)));
        if (!widest) return;
        const [first, last] = hashes(widest);
        await client.send(
          new SplitShardCommand({
            StreamName: prefix + topic,
            ShardToSplit: widest.ShardId,
            NewStartingHashKey: ((first + last + 1n) / 2n).toString(),
          }),
        );
      }),
    merge: (topic) =>
      translated(async () => {
        const shards = await openShards(topic);
        const [pair] = shards
          .slice(1)
          .map((right, i) => ({ left: shards[i] as Shard, right }))
          .sort((a, b) => compare(width(a.left) + width(a.right), width(b.left) + width(b.right)));
        if (!pair) return false;
        await client.send(
          new MergeShardsCommand({
            StreamName: prefix + topic,
            ShardToMerge: pair.left.ShardId,
            AdjacentShardToMerge: pair.right.ShardId,
          }),
        );
        return true;
      }),
    steal: async () => (await database.query(THEFT)).rowCount,
    close: async () => {
      client.destroy();
      await database.close();
    },
  };
};
