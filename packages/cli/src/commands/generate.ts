/** `ventanilla generate`: documents of our own making, sound ones and ones with seeded faults. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../failure.ts';
import { terminalOutput } from '../terminal/output.ts';
import { share, wholeNumber } from './options.ts';

interface GenerateOptions {
  readonly count: number;
  readonly seed: string;
  readonly faults: number;
  readonly format?: string[];
  readonly size?: number;
  readonly out?: string;
  readonly zip?: string;
}

export function addGenerate(program: Command): void {
  program
    .command('generate')
    .description('Write sample documents, with what the platform must say of each in index.ndjson')
    .option('--count <n>', 'how many', wholeNumber(1, 1_000_000), 20)
    .option('--seed <text>', 'the same seed on the same day gives the same documents', '1')
    .option('--faults <share>', 'share of documents with one seeded fault', share, 0.25)
    .option('--format <ids...>', 'only these formats: gt-fel, en16931-ubl, json')
    .option('--size <bytes>', 'approximate size of a document', wholeNumber(1_000, 1_000_000))
    .option('--out <dir>', 'folder to write to')
    .option('--zip <file>', 'ZIP file to write, ready for POST /v1/batches')
    .addHelpText(
      'after',
      `
Examples:
  ventanilla generate --count 10 --out samples
  ventanilla generate --count 5000 --seed 7 --faults 0 --zip batch.zip
  ventanilla generate --out samples && ventanilla validate samples`,
    )
    .action(async (options: GenerateOptions, command: Command) => {
      if (!options.out && !options.zip) {
        command.error('error: say where to: --out DIR or --zip FILE', { exitCode: EXIT.usage });
      }
      const { generateSamples, SAMPLE_FORMATS } = await import('@ventanilla/samples');
      const unknown = options.format?.find((it) => !SAMPLE_FORMATS.includes(it as never));
      if (unknown) {
        const known = SAMPLE_FORMATS.join(', ');
        command.error(`error: there is no format ${unknown}; there are ${known}`);
      }
      const now = new Date();
      const samples = generateSamples({
        count: options.count,
        seed: options.seed,
        // The day, not the moment: the same command gives the same documents all day.
        now: `${now.toISOString().slice(0, 10)}T${now.getUTCHours() < 12 ? '00' : '12'}:00:00.000Z`,
        faultRate: options.faults,
        ...(options.format && { formats: options.format as never }),
        ...(options.size && { sizeBytes: options.size }),
      });
      await writeSamples(samples, options);
    });
}

type Samples = Iterable<import('@ventanilla/samples').Sample>;

async function writeSamples(samples: Samples, { out, zip }: GenerateOptions): Promise<void> {
  const { createZip } = await import('./zip.ts');
  const archive = zip ? createZip(zip) : undefined;
  const index: string[] = [];
  if (out) mkdirSync(out, { recursive: true });
  for (const { name, mediaType, bytes, format, expect, dependsOn } of samples) {
    const file = `${name}.${mediaType === 'application/json' ? 'json' : 'xml'}`;
    index.push(JSON.stringify({ file, format, ...expect, dependsOn }));
    if (out) writeFileSync(join(out, file), bytes);
    archive?.add(file, bytes);
  }
  archive?.end();
  if (out) writeFileSync(join(out, 'index.ndjson'), `${index.join('\n')}\n`);
  terminalOutput.err(
    `${index.length} documents written to ${[out, zip].filter(Boolean).join(' and ')}`,
  );
}
