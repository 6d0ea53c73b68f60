/** `ventanilla demo`: the demonstration against a platform that runs elsewhere, such as in containers. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { CommandFailure, EXIT, sentenceOf } from '../failure.ts';
import { homeAt } from '../platform/home.ts';
import { terminalOutput } from '../terminal/output.ts';
import { DEFAULT_DATA, wholeNumber } from './options.ts';

interface DemoOptions {
  readonly url: string;
  readonly issuer: string;
  readonly data: string;
  readonly documents: number;
  readonly seed?: string;
  readonly json?: boolean;
  readonly patience: number;
}

const POLL_MS = 250;

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('Send demonstration documents to a running platform and check what became of each')
    .requiredOption('--url <url>', 'base URL of the API')
    .requiredOption('--issuer <url>', 'issuer of access tokens')
    .option('--data <dir>', 'folder with the secrets of the demonstration clients', DEFAULT_DATA)
    .option('--documents <n>', 'demonstration documents', wholeNumber(1, 1_000_000), 500)
    .option('--seed <text>', 'seed of the demonstration; a fresh one each time when absent')
    .option('--json', 'the summary as one JSON line on stdout')
    .option('--patience <s>', 'seconds to wait for the platform', wholeNumber(0, 3_600), 120)
    .addHelpText(
      'after',
      `
Examples:
  ventanilla demo --url http://reception:8080 --issuer http://identity:8082 --data /var/lib/ventanilla

The exit code is 0 only if every document ended as it was seeded and every receipt verified.`,
    )
    .action(async (options: DemoOptions) => {
      const platform = { api: trimmed(options.url), identity: trimmed(options.issuer) };
      const deadline = performance.now() + options.patience * 1_000;
      await untilAnswers(`${platform.identity}/.well-known/openid-configuration`, deadline);
      await untilAnswers(`${platform.api}/.well-known/ventanilla/keys.json`, deadline);
      const { runDemo } = await import('../demo/run.ts');
      const { describeSummary } = await import('../demo/summary.ts');
      const now = new Date();
      const summary = await runDemo({
        home: homeAt(options.data),
        state: platform,
        documents: options.documents,
        seed: options.seed ?? now.toISOString(),
        now,
        screen: process.stderr,
      });
      const print = options.json ? terminalOutput.err : terminalOutput.out;
      print(`\n${describeSummary(summary)}\n`);
      if (options.json) terminalOutput.out(JSON.stringify({ ...summary, urls: platform }));
      const good =
        summary.mismatches.length === 0 && summary.receiptsVerified === summary.documents;
      process.exitCode = good ? EXIT.good : EXIT.bad;
    });
}

const trimmed = (url: string): string => url.replace(/\/$/, '');

async function untilAnswers(url: string, deadline: number): Promise<void> {
  for (;;) {
    let found: string;
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      await answer.arrayBuffer();
      if (answer.ok) return;
      found = `it answers ${answer.status}`;
    } catch (error) {
      found = sentenceOf(error);
    }
    if (performance.now() > deadline) {
      throw new CommandFailure(`${url} does not answer: ${found}.`);
    }
    await delay(POLL_MS);
  }
}
