/**
 * The log in Postgres. Offsets of a partition are given out under its head's row lock, so they are
 * gapless and become visible in order: a reader that remembers one number misses nothing. (Reading after
 * a serial id instead skipped a third of the committed rows with 8 writers.)
 *
 * Rows go to the current one of a ring of slots. When every group has passed the oldest slot, it is
 * truncated and becomes the next: no dead rows, no vacuum. Topics kept for ever have a slot of their own.
 */
/** Slots 0 to 7 are the ring, this one is of the topics kept for ever. */
export const KEPT_SLOT = 8;
const SLOTS = KEPT_SLOT;
export const VERSION = 1;
/** Advisory locks of this adapter: the schema, rotation, and one for each group. */
export const LOCKS = { schema: 72_360_001, rotation: 72_360_002, group: 7_236 } as const;

const slotTable = (slot: number): string => `
create table stream.log_${slot} partition of stream.log (primary key (topic, part, off))
  for values in (${slot}) with (toast_tuple_target = 8160);`;

const TABLES = `
create schema stream;
create table stream.about (version int not null);
insert into stream.about values (${VERSION});
create table stream.topic (
  id smallint generated always as identity primary key,
  name text not null unique,
  partitions int not null check (partitions between 1 and 1024)
);
-- Updated at every append: room on the page keeps the updates free of index work.
create table stream.head (
  topic smallint not null references stream.topic,
  part int not null,
  next_off bigint not null default 0,
  slot smallint not null,
  primary key (topic, part)
) with (fillfactor = 10);
create table stream.log (
  slot smallint not null,
  topic smallint not null,
  part int not null,
  off bigint not null,
  at_ms bigint not null,
  -- Compressed and encrypted already: trying again would be wasted.
  body bytea storage external not null
) partition by list (slot);
${Array.from({ length: SLOTS + 1 }, (_, slot) => slotTable(slot)).join('')}
-- From which offset on a partition's rows lie in which slot.
create table stream.segment (
  topic smallint not null,
  part int not null,
  first_off bigint not null,
  slot smallint not null,
  primary key (topic, part, first_off)
);
create table stream.rotation (
  slot smallint primary key,
  opened_at timestamptz,
  closed_at timestamptz
);
insert into stream.rotation select i, case i when 0 then now() end, null
  from generate_series(0, ${SLOTS - 1}) i;
create table stream.grp (
  topic smallint not null,
  grp text not null,
  part int not null,
  next_off bigint not null default 0,
  epoch bigint not null default 0,
  owner text,
  -- Tells two runs of one member apart.
  run text,
  lease_until timestamptz not null default '-infinity',
  taken_off bigint not null default -1,
  crashes int not null default 0,
  primary key (topic, grp, part)
) with (fillfactor = 10);
create table stream.member (
  topic smallint not null,
  grp text not null,
  member text collate "C" not null,
  alive_until timestamptz not null,
  primary key (topic, grp, member)
);`;

const APPEND = `
create function stream.append(
  p_topic smallint, p_parts int[], p_counts int[], p_pos int[], p_len int[], p_blob bytea
) returns table (base bigint, at_ms bigint) language plpgsql as $$
declare
  v_first int := 0;
  v_slot smallint;
begin
  -- Callers give the partitions in rising order, so two of them never wait for each other.
  for i in 1 .. cardinality(p_parts) loop
    update stream.head h set next_off = h.next_off + p_counts[i]
      where h.topic = p_topic and h.part = p_parts[i]
      returning h.next_off - p_counts[i], h.slot into base, v_slot;
    if not found then
      raise exception 'no partition % of topic %', p_parts[i], p_topic;
    end if;
    at_ms := extract(epoch from clock_timestamp()) * 1000;
    insert into stream.log (slot, topic, part, off, at_ms, body)
      select v_slot, p_topic, p_parts[i], base + n - 1, append.at_ms,
             substr(p_blob, p_pos[v_first + n], p_len[v_first + n])
      from generate_series(1, p_counts[i]) n;
    v_first := v_first + p_counts[i];
    return next;
  end loop;
end $$;`;

const RENEW = `
create function stream.renew(
  p_topic smallint, p_grp text, p_member text, p_run text, p_lease_ms int, p_mode text
) returns table (part int, epoch bigint, next_off bigint, crashes int, quota int)
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
begin
  -- Sharing out is decided by one member at a time.
  perform pg_advisory_xact_lock(${LOCKS.group}, hashtext(p_topic || ':' || p_grp));
  v_now := clock_timestamp();
  v_until := v_now + p_lease_ms * interval '1 millisecond';
  insert into stream.member as m values (p_topic, p_grp, p_member, v_until)
    on conflict (topic, grp, member) do update set alive_until = v_until;
  delete from stream.member m where m.topic = p_topic and m.grp = p_grp and m.alive_until <= v_now;
  select partitions into v_total from stream.topic where id = p_topic;
  if p_mode = 'first' then
    insert into stream.grp (topic, grp, part)
      select p_topic, p_grp, i from generate_series(0, v_total - 1) i on conflict do nothing;
  end if;
  select count(*), count(*) filter (where m.member < p_member collate "C") into v_members, v_rank
    from stream.member m where m.topic = p_topic and m.grp = p_grp;
  v_quota := v_total / v_members + case when v_rank < v_total % v_members then 1 else 0 end;
  if p_mode <> 'draining' then
    select count(*) into v_held
      from stream.grp g where g.topic = p_topic and g.grp = p_grp and g.run = p_run;
    update stream.grp g set
      owner = p_member, run = p_run, epoch = g.epoch + 1, taken_off = g.next_off,
      crashes = case when g.owner is not null and g.taken_off = g.next_off
                     then g.crashes + 1 else 0 end
      where g.topic = p_topic and g.grp = p_grp and g.part in (
        select f.part from stream.grp f
          where f.topic = p_topic and f.grp = p_grp and f.run is distinct from p_run
            and (f.owner is null or f.lease_until <= v_now
                 or (p_mode = 'first' and f.owner = p_member))
          order by f.owner = p_member desc nulls last, f.part
          limit greatest(v_quota - v_held, 0));
  end if;
  return query
    update stream.grp g set lease_until = v_until
      where g.topic = p_topic and g.grp = p_grp and g.run = p_run
      returning g.part, g.epoch, g.next_off, g.crashes, v_quota;
  if not found then
    part := -1; epoch := 0; next_off := 0; crashes := 0; quota := v_quota;
    return next;
  end if;
end $$;`;

const ROTATE = `
create function stream.rotate(p_keep interval, p_slot_bytes bigint, p_total_bytes bigint)
returns text language plpgsql security definer set search_path = pg_catalog as $$
declare
  v_slot smallint;
  v_next smallint;
  v_opened timestamptz;
  v_closed timestamptz;
  v_bytes bigint;
  v_total bigint;
begin
  if not pg_try_advisory_xact_lock(${LOCKS.rotation}) then return 'busy'; end if;
  select slot, opened_at into v_slot, v_opened
    from stream.rotation where closed_at is null and opened_at is not null;
  v_bytes := pg_table_size(format('stream.log_%s', v_slot));
  if v_bytes < 65536 or (v_bytes < p_slot_bytes and now() - v_opened < p_keep / ${SLOTS - 2})
    then return 'kept'; end if;
  v_next := (v_slot + 1) % ${SLOTS};
  select closed_at into v_closed from stream.rotation where slot = v_next;
  if v_closed is not null then
    select sum(pg_table_size(format('stream.log_%s', i))) into v_total
      from generate_series(0, ${SLOTS - 1}) i;
    if now() - v_closed < p_keep and v_total < p_total_bytes then return 'young'; end if;
    if exists (
      select 1 from stream.segment s join stream.grp g using (topic, part)
        where s.slot = v_next and g.next_off < (
          select min(l.first_off) from stream.segment l
            where l.topic = s.topic and l.part = s.part and l.first_off > s.first_off)
    ) then return 'needed'; end if;
    set local lock_timeout = '500ms';
    execute format('truncate stream.log_%s', v_next);
    delete from stream.segment where slot = v_next;
  end if;
  update stream.rotation set closed_at = now() where slot = v_slot;
  update stream.rotation set opened_at = now(), closed_at = null where slot = v_next;
  perform 1 from stream.head h where h.slot <> ${KEPT_SLOT} order by h.topic, h.part for update;
  with moved as (
    update stream.head h set slot = v_next where h.slot <> ${KEPT_SLOT}
      returning h.topic, h.part, h.next_off)
  insert into stream.segment as s (topic, part, first_off, slot)
    select topic, part, next_off, v_next from moved
    on conflict (topic, part, first_off) do update set slot = v_next;
  return 'rotated';
end $$;`;

/** Everything, for a database that has nothing of it yet. */
export const SCHEMA = [TABLES, APPEND, RENEW, ROTATE].join('\n');
