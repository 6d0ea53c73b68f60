import { unknownTopic } from './errors.ts';
import type { Database } from './pool.ts';

export interface Topic {
  readonly id: number;
  readonly partitions: number;
}

/** Looks topics up once: their number and partitions never change. */
export const topicDirectory = (database: Database) => {
  const known = new Map<string, Topic>();
  return async (name: string): Promise<Topic> => {
    const found = known.get(name);
    if (found) return found;
    const { rows } = await database.query({
      name: 'topic',
      text: 'select id, partitions from stream.topic where name = $1',
      values: [name],
    });
    const [row] = rows;
    if (!row) throw unknownTopic(name);
    const topic = { id: Number(row[0]), partitions: Number(row[1]) };
    known.set(name, topic);
    return topic;
  };
};
