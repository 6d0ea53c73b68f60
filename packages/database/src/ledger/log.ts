/** The log of outcomes: appended under its lock, published from what was committed. */
import { invariant } from '@ventanilla/errors';
import { type Database, type Queryable, statement, type Transaction } from '../database.ts';

const APPEND = statement(`
  WITH grown AS (UPDATE ventanilla.log_state SET size = $1::bigint + $2::int WHERE size = $1::bigint
    RETURNING 1),
  kept AS (INSERT INTO ventanilla.log_entries (first_index, entries)
    SELECT $1::bigint, $5 FROM grown)
  INSERT INTO ventanilla.log_appends (first_index, leaf_count, leaf_hashes, registered_at)
  SELECT $1::bigint, $2::int, $3, $4::timestamptz FROM grown`);

export interface LogAppend {
  /** 32 bytes each. */
  readonly leafHashes: readonly Uint8Array[];
  /** The entries they are of, as an entry bundle; kept until they are published. */
  readonly entries: Uint8Array;
  readonly registeredAt: string;
}

/** Appends to a log of `size` leaves, in the transaction that locked it. */
export async function appendLog(
  transaction: Transaction,
  size: number,
  { leafHashes, entries, registeredAt }: LogAppend,
): Promise<void> {
  if (leafHashes.length === 0) return;
  const values = [size, leafHashes.length, Buffer.concat(leafHashes), registeredAt, entries];
  const { count } = await transaction.query(APPEND, values);
  invariant(count === 1, 'The log has the size that was read under its lock.');
}

/** The tree head last published. */
export interface LogHead {
  readonly size: number;
  readonly frontier: Buffer;
  readonly checkpoint: string | null;
  readonly publishedAt: Date | null;
}

const HEAD = `SELECT size, frontier, checkpoint, published_at AS "publishedAt"
  FROM ventanilla.log_head`;
const READ_HEAD = statement(HEAD);
const LOCK_HEAD = statement(`${HEAD} FOR UPDATE`);

const READ_SIZE = statement('SELECT size FROM ventanilla.log_state');

/** Leaves committed, published or not. */
export async function readLogSize(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ size: number }>(READ_SIZE);
  return (rows[0] as { size: number }).size;
}

export async function readLogHead(database: Queryable): Promise<LogHead> {
  const { rows } = await database.query<LogHead>(READ_HEAD);
  return rows[0] as LogHead;
}

// One statement, one snapshot: an append that commits meanwhile gives both or neither.
const READ_APPENDS = statement(`
  SELECT first_index AS "first", leaf_hashes AS hashes,
    (SELECT entries FROM ventanilla.log_entries e WHERE e.first_index = a.first_index) AS entries
  FROM ventanilla.log_appends a WHERE first_index >= $1 ORDER BY first_index LIMIT $2`);

interface AppendRow {
  readonly first: number;
  readonly hashes: Buffer;
  readonly entries: Buffer | null;
}

export interface CommittedAppends {
  readonly leaves: readonly Uint8Array[];
  /** Their entries, an entry bundle an append; those of published leaves are on the object store. */
  readonly bundles: readonly Uint8Array[];
}

const HASH_BYTES = 32;

/** What was committed from index `from` on, of `appendsMax` appends at most, in order. */
export async function readAppends(
  database: Queryable,
  from: number,
  appendsMax: number,
): Promise<CommittedAppends> {
  const { rows } = await database.query<AppendRow>(READ_APPENDS, [from, appendsMax]);
  const leaves: Uint8Array[] = [];
  for (const { first, hashes } of rows) {
    invariant(first === from + leaves.length, 'The log has no gap.');
    for (let at = 0; at < hashes.length; at += HASH_BYTES) {
      leaves.push(hashes.subarray(at, at + HASH_BYTES));
    }
  }
  return { leaves, bundles: rows.flatMap(({ entries }) => entries ?? []) };
}

const DROP_ENTRIES = statement('DELETE FROM ventanilla.log_entries WHERE first_index < $1');

const SET_HEAD = statement(`
  UPDATE ventanilla.log_head SET size = $1, frontier = $2, checkpoint = $3,
    published_at = $4::timestamptz WHERE size <= $1`);

export interface NewHead {
  readonly size: number;
  readonly frontier: Uint8Array;
  readonly checkpoint: string;
  readonly publishedAt: string;
}

/**
 * Holds the head while `publish` makes a longer tree and its entries public, then records it. Only one process
 * publishes at a time; `publish` answers undefined when there is nothing to do.
 */
export const withLogHead = (
  database: Database,
  publish: (head: LogHead, transaction: Transaction) => Promise<NewHead | undefined>,
): Promise<void> =>
  database.transaction(async (transaction) => {
    const { rows } = await transaction.query<LogHead>(LOCK_HEAD);
    const head = await publish(rows[0] as LogHead, transaction);
    if (head === undefined) return;
    const { size, frontier, checkpoint, publishedAt } = head;
    const { count } = await transaction.query(SET_HEAD, [size, frontier, checkpoint, publishedAt]);
    invariant(count === 1, 'The published log only grows.');
    await transaction.query(DROP_ENTRIES, [size]);
  });
