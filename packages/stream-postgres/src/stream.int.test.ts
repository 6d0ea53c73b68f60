import { describeStreamContract } from '@ventanilla/stream/contract';
import { testDatabase } from '@ventanilla/testing';
import { Client } from 'pg';
import { createPostgresStream } from './index.ts';
import { type Database, type DatabaseSettings, openDatabase } from './pool.ts';

const leaseMs = 3_000;

/** A pool whose statements wait, before and after, while its client is frozen. */
const freezable = () => {
  let closed: PromiseWithResolvers<void> | undefined;
  const pass = async () => closed?.promise;
  return {
    open: (settings: DatabaseSettings): Database => {
      const database = openDatabase(settings);
      return {
        query: async (statement) => {
          await pass();
          const result = await database.query(statement);
          await pass();
          return result;
        },
        close: database.close,
      };
    },
    freeze: () => {
      closed ??= Promise.withResolvers<void>();
    },
    thaw: () => {
      closed?.resolve();
      closed = undefined;
    },
  };
};

describeStreamContract(
  'postgres',
  async () => {
    const { url, drop } = await testDatabase();
    return {
      open: async () => {
        const { open, freeze, thaw } = freezable();
        const timing = { leaseMs, renewEveryMs: 150, retryMinMs: 20, retryMaxMs: 500 };
        const stream = createPostgresStream({ url, open, timing });
        await stream.ensure([]);
        return { stream, freeze, thaw };
      },
      disrupt: async () => {
        const client = new Client({ connectionString: url });
        await client.connect();
        await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`);
        await client.end();
      },
      close: drop,
    };
  },
  { gapless: true, valueBytesMax: 1024 * 1024, returnsAtOnce: true, leaseMs },
);
