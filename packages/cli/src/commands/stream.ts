/** `ventanilla stream`: topics of whatever stream the settings name. */
import type { Command } from 'commander';
import { homeAt } from '../platform/home.ts';
import { terminalOutput } from '../terminal/output.ts';
import { DEFAULT_DATA } from './options.ts';

interface StreamOptions {
  readonly data: string;
}

export const STREAM_HELP = `
The stream is the one that STREAM_KIND and the other STREAM_* variables name, as for the services;
without STREAM_KIND it is that of the platform running here.`;

export function addStream(program: Command): void {
  const stream = program.command('stream').description('Topics of the stream');
  stream
    .command('ensure')
    .description('Make the topics that are not there; what is there is never changed')
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
      for (const name of await ensureTopics(settings)) terminalOutput.out(name);
    });
}
