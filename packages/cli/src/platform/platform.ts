/**
 * A whole platform on this machine: database, then schema, then every service as its own process.
 *
 *   lock ─► end orphans ─► database ─► schema, roles, registry, topics ─► services ─► ready
 *
 * Everything is released in reverse order; killed at any point, the next start begins with the orphans.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { STREAM_ROLE } from '@ventanilla/database';
import { type PostgresServer, startPostgres } from '@ventanilla/testing';
import { sentenceOf } from '../failure.ts';
import {
  environmentOf,
  logFileOf,
  SERVICE_NAMES,
  type Surroundings,
  urlsOf,
} from './environment.ts';
import { createHome, type Home } from './home.ts';
import { type KeyKinds, type LocalKeys, startLocalKeys } from './local-keys.ts';
import { type LocalBroker, type StreamKind, startLocalBroker } from './local-stream.ts';
import { type Lock, takeLock } from './lock.ts';
import type { Ports } from './ports.ts';
import { prepareDatabase } from './prepare.ts';
import { identityOf, isRunning, type ProcessIdentity, signalProcess } from './process-identity.ts';
import { loadSecrets } from './secrets.ts';
import { forgetState, type PlatformState, writeState } from './state.ts';
import { ensureTopics, localStream } from './stream-admin.ts';
import { type SupervisedService, supervise, untilReady } from './supervisor.ts';

export interface PlatformOptions {
  readonly home: Home;
  /** Chosen once the folder is ours, so that orphans no longer hold them. */
  readonly choosePorts: () => Promise<Ports>;
  /** One line for each step and each process that dies. */
  readonly log: (line: string) => void;
  readonly logLevel?: string;
  readonly streamPartitions?: number;
  /** What carries the documents; Kafka is a broker of this platform's own. */
  readonly streamKind?: StreamKind;
  /** Where wrapping and signing keys are; files in `home` unless told otherwise. */
  readonly keyKinds?: Partial<KeyKinds>;
  /** More settings of one service, by its name. */
  readonly overrides?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Platform {
  readonly state: PlatformState;
  readonly services: readonly SupervisedService[];
  readonly database: DatabaseKeeper;
  /** Undefined when the stream is in the database. */
  readonly broker: LocalBroker | undefined;
  readonly keys: LocalKeys;
  /** Resolves when every service says that it is ready. */
  readonly untilReady: (timeoutMs: number) => Promise<void>;
  /** Services in order, then the database; at most 25 s. */
  readonly stop: () => Promise<void>;
}

export interface DatabaseKeeper {
  readonly pid: () => number;
  /** Of the superuser. */
  readonly url: string;
  /** Crashes the server; it is started again by itself. */
  readonly crash: (how: 'kill' | 'immediate') => void;
  readonly restarts: () => number;
}

const READY_MS = 90_000;
const SERVICE_GRACE_MS = 8_000;
const DATABASE_POLL_MS = 200;
/** Reception first, so that nothing new comes in; then along the road of the documents. */
const STOP_ORDER = [
  ['reception'],
  ['query', 'identity'],
  ['validation', 'transformation', 'persistence', 'archive'],
];

async function endOrphans(orphans: readonly ProcessIdentity[]): Promise<void> {
  for (const orphan of orphans) signalProcess(orphan, 'SIGKILL');
  while (orphans.some(isRunning)) await delay(10);
}

interface KeptDatabase extends DatabaseKeeper {
  readonly stop: () => Promise<void>;
}

/** Starts the server on `home` and again, on the same port, whenever it dies. */
async function keepDatabase(home: Home, log: (line: string) => void): Promise<KeptDatabase> {
  let server: PostgresServer = await startPostgres({ dataDir: home.postgres, log });
  const { port, url } = server;
  let identity = identityOf(server.pid);
  let lives = 1;
  let stopping = false;
  const watch = async () => {
    while (!stopping) {
      await delay(DATABASE_POLL_MS);
      if (stopping || isRunning(identity)) continue;
      log('the database died; starting it again');
      try {
        server = await startPostgres({ dataDir: home.postgres, port });
        identity = identityOf(server.pid);
        lives += 1;
      } catch (error) {
        log(`the database does not start: ${sentenceOf(error)}`);
      }
    }
  };
  const watched = watch();
  return {
    pid: () => server.pid,
    url,
    restarts: () => lives - 1,
    crash: (how) => (how === 'kill' ? server.kill() : process.kill(server.pid, 'SIGQUIT')),
    stop: async () => {
      stopping = true;
      await watched;
      await server.stop('fast');
    },
  };
}

const entryOf = (service: string): string =>
  fileURLToPath(new URL(`../../../../services/${service}/src/main.ts`, import.meta.url));

function startServices(
  surroundings: Surroundings,
  options: PlatformOptions,
  lock: Lock,
): SupervisedService[] {
  const services: SupervisedService[] = [];
  const record = () => lock.recordChildren(services.flatMap((it) => it.identity() ?? []));
  for (const name of SERVICE_NAMES) {
    const spec = {
      name,
      entry: entryOf(name),
      environment: { ...environmentOf(name, surroundings), ...options.overrides?.[name] },
      logFile: logFileOf(options.home, name),
    };
    const onDeath = (_: string, how: string) => options.log(`${name} died (${how}); restarting`);
    services.push(supervise(spec, { onStart: () => queueMicrotask(record), onDeath }));
  }
  return services;
}

async function stopServices(services: readonly SupervisedService[]): Promise<void> {
  for (const names of STOP_ORDER) {
    const group = services.filter(({ name }) => names.includes(name));
    await Promise.all(group.map((service) => service.stop(SERVICE_GRACE_MS)));
  }
}

/** Starts everything and resolves when it is ready; on failure stops what it had started. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { home, log } = options;
  createHome(home);
  const { lock, orphans } = await takeLock(home);
  const releases: (() => Promise<unknown> | unknown)[] = [() => lock.release()];
  const stop = async () => {
    if (releases.length > 0) lock.markStopping();
    for (let release = releases.pop(); release; release = releases.pop()) await release();
  };
  try {
    await endOrphans(orphans);
    const ports = await options.choosePorts();
    const database = await keepDatabase(home, log);
    releases.push(database.stop);
    const broker = await startLocalBroker(options.streamKind ?? 'postgres', home, log);
    if (broker) releases.push(broker.stop);
    const keys = await startLocalKeys({
      encryption: 'local',
      signing: 'local',
      ...options.keyKinds,
    });
    releases.push(keys.stop);
    const prepared = await prepareDatabase({
      adminUrl: database.url,
      broker: broker?.address,
      secretsFor: (roles) => loadSecrets(home, roles, new Date()),
      ensureTopics: async (address) => {
        await ensureTopics(localStream(address, options.streamPartitions ?? 2), [STREAM_ROLE]);
      },
      withDemonstration: true,
      log,
    });
    const surroundings: Surroundings = {
      home,
      ports,
      keys,
      logLevel: options.logLevel ?? 'info',
      streamPartitions: options.streamPartitions ?? 2,
      ...prepared,
    };
    log('starting the services');
    const services = startServices(surroundings, options, lock);
    releases.push(() => stopServices(services));
    const watched = services.map((service) => ({
      service,
      logFile: logFileOf(home, service.name),
    }));
    await untilReady(watched, READY_MS);
    const state: PlatformState = {
      owner: identityOf(process.pid),
      startedAt: new Date().toISOString(),
      ...urlsOf(ports),
      database: prepared.adminUrl,
      stream: prepared.ownStream,
    };
    writeState(home, state);
    releases.push(() => forgetState(home));
    return {
      state,
      services,
      database,
      broker,
      keys,
      untilReady: (timeoutMs) => untilReady(watched, timeoutMs),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
