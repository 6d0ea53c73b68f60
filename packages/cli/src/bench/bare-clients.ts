/** The vendors' clients used as their manuals show, in batches: what our adapters are compared with. */
import { Agent } from 'node:http';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { StreamRecord } from '@ventanilla/stream';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { Client } from 'pg';

export interface BareClient {
  readonly produce: (topic: string, batch: readonly StreamRecord[], count: number) => Promise<void>;
  readonly consume: (topic: string, count: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

const asBuffer = ({ value }: StreamRecord): Buffer =>
  Buffer.from(value.buffer, value.byteOffset, value.byteLength);

/** kafkajs with acks from all and one send a batch; its own consumer. */
export async function bareKafka(brokers: readonly string[]): Promise<BareClient> {
  const kafka = new Kafka({ brokers: [...brokers], clientId: 'bare', logLevel: logLevel.NOTHING });
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  return {
    produce: async (topic, batch, count) => {
      for (let sent = 0; sent < count; sent += batch.length) {
        const messages = batch.map((record) => ({
          key: record.key,
          headers: record.headers,
          value: asBuffer(record),
        }));
        await producer.send({ topic, acks: -1, messages });
      }
    },
    consume: async (topic, count) => {
      const consumer = kafka.consumer({ groupId: `bare-${topic}` });
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      let taken = 0;
      await new Promise<void>((resolve, reject) => {
        const eachBatch = async ({ batch }: { batch: { messages: readonly unknown[] } }) => {
          taken += batch.messages.length;
          if (taken >= count) resolve();
        };
        consumer.run({ eachBatch }).catch(reject);
      });
      await consumer.disconnect();
    },
    close: () => producer.disconnect(),
  };
}

/** One insert of arrays a batch, read back by ranges of the key. */
export async function barePostgres(url: string): Promise<BareClient> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const tableOf = (topic: string) => `"bare ${topic}"`;
  return {
    produce: async (topic, batch, count) => {
      await client.query(
        `create table ${tableOf(topic)} (id bigserial primary key, key text, value bytea)`,
      );
      const text = `insert into ${tableOf(topic)} (key, value) select * from unnest($1::text[], $2::bytea[])`;
      for (let sent = 0; sent < count; sent += batch.length) {
        await client.query({
          name: topic,
          text,
          values: [batch.map(({ key }) => key), batch.map(asBuffer)],
        });
      }
    },
    consume: async (topic, count) => {
      const text = `select id, key, value from ${tableOf(topic)} where id > $1 order by id limit 250`;
      let after = '0';
      for (let taken = 0; taken < count; ) {
        const { rows } = await client.query({ name: `${topic}-read`, text, values: [after] });
        after = rows.at(-1).id;
        taken += rows.length;
      }
    },
    close: () => client.end(),
  };
}

/** PutRecords and GetRecords of the AWS client. */
export async function bareKinesis(
  endpoint: string,
  region: string,
  prefix: string,
): Promise<BareClient> {
  const client = new KinesisClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: new NodeHttpHandler({ httpAgent: new Agent({ keepAlive: true }) }),
  });
  return {
    produce: async (topic, batch, count) => {
      const records = batch.map((record) => ({ PartitionKey: record.key, Data: record.value }));
      for (let sent = 0; sent < count; sent += batch.length) {
        await client.send(new PutRecordsCommand({ StreamName: prefix + topic, Records: records }));
      }
    },
    consume: async (topic, count) => {
      const StreamName = prefix + topic;
      const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName }));
      let taken = 0;
      for (const { ShardId } of Shards) {
        const start = { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
        let { ShardIterator: at } = await client.send(new GetShardIteratorCommand(start));
        for (let found = 1; found > 0 && taken < count; taken += found) {
          const answer = await client.send(
            new GetRecordsCommand({ ShardIterator: at, Limit: 1_000 }),
          );
          found = answer.Records?.length ?? 0;
          at = answer.NextShardIterator;
        }
      }
    },
    close: async () => client.destroy(),
  };
}
