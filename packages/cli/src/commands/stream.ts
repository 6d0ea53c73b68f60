/** `ventanilla stream`: topics of whatever stream the settings name, and copies of them elsewhere. */
import { type Command, Option } from 'commander';
import { homeAt } from '../platform/home.ts';
import { STREAM_KINDS, type StreamKind } from '../platform/local-stream.ts';
import { terminalOutput } from '../terminal/output.ts';
import { DEFAULT_DATA } from './options.ts';

interface StreamOptions {
  readonly data: string;
}

interface BridgeOptions {
  readonly from: StreamKind;
  readonly to: StreamKind;
  readonly name: string;
  readonly topic: string[];
  readonly once?: boolean;
}

export const STREAM_HELP = `
The stream is the one that STREAM_KIND and the other STREAM_* variables name, as for the services;
without STREAM_KIND it is that of the platform running here.`;

export function addStream(program: Command): void {
  const stream = program.command('stream').description('Topics of the stream');
  stream
    .command('ensure')
    .description(
      'Make the topics that are not there, and say what of the others is not as the settings have it',
    )
    .option('--data <dir>', 'folder of the platform running here', DEFAULT_DATA)
    .addHelpText(
      'after',
      `${STREAM_HELP}
Examples:
  STREAM_KIND=kafka STREAM_KAFKA_BROKERS=kafka:9092 STREAM_PARTITIONS=12 ventanilla stream ensure`,
    )
    .action(async (options: StreamOptions) => {
      const { ensureTopics, streamOf } = await import('../platform/stream-admin.ts');
      const settings = await streamOf(homeAt(options.data), process.env);
      const { names, deviations } = await ensureTopics(settings);
      for (const name of names) terminalOutput.out(name);
      for (const { topic, of, found, wanted } of deviations) {
        terminalOutput.err(`${topic}: ${of} is ${found}, and the settings say ${wanted}`);
      }
    });
  addBridge(stream);
}

const kindOption = (flags: string, description: string): Option =>
  new Option(flags, description).choices(STREAM_KINDS).makeOptionMandatory();

const addBridge = (stream: Command): Command =>
  stream
    .command('bridge')
    .description('Copy topics from one stream to another for as long as it runs')
    .addOption(kindOption('--from <kind>', 'stream to copy from'))
    .addOption(kindOption('--to <kind>', 'stream to copy to'))
    .option('--topic <names...>', 'topics to copy', ['documents.registered'])
    .option('--name <name>', 'of the position; another name copies everything again', 'main')
    .option('--once', 'end when nothing is left to copy')
    .addHelpText(
      'after',
      `
Both streams are named by STREAM_* variables, as for the services; FROM_STREAM_X and TO_STREAM_X count
for one side only, before STREAM_X. Topics that the target has not are made there.

Records are copied as they lie, encrypted. Each is copied at least once, those of one key in order; a
bridge that dies goes on where it was, and what it then copies twice says so: @ventanilla/consumer and the
services are handed it once. It runs as a service does: HEALTH_PORT, LOG_LEVEL, MEMBER_ID, SIGTERM.

Examples:
  STREAM_KINESIS_REGION=us-east-1 STREAM_URL=postgres://leases STREAM_KAFKA_BROKERS=kafka:9092 \\
    ventanilla stream bridge --from kinesis --to kafka
  FROM_STREAM_URL=postgres://old TO_STREAM_URL=postgres://new \\
    ventanilla stream bridge --from postgres --to postgres --topic documents.registered --once`,
    )
    .action(async ({ from, to, name, topic: topics, once }: BridgeOptions) => {
      const { settingsOfSide } = await import('../bridge/sides.ts');
      const { runBridge } = await import('../bridge/bridge.ts');
      await runBridge({
        from: settingsOfSide(process.env, 'FROM', from),
        to: settingsOfSide(process.env, 'TO', to),
        name,
        topics,
        once: once ?? false,
        environment: process.env,
      });
    });
