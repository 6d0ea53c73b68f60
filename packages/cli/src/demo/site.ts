/** A site of its own on this machine: Kafka, Postgres, a bridge from the platform, the mirror of the example. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Receipt } from '@ventanilla/receipts';
import { startKafka, startPostgres } from '@ventanilla/testing';
import { Client } from 'pg';
import { type Home, homeAt } from '../platform/home.ts';
import { kafkaAddress } from '../platform/local-stream.ts';
import { secretFiles } from '../platform/secrets.ts';
import type { PlatformState } from '../platform/state.ts';
import {
  lastLines,
  type ServiceSpec,
  type SupervisedService,
  supervise,
  untilReady,
} from '../platform/supervisor.ts';

export interface SiteOptions {
  readonly folder: string;
  /** The platform that is mirrored, and what it publishes of its keys. */
  readonly platform: PlatformState;
  readonly home: Home;
  readonly publishedKeys: unknown;
  readonly log: (line: string) => void;
}

/** One outcome as the site has it. */
export interface Mirrored {
  readonly documentId: string;
  readonly attempt: number;
  readonly verdict: string;
  readonly receipt: Receipt;
}

export interface Site {
  readonly bridge: SupervisedService;
  readonly mirror: SupervisedService;
  readonly count: () => Promise<number>;
  readonly mirrored: () => Promise<readonly Mirrored[]>;
  /** What the site could not use, by code. */
  readonly unusable: () => Promise<readonly string[]>;
  /** The end of what bridge and mirror wrote, to show why something failed. */
  readonly lastWords: () => string;
  readonly stop: () => Promise<void>;
}

const BIN = fileURLToPath(new URL('../../bin/ventanilla.js', import.meta.url));
const MIRROR = fileURLToPath(import.meta.resolve('@ventanilla/consumer/example/mirror.ts'));
/** The example knows nothing of us; when we are gone it must go. Single quotes: Node takes double ones away. */
const GO_WITH_PARENT =
  "data:text/javascript,process.once('disconnect',()=>process.exit());process.channel.unref()";
const GRACE_MS = 8_000;
const READY_MS = 60_000;

function processesOf(options: SiteOptions, brokers: readonly string[], database: string) {
  const { folder, home, platform, publishedKeys } = options;
  const keysFile = join(folder, 'keys.json');
  writeFileSync(keysFile, JSON.stringify(publishedKeys));
  const kafka = kafkaAddress(brokers);
  const common = {
    PROFILE: 'embedded',
    MEMBER_ID: '1',
    NODE_COMPILE_CACHE: home.compileCache,
    NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
  };
  const bridge: ServiceSpec = {
    name: 'bridge',
    entry: BIN,
    args: ['stream', 'bridge', '--from', 'kinesis', '--to', 'kafka'],
    environment: { ...common, ...kafka, ...platform.stream },
    logFile: join(folder, 'bridge.log'),
  };
  const mirror: ServiceSpec = {
    name: 'mirror',
    entry: MIRROR,
    environment: {
      ...common,
      ...kafka,
      NODE_OPTIONS: `${common.NODE_OPTIONS} --import=${GO_WITH_PARENT}`,
      ENCRYPTION_KIND: 'local',
      ENCRYPTION_KEY_FILE: secretFiles(home).encryptionKeyFile,
      MIRROR_URL: database,
      LOG_URL: platform.api,
      KEYS_FILE: keysFile,
    },
    logFile: join(folder, 'mirror.log'),
  };
  return { bridge, mirror };
}

/** Reads the mirror's tables as anybody with SQL would; nothing is there before its first start. */
async function openTables(url: string) {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  const rows = async <T>(sql: string): Promise<readonly T[]> => {
    const { rows: there } = await client.query("select to_regclass('unusable') as found");
    return there[0]?.found ? ((await client.query(sql)).rows as T[]) : [];
  };
  return {
    count: async () => {
      const [row] = await rows<{ count: string }>('select count(*) from mirrored');
      return Number(row?.count ?? 0);
    },
    mirrored: () =>
      rows<Mirrored>('select document_id as "documentId", attempt, verdict, receipt from mirrored'),
    unusable: async () =>
      (await rows<{ code: string }>('select code from unusable')).map(({ code }) => code),
    close: () => client.end(),
  };
}

/** Starts it all; on failure stops what it had started. */
export async function startSite(options: SiteOptions): Promise<Site> {
  const { folder, log } = options;
  mkdirSync(folder, { recursive: true });
  const releases: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (let release = releases.pop(); release; release = releases.pop()) await release();
  };
  try {
    const postgres = await startPostgres({ dataDir: homeAt(folder).postgres, log });
    releases.push(() => postgres.stop('fast'));
    const kafka = await startKafka({ dataDir: join(folder, 'kafka'), log });
    releases.push(kafka.stop);
    const specs = processesOf(options, kafka.brokers, postgres.url);
    const start = (spec: ServiceSpec): SupervisedService => {
      const onDeath = (name: string, how: string) => log(`${name} died (${how}); restarting`);
      const service = supervise(spec, { onStart: () => {}, onDeath });
      releases.push(() => service.stop(GRACE_MS));
      return service;
    };
    const bridge = start(specs.bridge);
    // It makes the topic that the mirror reads.
    await untilReady([{ service: bridge, logFile: specs.bridge.logFile }], READY_MS);
    const mirror = start(specs.mirror);
    const { close, ...tables } = await openTables(postgres.url);
    releases.push(close);
    const lastWords = () =>
      Object.values(specs)
        .map(({ logFile }) => lastLines(logFile, 8))
        .join('\n');
    return { bridge, mirror, lastWords, ...tables, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
