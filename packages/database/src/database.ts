/**
 * The pool, narrowed to what we use: prepared statements by name, transactions, translated errors.
 */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { drizzle, type NodePgDatabase } from './drizzle.ts';
import { translateDatabaseError } from './errors.ts';

/** SQL with a name made from its text, so that each connection parses and plans it once. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

export const statement = (text: string): Statement => ({
  name: createHash('sha256').update(text).digest('base64url').slice(0, 20),
  text,
});

export type SqlValue = string | number | bigint | boolean | Date | Uint8Array | null | undefined;
export type Row = Readonly<Record<string, unknown>>;

export interface QueryResult<R> {
  readonly rows: readonly R[];
  /** Rows the statement touched. */
  readonly count: number;
}

export interface Queryable {
  /** Throws OperationalError; retryable when the connection, a lock or the server is the reason. */
  readonly query: <R = Row>(
    statement: Statement,
    values?: readonly SqlValue[],
  ) => Promise<QueryResult<R>>;
}

export interface Transaction extends Queryable {
  /** Typed reads within the same transaction. */
  readonly drizzle: NodePgDatabase;
}

export interface Database extends Queryable {
  readonly drizzle: NodePgDatabase;
  /** Commits when `run` resolves, rolls back when it throws. `run` may be called by retrying callers. */
  readonly transaction: <T>(run: (transaction: Transaction) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

export interface DatabaseOptions {
  /** Connections at most. */
  readonly poolMax: number;
  /** Shown by pg_stat_activity. */
  readonly applicationName: string;
  /** A statement that runs longer is cancelled and is a retryable error. */
  readonly statementTimeoutMs?: number;
  readonly connectTimeoutMs?: number;
  /** Told of connections that die while idle; the pool replaces them. */
  readonly onIdleError?: (error: unknown) => void;
}

// Dates stay the text Postgres writes: a Date would move them by the time zone of the process.
const DATE_OID = 1082;
const INT8_OID = 20;
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === DATE_OID) return (value: string) => value;
    if (oid === INT8_OID) return Number;
    return pg.types.getTypeParser(oid, format);
  },
} as pg.CustomTypesConfig;

/**
 * Prepared statements keep the plan of their first executions. On a young table that is a sequential
 * scan, which then reads the whole table for every batch: 40 % of all CPU of Postgres at 30,000 rows.
 * Every statement of ours finds its rows by key.
 *
 * A table without an index is still read that way, but before version 18 at an estimated cost so high
 * that Postgres compiles the query, where it compiles any (its default): 117 ms for one of 0.1 ms.
 */
const PREFER_INDEXES = '-c enable_seqscan=off -c jit=off';

/** Opens nothing until the first query. */
export function openDatabase(url: string, options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.poolMax,
    application_name: options.applicationName,
    statement_timeout: options.statementTimeoutMs ?? 30_000,
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    options: PREFER_INDEXES,
    types,
  });
  // Without a listener an idle connection that dies would end the process.
  pool.on('error', (error) => options.onIdleError?.(translateDatabaseError(error)));
  return {
    query: (sql, values) => run(pool, sql, values),
    drizzle: drizzle(pool),
    transaction: (work) => inTransaction(pool, work),
    close: () => pool.end(),
  };
}

type Runner = Pick<pg.Pool, 'query'> | Pick<pg.PoolClient, 'query'>;

async function run<R>(
  runner: Runner,
  { name, text }: Statement,
  values: readonly SqlValue[] = [],
): Promise<QueryResult<R>> {
  try {
    const result = await runner.query({ name, text, values: values as unknown[] });
    return { rows: result.rows as R[], count: result.rowCount ?? 0 };
  } catch (error) {
    throw translateDatabaseError(error);
  }
}

async function inTransaction<T>(
  pool: pg.Pool,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw translateDatabaseError(error);
  });
  // A connection that dies between two statements tells so here, and by the next statement.
  const ignore = () => undefined;
  client.on('error', ignore);
  let broken = false;
  try {
    await client.query('BEGIN');
    const result = await work({
      query: (sql, values) => run(client, sql, values),
      get drizzle() {
        return drizzle(client);
      },
    });
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      broken = true;
    });
    // A bug of ours or a refusal of the caller is not the database's.
    throw isVendorError(error) ? translateDatabaseError(error) : error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

const isVendorError = (error: unknown): boolean =>
  error instanceof Error &&
  (error instanceof pg.DatabaseError ||
    error.cause instanceof pg.DatabaseError ||
    'code' in error ||
    /Connection terminated|not queryable/i.test(error.message));
