import type { Backlog } from '@ventanilla/stream';
import type { Database } from './pool.ts';
import type { Topic } from './topics.ts';

const lastBefore = (next: number): string | undefined =>
  next === 0 ? undefined : String(next - 1);

/** By the database's clock; a group that never consumed has everything before it. */
export const readBacklog = async (
  database: Database,
  topic: Topic,
  group: string,
): Promise<readonly Backlog[]> => {
  const { rows } = await database.query({
    name: 'backlog',
    text: `select h.part, h.next_off, greatest(coalesce(g.next_off, 0), first_off),
        coalesce(extract(epoch from clock_timestamp()) * 1000 - (
          select l.at_ms from stream.log l where l.topic = h.topic and l.part = h.part
            and l.off >= greatest(coalesce(g.next_off, 0), first_off) order by l.off limit 1), 0)::bigint
      from stream.head h
      left join stream.grp g on g.topic = h.topic and g.part = h.part and g.grp = $2
      cross join lateral (
        select min(s.first_off) as first_off from stream.segment s
          where s.topic = h.topic and s.part = h.part) oldest
      where h.topic = $1 order by h.part`,
    values: [topic.id, group],
  });
  return rows.map(([part, end, next, ageMs]) => ({
    partition: Number(part),
    committed: lastBefore(Number(next)),
    end: lastBefore(Number(end)),
    records: Number(end) - Number(next),
    oldestAgeMs: Math.max(0, Number(ageMs)),
  }));
};
