import { type KinesisClient, ListShardsCommand, type Shard } from '@aws-sdk/client-kinesis';
import { errorName, translate, unknownTopic } from './errors.ts';

export interface ShardInfo {
  readonly id: string;
  /** One after a split, two after a merge; those that retention has removed are named, too. */
  readonly parents: readonly string[];
}

/** Kinesis numbers shards, splits and merges included: the number is our partition. */
export const partitionOfShard = (id: string): number => Number(id.slice(id.lastIndexOf('-') + 1));
export const shardOfPartition = (partition: number): string =>
  `shardId-${String(partition).padStart(12, '0')}`;

const infoOf = ({ ShardId, ParentShardId, AdjacentParentShardId }: Shard): ShardInfo => ({
  id: ShardId ?? '',
  parents: [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined),
});

/** All shards of a stream, closed ones included. Throws `unknown-topic`. */
export const listShards = async (
  client: KinesisClient,
  stream: string,
): Promise<readonly ShardInfo[]> => {
  const shards: ShardInfo[] = [];
  let token: string | undefined;
  try {
    do {
      const page = await client.send(
        new ListShardsCommand(token ? { NextToken: token } : { StreamName: stream }),
      );
      shards.push(...(page.Shards ?? []).map(infoOf));
      token = page.NextToken;
    } while (token);
  } catch (error) {
    if (errorName(error) === 'ResourceNotFoundException') throw unknownTopic(stream);
    throw translate(error);
  }
  return shards;
};
