/** Every stream that this machine can run, one after the other, each with its vendor's own client beside it. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaObstacle, startPostgres } from '@ventanilla/testing';
import { homeAt } from '../platform/home.ts';
import { type StreamAddress, startLocalBroker } from '../platform/local-stream.ts';
import { type BareClient, bareKafka, bareKinesis, barePostgres } from './bare-clients.ts';
import {
  BATCH,
  makeRecords,
  measureAdapter,
  openAdapter,
  type StreamFigures,
} from './stream-adapters.ts';

export interface StreamsOptions {
  readonly records: number;
  readonly bytes: number;
  readonly log: (line: string) => void;
}

/** The double's server is slow; fewer records tell as much of the client. */
const KINESIS_SHARE = 5;

interface Place {
  readonly adapter: string;
  readonly address?: StreamAddress;
  readonly bare?: () => Promise<BareClient>;
  readonly records: number;
}

async function measurePlace(place: Place, bytes: number): Promise<StreamFigures> {
  const stream = await openAdapter(place.address);
  const bare = await place.bare?.();
  try {
    return await measureAdapter({
      adapter: place.adapter,
      stream,
      ...(bare && { bare }),
      batch: makeRecords(BATCH, bytes, randomBytes),
      records: Math.ceil(place.records / BATCH) * BATCH,
      topic: `bench-${Date.now()}`,
    });
  } finally {
    await bare?.close();
    await stream.close();
  }
}

export async function benchStreams({ records, bytes, log }: StreamsOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-bench-'));
  const home = homeAt(folder);
  const releases: (() => Promise<unknown>)[] = [];
  const figures: StreamFigures[] = [];
  const measure = async (place: Place) => {
    log(`measuring ${place.adapter}`);
    figures.push(await measurePlace(place, bytes));
  };
  try {
    await measure({ adapter: 'memory', records });
    const postgres = await startPostgres({ dataDir: home.postgres });
    releases.push(() => postgres.stop('fast'));
    const { url } = postgres;
    const inDatabase: StreamAddress = { STREAM_KIND: 'postgres', STREAM_URL: url };
    await measure({
      adapter: 'postgres',
      address: inDatabase,
      bare: () => barePostgres(url),
      records,
    });
    const obstacle = await kafkaObstacle();
    if (obstacle !== undefined) log(`not measured: kafka: ${obstacle}`);
    const kafka = obstacle === undefined ? await startLocalBroker('kafka', home, log) : undefined;
    if (kafka) {
      releases.push(kafka.stop);
      const brokers = (kafka.address.STREAM_KAFKA_BROKERS ?? '').split(',');
      await measure({
        adapter: 'kafka',
        address: kafka.address,
        bare: () => bareKafka(brokers),
        records,
      });
    }
    const kinesis = await startLocalBroker('kinesis', home, log);
    if (kinesis) {
      releases.push(kinesis.stop);
      const { STREAM_KINESIS_ENDPOINT: endpoint = '', STREAM_KINESIS_REGION: region = '' } =
        kinesis.address;
      const { STREAM_KINESIS_PREFIX: prefix = '' } = kinesis.address;
      await measure({
        adapter: 'kinesis',
        address: { ...kinesis.address, STREAM_URL: url },
        bare: () => bareKinesis(endpoint, region, prefix),
        records: records / KINESIS_SHARE,
      });
    }
    return figures;
  } finally {
    for (const release of releases.reverse()) await release();
    rmSync(folder, { recursive: true, force: true });
  }
}
