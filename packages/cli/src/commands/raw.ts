/** `ventanilla raw`: files of the raw archive that Firehose writes beside our own. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT, sentenceOf } from '../failure.ts';
import { homeAt } from '../platform/home.ts';
import { terminalOutput } from '../terminal/output.ts';
import { DEFAULT_DATA } from './options.ts';

interface ListOptions {
  readonly json?: boolean;
}
interface CutOptions extends ListOptions {
  readonly data: string;
  readonly out: string;
}

export function addRaw(program: Command): void {
  const raw = program
    .command('raw')
    .description('Files of the raw archive, which Firehose writes on AWS');
  raw
    .command('list')
    .description('What lies in each file, without any key')
    .argument('<files...>', 'files as they lie in the bucket, compressed or not')
    .option('--json', 'one JSON line a record')
    .action(list);
  raw
    .command('cut')
    .description('Cut every original out again, and check its hash')
    .argument('<files...>', 'files as they lie in the bucket, compressed or not')
    .requiredOption('--out <dir>', 'folder for the originals, each under its document id')
    .option('--data <dir>', 'folder of the platform whose keys they are', DEFAULT_DATA)
    .option('--json', 'one JSON line a document')
    .addHelpText(
      'after',
      `
Keys, and where large values lie, are those that ENCRYPTION_* and STREAM_CLAIMS_* name where ENCRYPTION_KIND is
set, else those of the platform in --data. A document that Firehose stored twice is written once. Exit code 1
when a record cannot be opened or an original has not the hash under which it was received.

Example:
  aws s3 cp --recursive s3://…-raw/received/day=2026-03-31/ raw/
  ventanilla raw cut raw/*/* --out originals`,
    )
    .action(cutAll);
}

async function list(files: readonly string[], { json }: ListOptions): Promise<void> {
  const { documentsIn, recordsOf } = await import('../platform/raw.ts');
  for (const file of files) {
    let records = 0;
    let documents = 0;
    for await (const found of recordsOf(file)) {
      records += 1;
      documents += documentsIn(found);
      if (!json) continue;
      const { offset, bytes, record } = found;
      const facts = { file, offset, bytes, key: record.key, documents: documentsIn(found) };
      terminalOutput.out(JSON.stringify(facts));
    }
    if (!json) terminalOutput.out(`${file}  ${records} records, ${documents} documents`);
  }
}

async function cutAll(files: readonly string[], { data, out, json }: CutOptions): Promise<void> {
  const { cutOriginals, rawSettings } = await import('../platform/raw.ts');
  await mkdir(out, { recursive: true });
  const counts = { written: 0, repeated: 0, altered: 0, unreadable: 0 };
  const tell = (outcome: keyof typeof counts, facts: object, line: string) => {
    counts[outcome] += 1;
    if (json) terminalOutput.out(JSON.stringify({ outcome, ...facts }));
    else if (outcome === 'altered' || outcome === 'unreadable') terminalOutput.out(line);
  };
  await cutOriginals(files, await rawSettings(homeAt(data)), {
    onOriginal: async ({ submission, original, sound }) => {
      const { documentId, submissionId, receivedAt } = submission;
      const outcome = sound ? await writeNew(join(out, documentId), original) : 'altered';
      tell(outcome, { documentId, submissionId, receivedAt }, `altered  ${documentId}`);
    },
    onUnreadable: (file, offset, error) =>
      tell(
        'unreadable',
        { file, offset },
        `unreadable  ${file} at ${offset}: ${sentenceOf(error)}`,
      ),
  });
  const total = Object.entries(counts).map(([outcome, count]) => `${count} ${outcome}`);
  terminalOutput.err(total.join(', '));
  process.exitCode = counts.altered + counts.unreadable > 0 ? EXIT.bad : EXIT.good;
}

/** Its name is its hash: what is there already is the same. */
async function writeNew(file: string, bytes: Uint8Array): Promise<'written' | 'repeated'> {
  try {
    await writeFile(file, bytes, { flag: 'wx' });
    return 'written';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return 'repeated';
    throw error;
  }
}
