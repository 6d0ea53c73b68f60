/**
 * Leases of shards, in Postgres: persistence needs one anyway, so no other store has to be run. Times are
 * the database's. A shard is given out only when all its parents have been read to their ends, so that
 * the order within a key survives splits and merges.
 */

import { OperationalError } from '@ventanilla/errors';
import { Pool } from 'pg';
import type { ShardInfo } from './shards.ts';

export interface Database {
  readonly query: (
    text: string,
    values?: readonly unknown[],
  ) => Promise<{ readonly rows: readonly Record<string, string>[]; readonly rowCount: number }>;
  readonly close: () => Promise<void>;
}

const RETRYABLE = ['08', '53', '57', '58', '40', '55P03', '25006'];

const translate = (error: unknown): unknown => {
  if (error instanceof TypeError || error instanceof RangeError) return error;
  const code = String((error as { code?: unknown }).code ?? '');
  const spoken = /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E');
  const retryable = !spoken || RETRYABLE.some((prefix) => code.startsWith(prefix));
  const text = error instanceof Error ? error.message : String(error);
  return new OperationalError('leases-unavailable', text, { retryable, cause: error });
};

export const openDatabase = (url: string): Database => {
  const pool = new Pool({
    connectionString: url,
    max: 3,
    application_name: 'ventanilla-kinesis-leases',
    connectionTimeoutMillis: 5_000,
    query_timeout: 20_000,
    keepAlive: true,
    // A position lost in a crash of the database is a redelivery; waiting for the disk buys nothing.
    options: '-c synchronous_commit=off',
  });
  // Without a listener an idle connection that breaks would end the process.
  pool.on('error', () => {});
  return {
    query: async (text, values) => {
      try {
        const { rows, rowCount } = await pool.query(text, values ? [...values] : undefined);
        return { rows: rows ?? [], rowCount: rowCount ?? 0 };
      } catch (error) {
        throw translate(error);
      }
    },
    close: () => pool.end(),
  };
};

const LOCK = 72_360_011;
const LOCK_GROUP = 72_361;

const SCHEMA = 'create schema if not exists kinesis';
const TABLES = `
create table if not exists kinesis.lease (
  stream text not null,
  grp text not null,
  shard text not null,
  parents text[] not null,
  checkpoint text,
  ended boolean not null default false,
  epoch bigint not null default 0,
  owner text,
  run text,
  lease_until timestamptz not null default '-infinity',
  taken_at text,
  crashes int not null default 0,
  primary key (stream, grp, shard)
) with (fillfactor = 20);
create table if not exists kinesis.member (
  stream text not null,
  grp text not null,
  member text collate "C" not null,
  alive_until timestamptz not null,
  primary key (stream, grp, member)
);
create or replace function kinesis.renew(
  p_stream text, p_grp text, p_member text, p_run text, p_lease_ms int, p_mode text
) returns table (shard text, epoch bigint, checkpoint text, crashes int, quota int)
language plpgsql as $$
#variable_conflict use_column
declare
  v_now timestamptz;
  v_until timestamptz;
  v_members int;
  v_rank int;
  v_total int;
  v_held int;
  v_quota int;
  v_ready text[];
begin
  perform pg_advisory_xact_lock(${LOCK_GROUP}, hashtext(p_stream || ':' || p_grp));
  v_now := clock_timestamp();
  v_until := v_now + p_lease_ms * interval '1 millisecond';
  insert into kinesis.member values (p_stream, p_grp, p_member, v_until)
    on conflict (stream, grp, member) do update set alive_until = v_until;
  delete from kinesis.member m
    where m.stream = p_stream and m.grp = p_grp and m.alive_until <= v_now;
  select count(*), count(*) filter (where m.member < p_member collate "C") into v_members, v_rank
    from kinesis.member m where m.stream = p_stream and m.grp = p_grp;
  select coalesce(array_agg(l.shard), '{}') into v_ready from kinesis.lease l
    where l.stream = p_stream and l.grp = p_grp and not l.ended and not exists (
      select 1 from kinesis.lease p where p.stream = p_stream and p.grp = p_grp
        and p.shard = any(l.parents) and not p.ended);
  v_total := cardinality(v_ready);
  v_quota := v_total / v_members + case when v_rank < v_total % v_members then 1 else 0 end;
  if p_mode <> 'draining' then
    select count(*) into v_held from kinesis.lease l
      where l.stream = p_stream and l.grp = p_grp and l.run = p_run and not l.ended;
    update kinesis.lease l set
      owner = p_member, run = p_run, epoch = l.epoch + 1,
      taken_at = coalesce(l.checkpoint, ''),
      crashes = case when l.owner is not null and l.taken_at = coalesce(l.checkpoint, '')
                     then l.crashes + 1 else 0 end
      where l.stream = p_stream and l.grp = p_grp and l.shard in (
        select f.shard from kinesis.lease f
          where f.stream = p_stream and f.grp = p_grp and f.shard = any(v_ready)
            and f.run is distinct from p_run
            and (f.owner is null or f.lease_until <= v_now
                 or (p_mode = 'first' and f.owner = p_member))
          order by f.owner = p_member desc nulls last, f.shard
          limit greatest(v_quota - v_held, 0));
  end if;
  return query
    update kinesis.lease l set lease_until = v_until
      where l.stream = p_stream and l.grp = p_grp and l.run = p_run and not l.ended
      returning l.shard, l.epoch, l.checkpoint, l.crashes, v_quota;
  if not found then
    shard := null; epoch := 0; checkpoint := null; crashes := 0; quota := v_quota;
    return next;
  end if;
end $$;`;

const grants = (role: string): string => {
  const name = `"${role.replaceAll('"', '""')}"`;
  return `grant usage on schema kinesis to ${name};
grant select, insert, update, delete on all tables in schema kinesis to ${name};`;
};

/** Makes the tables that are not there, and lets these roles use them. */
export const ensureLeases = async (
  database: Database,
  grantTo: readonly string[] = [],
): Promise<void> => {
  const { rows } = await database.query(
    "select to_regclass('kinesis.member') as tables, to_regnamespace('kinesis') as schema",
  );
  const [found] = rows;
  // Even `if not exists` takes the right to make schemas, which the stream's role does not have.
  const schema = found?.schema ? [] : [SCHEMA];
  const missing = found?.tables ? [] : [...schema, TABLES];
  const statements = [...missing, ...grantTo.map(grants)];
  if (statements.length === 0) return;
  await database.query([`select pg_advisory_xact_lock(${LOCK})`, ...statements].join(';\n'));
};

/** Adds shards that are new, and drops those that have been read and that retention has removed. */
export const recordShards = async (
  database: Database,
  stream: string,
  group: string,
  shards: readonly ShardInfo[],
): Promise<void> => {
  await database.query(
    `insert into kinesis.lease (stream, grp, shard, parents)
       select $1, $2, s->>'id', array(select jsonb_array_elements_text(s->'parents'))
       from jsonb_array_elements($3::jsonb) s
     on conflict do nothing`,
    [stream, group, JSON.stringify(shards)],
  );
  await database.query(
    `delete from kinesis.lease where stream = $1 and grp = $2 and ended
       and shard <> all(array(select jsonb_array_elements_text($3::jsonb)))`,
    [stream, group, JSON.stringify(shards.map(({ id }) => id))],
  );
};
