import { Agent } from 'node:http';
import { Readable } from 'node:stream';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { describeStreamContract } from '@ventanilla/stream/contract';
import { openKinesisDoor, startKinesis, testDatabase } from '@ventanilla/testing';
import { Client } from 'pg';
import { createKinesisStream } from './index.ts';
import { openDatabase } from './lease-table.ts';

type Handle = NodeHttpHandler['handle'];

const leaseMs = 3_000;

/** Holds a client's calls up between freeze and thaw. */
const gate = () => {
  let closed: PromiseWithResolvers<void> | undefined;
  const pass = async () => closed?.promise;
  return {
    /** What is pushed waits at the door, too. */
    through: async function* <T>(chunks: AsyncIterable<T>) {
      for await (const chunk of chunks) {
        await pass();
        yield chunk;
      }
    },
    around: async <T>(work: () => Promise<T>): Promise<T> => {
      await pass();
      const result = await work();
      await pass();
      return result;
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

describe.each([
  ['kinesis, polling', false],
  ['kinesis, enhanced fan-out', true],
])('%s', (name, fanOut) => {
  describeStreamContract(
    name,
    async () => {
      const kinesis = await startKinesis();
      const door = await openKinesisDoor(kinesis.endpoint, { apartMs: 300 });
      const { url, drop } = await testDatabase();
      return {
        open: async () => {
          const { around, through, freeze, thaw } = gate();
          const handler = new NodeHttpHandler({ httpAgent: new Agent({ keepAlive: true }) });
          const handle = async (...request: Parameters<Handle>) => {
            const answer = await handler.handle(...request);
            const { body } = answer.response;
            if (request[0].headers['x-amz-target']?.endsWith('.SubscribeToShard')) {
              answer.response.body = Readable.from(through(body));
            }
            return answer;
          };
          const stream = createKinesisStream({
            region: 'us-east-1',
            endpoint: door.endpoint,
            credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
            leasesUrl: url,
            pollMs: 20,
            fanOut,
            timing: { leaseMs, renewEveryMs: 200, retryMinMs: 20, retryMaxMs: 500 },
            requestHandler: {
              handle: (...request: Parameters<Handle>) => around(() => handle(...request)),
              destroy: () => handler.destroy(),
            },
            openLeases: (leasesUrl) => {
              const database = openDatabase(leasesUrl);
              return {
                query: (text, values) => around(() => database.query(text, values)),
                close: database.close,
              };
            },
          });
          return { stream, freeze, thaw };
        },
        disrupt: async () => {
          const client = new Client({ connectionString: url });
          await client.connect();
          await client.query(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`);
          await client.end();
        },
        close: async () => {
          await door.close();
          kinesis.stop();
          await drop();
        },
      };
    },
    { gapless: false, valueBytesMax: 1024 * 1024 - 16 * 1024, returnsAtOnce: true, leaseMs },
  );
});
