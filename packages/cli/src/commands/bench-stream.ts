/** `ventanilla bench stream`: what each stream costs its clients, beside the vendor's own client. */
import type { Command } from 'commander';
import { table, terminalOutput } from '../terminal/output.ts';
import { wholeNumber } from './options.ts';

interface StreamOptions {
  readonly records: number;
  readonly size: number;
  readonly json?: boolean;
}

const shown = (micros: number | undefined): string => (micros === undefined ? '' : `${micros}`);

export function addStreamBench(bench: Command): void {
  bench
    .command('stream')
    .description(
      'CPU of a client for each record appended and taken, on every stream there is here',
    )
    .option(
      '--records <n>',
      'for each stream; a fifth of it for kinesis',
      wholeNumber(250, 1e6),
      20_000,
    )
    .option('--size <bytes>', 'of a value', wholeNumber(1, 500_000), 1_200)
    .option('--json', 'only the JSON line')
    .addHelpText(
      'after',
      `
In batches of 250, after a round to warm up. Kafka needs Java; the Kinesis is a local double, so its figures tell of
the client only. Ends with one JSON line.`,
    )
    .action(async ({ records, size, json }: StreamOptions) => {
      const { benchStreams } = await import('../bench/streams.ts');
      const log = json ? () => {} : terminalOutput.err;
      const figures = await benchStreams({ records, bytes: size, log });
      const rows = figures.map((it) => [
        it.adapter,
        shown(it.produceMicros),
        shown(it.bareProduceMicros),
        shown(it.consumeMicros),
        shown(it.bareConsumeMicros),
      ]);
      log(table([['CPU µs a record', 'append', 'bare', 'take', 'bare'], ...rows]));
      terminalOutput.out(JSON.stringify({ valueBytes: size, batch: 250, streams: figures }));
      // Clients of brokers that were stopped may still hold timers.
      process.exit();
    });
}
