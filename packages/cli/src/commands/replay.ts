/** `ventanilla replay`: hands dead letters back to the topic they came from, once each. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { EXIT } from '../failure.ts';
import { homeAt } from '../platform/home.ts';
import { readState } from '../platform/state.ts';
import { terminalOutput } from '../terminal/output.ts';
import { DEFAULT_DATA } from './options.ts';

interface ReplayOptions {
  readonly data: string;
  readonly dryRun?: boolean;
  readonly reason?: string;
  readonly json?: boolean;
}

const GROUP = 'replay';
const POLL_MS = 100;

export function addReplay(program: Command): void {
  program
    .command('replay')
    .description('Hand dead letters back to where they came from, after the cause is mended')
    .option('--data <dir>', 'folder of the platform running here', DEFAULT_DATA)
    .option('--dry-run', 'only list them')
    .option('--reason <code>', 'only those set aside for this reason')
    .option('--json', 'one JSON line a record')
    .addHelpText(
      'after',
      `
Examples:
  ventanilla replay --dry-run
  ventanilla replay --reason message-unreadable

Each letter is handed back once; running it again hands back only what came since. A record handed
back twice changes nothing: every service settles a document once.`,
    )
    .action(async (options: ReplayOptions) => {
      const state = readState(homeAt(options.data));
      const { openLocalStream } = await import('../platform/local-stream.ts');
      const { replayDeadLetters } = await import('../platform/dead-letters.ts');
      const stream = openLocalStream(state.stream);
      try {
        const count = await replayDeadLetters({
          stream,
          group: options.dryRun ? `${GROUP}-list-${process.pid}` : GROUP,
          dryRun: options.dryRun ?? false,
          untilNews: (signal) => delay(POLL_MS, undefined, { signal }),
          isWanted: ({ reason }) => options.reason === undefined || reason === options.reason,
          onLetter: (letter) =>
            terminalOutput.out(
              options.json
                ? JSON.stringify(letter)
                : `${letter.documentId} ${letter.topic} ${letter.reason} ${letter.appendedAt}`,
            ),
        });
        terminalOutput.err(`${count} dead letters ${options.dryRun ? 'found' : 'handed back'}`);
        process.exitCode = EXIT.good;
      } finally {
        await stream.close();
      }
    });
}
