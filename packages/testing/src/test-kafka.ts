/** The broker of tests: a container where a Docker engine runs, else its own jars. */
import { type KafkaServer, kafkaObstacle, startKafka } from './kafka.ts';
import {
  KAFKA_IMAGE,
  type KafkaContainerOptions,
  kafkaContainerObstacle,
  startKafkaContainer,
} from './kafka-container.ts';

type Way = 'container' | 'jvm';
type Obstacle = () => Promise<string | undefined>;

export interface Choice {
  readonly way: Way;
  /** Why there can be no broker at all. */
  readonly obstacle?: string;
  /** For whoever reads the test run. */
  readonly line?: string;
}

/** The way `asked` for, else the first without an obstacle. */
export const chooseWay = async (
  asked: string | undefined,
  { container, jvm }: Readonly<Record<Way, Obstacle>>,
): Promise<Choice> => {
  if (asked !== undefined && asked !== 'container' && asked !== 'jvm') {
    throw new Error(`KAFKA_IN_TESTS is container or jvm, not ${JSON.stringify(asked)}`);
  }
  const noContainer = asked === 'jvm' ? 'not asked for' : await container();
  if (noContainer === undefined) return { way: 'container', line: `a container of ${KAFKA_IMAGE}` };
  if (asked === 'container') return { way: 'container', obstacle: noContainer };
  const noJvm = await jvm();
  if (noJvm !== undefined) {
    return { way: 'jvm', obstacle: `${noJvm} (nor a container: ${noContainer})` };
  }
  return { way: 'jvm', line: `its jars on the local JVM (no container: ${noContainer})` };
};

let chosen: Promise<Choice> | undefined;

/** Chosen once and said aloud. `KAFKA_IN_TESTS=container|jvm` leaves no choice. */
const choice = (): Promise<Choice> => {
  chosen ??= (async () => {
    // biome-ignore lint/style/noProcessEnv: how the tests are run is the business of the test run itself
    const asked = process.env.KAFKA_IN_TESTS;
    const made = await chooseWay(asked, { container: kafkaContainerObstacle, jvm: kafkaObstacle });
    if (made.line !== undefined) process.stderr.write(`Kafka in tests: ${made.line}\n`);
    return made;
  })();
  return chosen;
};

/** Why these tests can have no broker on this machine, undefined when they can. */
export const testKafkaObstacle = async (): Promise<string | undefined> => (await choice()).obstacle;

/** Starts a broker for tests, on the data that an earlier one left for `dataDir` if there are any. */
export const testKafka = async (options: KafkaContainerOptions): Promise<KafkaServer> => {
  const { way } = await choice();
  return way === 'container' ? startKafkaContainer(options) : startKafka(options);
};
