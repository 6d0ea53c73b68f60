import { randomUUID } from 'node:crypto';
import type { DeliveredRecord } from '@ventanilla/stream';
import type { FetchLimits, Lease, LeasedBackend, Share } from '@ventanilla/stream/leased';
import { unpack } from '@ventanilla/stream/pack';
import type { Database } from './pool.ts';
import type { Topic } from './topics.ts';

export interface Membership {
  readonly topic: Topic;
  readonly group: string;
  readonly member: string;
  readonly leaseMs: number;
}

/** Offsets here are small enough for a double: one partition would take a million records a second for 285 years. */
const nextOf = (after: string | undefined): number => (after === undefined ? 0 : Number(after) + 1);
const afterOf = (next: string): string | undefined =>
  next === '0' ? undefined : String(Number(next) - 1);

const shareOf = (rows: readonly (readonly string[])[]): Share => ({
  quota: Number(rows[0]?.[4] ?? 0),
  leases: rows
    .filter(([part]) => part !== '-1')
    .map(([part, epoch, next, crashes]) => ({
      partition: Number(part),
      epoch: epoch as string,
      after: afterOf(next as string),
      crashes: Number(crashes),
    })),
});

/** Reads records; remembers which slot each partition's reader stands in. */
const recordReader = (database: Database, topic: Topic) => {
  const slots = new Map<number, number>();

  const locate = async (
    partition: number,
    from: number,
  ): Promise<{ slot: number; from: number }> => {
    const { rows } = await database.query({
      name: 'locate',
      text: `select slot, first_off from stream.segment where topic = $1 and part = $2
        order by first_off <= $3 desc, case when first_off <= $3 then -first_off else first_off end
        limit 1`,
      values: [topic.id, partition, from],
    });
    const slot = Number(rows[0]?.[0]);
    slots.set(partition, slot);
    // Where retention has overtaken a group, it goes on with the oldest record there is.
    return { slot, from: Math.max(from, Number(rows[0]?.[1])) };
  };

  // The driver reads rows as text, and base64 is decoded in half the time of the usual hexadecimal.
  const readSlot = async (slot: number, partition: number, from: number, limits: FetchLimits) => {
    const { rows } = await database.query({
      name: `fetch-${slot}`,
      text: `select off, at_ms, encode(body, 'base64') from (
          select off, at_ms, body, sum(octet_length(body)) over (order by off) as total from (
            select off, at_ms, body from stream.log_${slot}
            where topic = $1 and part = $2 and off >= $3 order by off limit $4) found) summed
        where total <= $5 or off = $3`,
      values: [topic.id, partition, from, limits.records, limits.bytes],
    });
    return rows;
  };

  return async (partition: number, from: number, limits: FetchLimits) => {
    const known = slots.get(partition);
    if (known !== undefined) {
      const rows = await readSlot(known, partition, from, limits);
      if (rows.length > 0) return rows;
    }
    // Nothing there: the log may have gone on to the next slot.
    const place = await locate(partition, from);
    if (place.slot === known && place.from === from) return [];
    return readSlot(place.slot, partition, place.from, limits);
  };
};

/** Rows of one append share their time: writing it out once is enough. */
const instants = () => {
  let known = '';
  let text = '';
  return (atMs: string): string => {
    if (atMs !== known) {
      known = atMs;
      text = new Date(Number(atMs)).toISOString();
    }
    return text;
  };
};

const delivered = (
  partition: number,
  rows: readonly (readonly string[])[],
): readonly DeliveredRecord[] => {
  const instant = instants();
  return rows.map((row) => {
    const [offset, atMs, body] = row as [string, string, string];
    const { key, headers, value } = unpack(Buffer.from(body, 'base64'));
    const position = { partition, offset };
    return { key, headers, value, position, appendedAt: instant(atMs), delivery: 1 };
  });
};

/** One run of one member in one group on one topic. */
export const postgresLeases = (
  database: Database,
  { topic, group, member, leaseMs }: Membership,
): LeasedBackend => {
  const run = randomUUID();
  const read = recordReader(database, topic);
  const ends = new Map<number, number>();
  const mine = ({ partition, epoch }: Lease) => [topic.id, group, partition, run, epoch];
  return {
    renew: async (mode) => {
      const { rows } = await database.query({
        name: 'renew',
        text: 'select * from stream.renew($1, $2, $3, $4, $5, $6)',
        values: [topic.id, group, member, run, leaseMs, mode],
      });
      return shareOf(rows);
    },
    release: async (lease) => {
      await database.query({
        name: 'release',
        text: `update stream.grp set owner = null, run = null, crashes = 0
          where topic = $1 and grp = $2 and part = $3 and run = $4 and epoch = $5`,
        values: mine(lease),
      });
    },
    leave: async () => {
      await database.query({
        name: 'leave',
        text: `delete from stream.member where topic = $1 and grp = $2 and member = $3
          and not exists (select 1 from stream.grp g
            where g.topic = $1 and g.grp = $2 and g.owner = $3 and g.run <> $4)`,
        values: [topic.id, group, member, run],
      });
    },
    pending: async (wants) => {
      const { rows } = await database.query({
        name: 'heads',
        text: 'select part, next_off from stream.head where topic = $1',
        values: [topic.id],
      });
      for (const [part, next] of rows) ends.set(Number(part), Number(next));
      const counts = wants.map(({ partition, after }): [number, number] => [
        partition,
        (ends.get(partition) ?? 0) - nextOf(after),
      ]);
      return new Map(counts.filter(([, count]) => count > 0));
    },
    fetch: async (partition, after, limits) => {
      const rows = await read(partition, nextOf(after), limits);
      const records = delivered(partition, rows);
      const next = nextOf(records.at(-1)?.position.offset);
      return {
        records,
        more: rows.length === limits.records || next < (ends.get(partition) ?? 0),
      };
    },
    commit: async (lease, expected, next) => {
      const { rowCount } = await database.query({
        name: 'commit',
        // Committed already counts as committed: the answer to the first try may have been lost.
        text: `update stream.grp set next_off = $7, crashes = 0
          where topic = $1 and grp = $2 and part = $3 and run = $4 and epoch = $5
            and next_off in ($6, $7)`,
        values: [...mine(lease), nextOf(expected), nextOf(next)],
      });
      return rowCount === 1;
    },
  };
};
