import { Pool, type PoolConfig } from 'pg';
import { translate } from './errors.ts';

export interface Statement {
  /** Prepared under this name, once a connection. */
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

/** As much of a connection pool as this adapter uses. Every value of a row is text as Postgres wrote it. */
export interface Database {
  /** Throws OperationalError. */
  readonly query: (
    statement: Statement,
  ) => Promise<{ readonly rows: readonly (readonly string[])[]; readonly rowCount: number }>;
  readonly close: () => Promise<void>;
}

export interface DatabaseSettings {
  readonly url: string;
  readonly connectionsMax: number;
  readonly applicationName: string;
  /** False when losing the last moments in a crash is harmless: positions and leases. */
  readonly durable: boolean;
}

// Reading text ourselves spares the driver's parsers and lets offsets stay exact.
const asText = { getTypeParser: () => (value: unknown) => value };
const QUERY_TIMEOUT_MS = 20_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** A pool that outlives its server: lost connections are replaced, and reported by the query they hit. */
export const openDatabase = (settings: DatabaseSettings): Database => {
  const config: PoolConfig = {
    connectionString: settings.url,
    max: settings.connectionsMax,
    application_name: settings.applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    ...(settings.durable ? {} : { options: '-c synchronous_commit=off' }),
  };
  const pool = new Pool(config);
  // Without a listener an idle connection that breaks would end the process.
  pool.on('error', () => {});
  let closing: Promise<void> | undefined;
  return {
    query: async ({ name, text, values }) => {
      try {
        const result = await pool.query<string[]>({
          text,
          rowMode: 'array',
          types: asText,
          ...(name ? { name } : {}),
          ...(values ? { values: [...values] } : {}),
        });
        return { rows: result.rows ?? [], rowCount: result.rowCount ?? 0 };
      } catch (error) {
        throw translate(error);
      }
    },
    close: () => {
      closing ??= pool.end();
      return closing;
    },
  };
};
