/** A real Kafka broker from its published image, in a container of its own. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { OperationalError } from '@ventanilla/errors';
import type { ContainerRuntimeClient, StartedTestContainer } from 'testcontainers';
import { freePort } from './free-port.ts';
import { type KafkaOptions, type KafkaServer, READY_MS, SINGLE_NODE, VERSION } from './kafka.ts';

export type KafkaContainerOptions = Pick<KafkaOptions, 'dataDir' | 'port' | 'settings'>;

export const KAFKA_IMAGE = `apache/kafka:${VERSION}`;
const ENGINE_MS = 10_000;
const PULL_MS = 120_000;
const STOP_MS = 30_000;

const reason = (error: unknown): string =>
  error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error);

/** An engine that hangs is none. */
const engine = async (): Promise<ContainerRuntimeClient> => {
  const { getContainerRuntimeClient } = await import('testcontainers');
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(`a Docker engine that does not answer within ${ENGINE_MS} ms`));
  }, ENGINE_MS);
  return Promise.race([getContainerRuntimeClient(), late.promise]).finally(() =>
    clearTimeout(timer),
  );
};

const pull = async ({ container: { dockerode } }: ContainerRuntimeClient): Promise<void> => {
  process.stderr.write(`pulling ${KAFKA_IMAGE}\n`);
  const abortSignal = AbortSignal.timeout(PULL_MS);
  const progress = await dockerode.pull(KAFKA_IMAGE, { abortSignal });
  // What goes wrong on the way is told in the stream; the image that is missing afterwards tells enough.
  for await (const _ of progress);
};

/** Why no container can be run on this machine, undefined when one can; fetches the image if need be. */
export const kafkaContainerObstacle = async (): Promise<string | undefined> => {
  const { ImageName } = await import('testcontainers');
  const image = ImageName.fromString(KAFKA_IMAGE);
  try {
    const client = await engine();
    if (await client.image.exists(image)) return undefined;
    await pull(client);
    return (await client.image.exists(image)) ? undefined : `no image ${KAFKA_IMAGE}`;
  } catch (error) {
    return reason(error);
  }
};

const VARIABLE = { '.': '_', _: '__', '-': '___' } as const;

/** A setting in the words of the image: `log.dirs` is told as `KAFKA_LOG_DIRS`. */
export const variableOf = (setting: string): string =>
  `KAFKA_${setting.toUpperCase().replaceAll(/[._-]/g, (sign) => VARIABLE[sign as '.'])}`;

const environmentOf = (address: string, more: KafkaOptions['settings']): Record<string, string> => {
  const settings = {
    ...SINGLE_NODE,
    'controller.quorum.voters': '1@localhost:9093',
    listeners: 'PLAINTEXT://:9092,CONTROLLER://:9093',
    'advertised.listeners': `PLAINTEXT://${address}`,
    ...more,
  };
  const named = Object.entries(settings).map(([name, value]) => [variableOf(name), value]);
  return { ...Object.fromEntries(named), KAFKA_HEAP_OPTS: '-Xmx400m -XX:TieredStopAtLevel=1' };
};

/** Inside, for Docker opens the port before the broker does; in one command, for each costs a process. */
const LISTENS = `bash -c 'until (: </dev/tcp/localhost/9092) 2>/dev/null; do sleep 0.1; done'`;

interface Kept {
  readonly container: StartedTestContainer;
  readonly host: string;
  readonly port: number;
}

/** By folder, stopped or not: a container keeps its data as long as the folder that stands for them is there. */
const kept = new Map<string, Kept>();

/**
 * Removes the container when the folder is gone or this process ends, even by kill -9. The reaper of
 * testcontainers knows nothing of the folder, and would be one more image to fetch.
 */
const watch = (dataDir: string, name: string): void => {
  const program = fileURLToPath(new URL('./container-guard.ts', import.meta.url));
  spawn(process.execPath, [program, String(process.pid), dataDir, name], {
    detached: true,
    stdio: 'ignore',
  }).unref();
};

const create = async (options: KafkaContainerOptions): Promise<Kept> => {
  const { GenericContainer, Wait } = await import('testcontainers');
  const { info } = await engine();
  // Not always here: where the tests run in a container themselves, ports are opened beside it.
  const { host } = info.containerRuntime;
  const port = options.port ?? (await freePort());
  const name = `ventanilla-kafka-${randomUUID()}`;
  // Before there is anything to remove: a start that fails half-way leaves a container too.
  watch(options.dataDir, name);
  const container = await new GenericContainer(KAFKA_IMAGE)
    .withName(name)
    .withEnvironment(environmentOf(`${host}:${port}`, options.settings))
    .withExposedPorts({ container: 9092, host: port })
    .withWaitStrategy(Wait.forSuccessfulCommand(LISTENS))
    .withStartupTimeout(READY_MS)
    .withAutoCleanup(false)
    .start();
  return { container, host, port };
};

/** Starts a broker whose data live as long as `dataDir`. Throws OperationalError `kafka-start`. */
export const startKafkaContainer = async (options: KafkaContainerOptions): Promise<KafkaServer> => {
  const { dataDir } = options;
  const earlier = kept.get(dataDir);
  const { container, host, port } = await (earlier
    ? earlier.container.restart().then(() => earlier)
    : create(options)
  ).catch((error: unknown) => {
    const sentence = `Kafka in a container, which KAFKA_IN_TESTS=jvm does without: ${reason(error)}`;
    throw new OperationalError('kafka-start', sentence, { retryable: true, cause: error });
  });
  kept.set(dataDir, { container, host, port });
  const { container: containers } = await engine();
  const handle = containers.getById(container.getId());
  return {
    brokers: [`${host}:${port}`],
    host,
    port,
    stop: () => containers.stop(handle, { timeout: STOP_MS }),
    kill: () => handle.kill(),
  };
};
