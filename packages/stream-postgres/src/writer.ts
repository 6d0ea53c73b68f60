import { type AppendResult, partitionOf } from '@ventanilla/stream';
import { pack, type Sized } from '@ventanilla/stream/pack';
import type { Database } from './pool.ts';
import type { Topic } from './topics.ts';

const intArray = (numbers: readonly number[]): string => `{${numbers.join(',')}}`;

/** One transaction; the records of a partition get consecutive offsets. */
export const writeRecords = async (
  database: Database,
  topic: Topic,
  records: readonly Sized[],
): Promise<readonly AppendResult[]> => {
  const byPartition = Map.groupBy(records.keys(), (index) =>
    partitionOf((records[index] as Sized).record.key, topic.partitions),
  );
  const partitions = [...byPartition.keys()].sort((a, b) => a - b);
  const blob = Buffer.allocUnsafe(records.reduce((sum, { bytes }) => sum + bytes, 0));
  const starts: number[] = [];
  const lengths: number[] = [];
  let at = 0;
  for (const partition of partitions) {
    for (const index of byPartition.get(partition) as number[]) {
      const sized = records[index] as Sized;
      starts.push(at + 1);
      lengths.push(sized.bytes);
      at = pack(sized, blob, at);
    }
  }
  const counts = partitions.map((partition) => (byPartition.get(partition) as number[]).length);
  const { rows } = await database.query({
    name: 'append',
    text: 'select base from stream.append($1, $2, $3, $4, $5, $6)',
    values: [topic.id, ...[partitions, counts, starts, lengths].map(intArray), blob],
  });
  const results: AppendResult[] = new Array(records.length);
  for (const [i, partition] of partitions.entries()) {
    const base = Number(rows[i]?.[0]);
    for (const [n, index] of (byPartition.get(partition) as number[]).entries()) {
      results[index] = { ok: true, position: { partition, offset: String(base + n) } };
    }
  }
  return results;
};
