/** `ventanilla deadletters`: records set aside as poison, looked at and handed back. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { CommandFailure, EXIT } from '../failure.ts';
import type { DeadLetter, LetterFilter } from '../platform/dead-letters.ts';
import { homeAt } from '../platform/home.ts';
import { terminalOutput } from '../terminal/output.ts';
import { DEFAULT_DATA, positive } from './options.ts';
import { STREAM_HELP } from './stream.ts';

interface LetterOptions {
  readonly data: string;
  readonly json?: boolean;
  readonly reason?: string;
  readonly topic?: string;
  readonly group?: string;
  readonly since?: string;
  readonly until?: string;
}

interface ReplayOptions extends LetterOptions {
  readonly id?: string;
  readonly dryRun?: boolean;
  readonly rate: number;
}

const POLL_MS = 100;
const RATE = 100;
const untilNews = (signal: AbortSignal) => delay(POLL_MS, undefined, { signal });

export function addDeadLetters(program: Command): void {
  const letters = program
    .command('deadletters')
    .description('Records set aside because no service could handle them');
  withFilters(letters.command('list'))
    .description('Those that match, with where each came from and why it is here')
    .addHelpText('after', STREAM_HELP)
    .action((options: LetterOptions) => list(options));
  letters
    .command('show')
    .description('Headers and size of those of one document; values stay encrypted')
    .argument('<documentId>')
    .option('--data <dir>', 'folder of the platform running here', DEFAULT_DATA)
    .addHelpText('after', STREAM_HELP)
    .action(show);
  addReplay(letters);
  addReplay(program);
}

/** Both `deadletters replay` and, for the one done most under stress, `replay`. */
const addReplay = (parent: Command): Command =>
  withFilters(parent.command('replay'))
    .description('Hand dead letters back to where they came from, after the cause is mended')
    .option('--id <documentId>', 'only those of this document')
    .option('--dry-run', 'only list them')
    .option('--rate <n>', 'records a second at most', positive, RATE)
    .addHelpText(
      'after',
      `${STREAM_HELP}
Examples:
  ventanilla deadletters replay --dry-run
  ventanilla deadletters replay --reason message-unreadable --since 2026-03-01 --rate 20

Each letter is handed back once for the same filters; running it again hands back only what came since.
A record handed back twice changes nothing: every service settles a document once.`,
    )
    .action(replay);

const withFilters = (command: Command): Command =>
  command
    .option('--data <dir>', 'folder of the platform running here', DEFAULT_DATA)
    .option('--reason <code>', 'only those set aside for this reason')
    .option('--topic <name>', 'only those that come from this topic')
    .option('--group <name>', 'only those set aside by this service')
    .option('--since <instant>', 'only records the stream took from then on', instant)
    .option('--until <instant>', 'only records the stream took before', instant)
    .option('--json', 'one JSON line a record');

function instant(text: string): string {
  const millis = Date.parse(text);
  if (!Number.isNaN(millis)) return new Date(millis).toISOString();
  throw new CommandFailure(`${text} is not an instant such as 2026-03-01T10:00:00Z.`, {
    exitCode: EXIT.usage,
  });
}

const filterOf = ({ reason, topic, group, since, until }: LetterOptions): LetterFilter => ({
  ...(reason !== undefined && { reason }),
  ...(topic !== undefined && { topic }),
  ...(group !== undefined && { group }),
  ...(since !== undefined && { since }),
  ...(until !== undefined && { until }),
});

/** A look leaves no position behind that matters: the group is this process's own. */
const lookingGroup = (): string => `look-${process.pid}-${Date.now()}`;

const print = (letter: DeadLetter, json: boolean | undefined) => {
  const { documentId, topic, group, reason, appendedAt } = letter;
  const line = [documentId, topic, group, reason, appendedAt].join(' ');
  terminalOutput.out(json ? JSON.stringify(letter) : line);
};

async function open(data: string) {
  const { openOperatorStream, streamOf } = await import('../platform/stream-admin.ts');
  return openOperatorStream(await streamOf(homeAt(data), process.env));
}

async function list(options: LetterOptions, filter = filterOf(options)): Promise<void> {
  const { matches, readDeadLetters } = await import('../platform/dead-letters.ts');
  const stream = await open(options.data);
  try {
    const count = await readDeadLetters({
      stream,
      group: lookingGroup(),
      isWanted: matches(filter),
      onLetter: (letter) => print(letter, options.json),
      untilNews,
    });
    terminalOutput.err(`${count} dead letters found`);
  } finally {
    await stream.close();
  }
}

async function show(documentId: string, { data }: { readonly data: string }): Promise<void> {
  const { matches, readDeadLetters } = await import('../platform/dead-letters.ts');
  const stream = await open(data);
  try {
    const count = await readDeadLetters({
      stream,
      group: lookingGroup(),
      isWanted: matches({ documentId }),
      onLetter: (letter, { headers, value, position }) => {
        const found = { ...letter, position, valueBytes: value.byteLength, headers };
        terminalOutput.out(JSON.stringify(found, undefined, 2));
      },
      untilNews,
    });
    if (count === 0) terminalOutput.err(`no dead letter is of ${documentId}`);
    process.exitCode = count === 0 ? EXIT.bad : EXIT.good;
  } finally {
    await stream.close();
  }
}

async function replay(options: ReplayOptions): Promise<void> {
  const { id: documentId } = options;
  const filter = { ...filterOf(options), ...(documentId !== undefined && { documentId }) };
  if (options.dryRun) return list(options, filter);
  const letters = await import('../platform/dead-letters.ts');
  const stream = await open(options.data);
  try {
    const count = await letters.replayDeadLetters({
      stream,
      group: letters.replayGroup(filter),
      isWanted: letters.matches(filter),
      onLetter: (letter) => print(letter, options.json),
      pace: letters.createPace(options.rate, { now: () => performance.now(), pause: delay }),
      untilNews,
    });
    terminalOutput.err(`${count} dead letters handed back`);
  } finally {
    await stream.close();
  }
}
