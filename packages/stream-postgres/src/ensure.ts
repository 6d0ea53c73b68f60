import { OperationalError } from '@ventanilla/errors';
import { type Deviation, partitionDeviations } from '@ventanilla/stream';
import type { Database } from './pool.ts';
import { KEPT_SLOT, LOCKS, SCHEMA, VERSION } from './schema.ts';

export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
}

export interface EnsureOptions {
  /** Roles that may use the stream without owning it. */
  readonly grantTo: readonly string[];
  /** Topics whose records are never removed. */
  readonly isKept: (topic: string) => boolean;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const identifier = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const addTopic = ({ name, partitions }: TopicSpec, { isKept }: EnsureOptions): string => {
  const slot = isKept(name)
    ? String(KEPT_SLOT)
    : '(select slot from stream.rotation where opened_at is not null and closed_at is null)';
  return `
with added as (
  insert into stream.topic (name, partitions) values (${quoted(name)}, ${Math.trunc(partitions)})
    on conflict (name) do nothing returning id, partitions),
heads as (
  insert into stream.head (topic, part, slot)
    select id, part, ${slot} from added, generate_series(0, partitions - 1) part
    returning topic, part, slot)
insert into stream.segment (topic, part, first_off, slot) select topic, part, 0, slot from heads;`;
};

const grants = (role: string): string => `
grant usage on schema stream to ${identifier(role)};
grant select, insert, update, delete on all tables in schema stream to ${identifier(role)};
grant execute on all functions in schema stream to ${identifier(role)};`;

/** How many partitions each topic has; undefined where there is no schema yet. */
const partitionsByTopic = async (
  database: Database,
): Promise<ReadonlyMap<string, number> | undefined> => {
  const there = await database.query({ text: "select to_regclass('stream.about')" });
  if (!there.rows[0]?.[0]) return undefined;
  const version = await database.query({ text: 'select version from stream.about' });
  if (version.rows[0]?.[0] !== String(VERSION)) {
    const message = `the stream's schema has version ${version.rows[0]?.[0]}, not ${VERSION}`;
    throw new OperationalError('stream-version', message, { retryable: false });
  }
  const known = await database.query({ text: 'select name, partitions from stream.topic' });
  return new Map(known.rows.map(([name, partitions]) => [String(name), Number(partitions)]));
};

/**
 * Makes the schema and topics that are not there, under a lock, in one transaction. A role that may not
 * create anything can call it when all is there.
 */
export const ensureTopics = async (
  database: Database,
  topics: readonly TopicSpec[],
  options: EnsureOptions,
): Promise<readonly Deviation[]> => {
  const known = await partitionsByTopic(database);
  const lacking = topics.filter(({ name }) => !known?.has(name));
  const deviations = partitionDeviations(topics, (name) => known?.get(name));
  if (known && lacking.length === 0) return deviations;
  // Without parameters several statements go as one message, which is one transaction.
  const locked = `select pg_advisory_xact_lock(${LOCKS.schema});`;
  if (!known) {
    const body = `if to_regclass('stream.about') is null then execute ${quoted(SCHEMA)}; end if;`;
    await database.query({ text: `${locked} do ${quoted(`begin ${body} end`)};` });
  }
  const statements = [
    ...lacking.map((topic) => addTopic(topic, options)),
    ...options.grantTo.map(grants),
  ];
  if (statements.length > 0) await database.query({ text: `${locked}${statements.join('')}` });
  return deviations;
};
