/** A real Kafka broker from its own jars, run by the local JVM: one KRaft node on 127.0.0.1. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OperationalError } from '@ventanilla/errors';
import { freePort } from './free-port.ts';
import { guard } from './guard.ts';
import { sendSignal } from './processes.ts';
import { stopProcess } from './takeover.ts';
import { waitFor } from './wait-for.ts';

export interface KafkaOptions {
  readonly dataDir: string;
  readonly port?: number;
  readonly log?: (line: string) => void;
  /** More broker settings; they win over ours. */
  readonly settings?: Readonly<Record<string, string>>;
  /** More arguments for formatting its log, such as users. */
  readonly format?: readonly string[];
  /** The broker is stopped soon after this process ends. Default: ours. */
  readonly owner?: number;
  readonly heapMb?: number;
}

/** Its data outlive `stop` and `kill`: who starts it anew on the same `dataDir` and port finds them. */
export interface KafkaServer {
  readonly brokers: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly stop: () => Promise<void>;
  /** kill -9. */
  readonly kill: () => Promise<void>;
}

export interface KafkaProcess extends KafkaServer {
  readonly pid: number;
}

export const VERSION = '4.1.1';
const ARTIFACTS = [
  ['org.apache.kafka', 'kafka_2.13', VERSION],
  ['org.apache.kafka', 'kafka-tools', VERSION],
  // Without it the broker says nothing at all, not even why it will not start.
  ['org.slf4j', 'slf4j-simple', '1.7.36'],
] as const;
const CLUSTER = '4L6g3nShT-eMCtK--X86sw';
const run = promisify(execFile);

const project = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>kafka-broker</artifactId><version>1</version>
  <dependencies>
    ${ARTIFACTS.map(([group, name, version]) => {
      const of = `<groupId>${group}</groupId><artifactId>${name}</artifactId>`;
      return `<dependency>${of}<version>${version}</version></dependency>`;
    }).join('\n    ')}
  </dependencies>
</project>`;

const answers = (program: string, flag: string): Promise<boolean> =>
  run(program, [flag]).then(
    () => true,
    () => false,
  );

/** Why no broker can be run on this machine, undefined when one can. */
export const kafkaObstacle = async (): Promise<string | undefined> => {
  if (!(await answers('java', '-version'))) return 'no Java: install a JRE of version 17 or later';
  if (existsSync(join(jarsFolder(), 'complete'))) return undefined;
  if (!(await answers('mvn', '-version'))) return 'no Maven to fetch the broker with: install it';
  return undefined;
};

const jarsFolder = (): string =>
  join('/var/tmp', `ventanilla-kafka-${VERSION}-2-${process.getuid?.() ?? 0}`);

let fetching: Promise<string> | undefined;

/** The broker's jars, fetched from Maven Central once for this machine and user. */
const jars = (log: (line: string) => void): Promise<string> => {
  fetching ??= (async () => {
    const folder = jarsFolder();
    if (existsSync(join(folder, 'complete'))) return join(folder, 'libs');
    log('fetching the Kafka broker');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, 'pom.xml'), project);
    const goal = 'dependency:copy-dependencies';
    await run('mvn', ['-q', '-B', goal, '-DoutputDirectory=libs'], {
      cwd: folder,
      timeout: 600_000,
    });
    writeFileSync(join(folder, 'complete'), '');
    return join(folder, 'libs');
  })();
  return fetching;
};

/** Of one node that is all there is, wherever it runs. */
export const SINGLE_NODE = {
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.listener.names': 'CONTROLLER',
  'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
  'auto.create.topics.enable': 'false',
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'group.initial.rebalance.delay.ms': '0',
  'group.min.session.timeout.ms': '1000',
  'log.cleaner.dedupe.buffer.size': '16777216',
};

const settingsOf = (dataDir: string, port: number, controllerPort: number) => ({
  ...SINGLE_NODE,
  'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
  listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
  'log.dirs': join(dataDir, 'log'),
});

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
    socket.once('connect', () => socket.end());
  });

const spawnJava = (args: string[], dataDir: string): ChildProcess => {
  const log = openSync(join(dataDir, 'kafka.log'), 'a');
  return spawn('java', args, { cwd: dataDir, detached: true, stdio: ['ignore', log, log] });
};

const tail = (dataDir: string): string =>
  readFileSync(join(dataDir, 'kafka.log'), 'utf8').trimEnd().split('\n').slice(-8).join('\n');

const writeSettings = (path: string, settings: Readonly<Record<string, string>>): void =>
  writeFileSync(
    path,
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );

export const READY_MS = 75_000;
const ATTEMPTS = 3;

/** Resolves with the broker when it listens; with what is wrong when it ended, or says nothing at all. */
const untilListening = async (child: ChildProcess, port: number): Promise<string | undefined> => {
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const settled = waitFor(async () => hasEnded() || (await listens(port)), {
    timeoutMs: READY_MS,
    everyMs: 100,
  });
  const heard = await settled.catch(() => false);
  if (hasEnded()) return `it ended (${child.exitCode ?? child.signalCode})`;
  if (heard) return undefined;
  // Where it stands goes to its log before it goes itself.
  sendSignal(child.pid as number, 'SIGQUIT');
  await stopProcess(child.pid as number, 'SIGTERM');
  return `it did not listen within ${READY_MS} ms`;
};

/** Starts a broker on `dataDir`, formatted on first use. Throws OperationalError `kafka-missing` or `kafka-start`. */
export const startKafka = async (options: KafkaOptions): Promise<KafkaProcess> => {
  const { dataDir, log = () => {}, owner = process.pid, heapMb = 400 } = options;
  const obstacle = await kafkaObstacle();
  if (obstacle) throw new OperationalError('kafka-missing', obstacle, { retryable: false });
  const libs = await jars(log);
  mkdirSync(dataDir, { recursive: true });
  const path = join(dataDir, 'server.properties');
  const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn';
  const java = [quiet, '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', join(libs, '*')];
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    writeSettings(path, { ...settingsOf(dataDir, port, await freePort()), ...options.settings });
    if (!existsSync(join(dataDir, 'log', 'meta.properties'))) {
      log('formatting the Kafka log');
      const format = ['kafka.tools.StorageTool', 'format', '--ignore-formatted', '-t', CLUSTER];
      await run('java', ['-Xmx128m', ...java, ...format, '-c', path, ...(options.format ?? [])], {
        timeout: READY_MS,
      });
    }
    const child = spawnJava([`-Xmx${heapMb}m`, ...java, 'kafka.Kafka', path], dataDir);
    child.unref();
    const pid = child.pid as number;
    const watch = guard(owner, pid, '');
    const wrong = await untilListening(child, port);
    if (wrong === undefined) {
      log(`Kafka ready on port ${port}`);
      return {
        brokers: [`127.0.0.1:${port}`],
        host: '127.0.0.1',
        port,
        pid,
        stop: async () => {
          watch.kill();
          await stopProcess(pid, 'SIGTERM');
        },
        kill: () => stopProcess(pid, 'SIGKILL'),
      };
    }
    watch.kill();
    if (attempt === ATTEMPTS) {
      throw new OperationalError('kafka-start', `Kafka: ${wrong}:\n${tail(dataDir)}`, {
        retryable: true,
      });
    }
  }
};
