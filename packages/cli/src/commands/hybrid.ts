/** `ventanilla hybrid`: a platform over Kinesis and a site of its own over Kafka, both on this machine. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT } from '../failure.ts';
import { homeAt } from '../platform/home.ts';
import { claimPorts } from '../platform/ports.ts';
import { table, terminalOutput } from '../terminal/output.ts';
import { wholeNumber } from './options.ts';

interface HybridOptions {
  readonly documents: number;
  readonly seed: string;
  readonly kills: number;
  readonly json?: boolean;
}

export function addHybrid(program: Command): void {
  program
    .command('hybrid')
    .description('Show both sides here: a platform over Kinesis, a bridge, a mirror over Kafka')
    .option('--documents <n>', 'demonstration documents', wholeNumber(1, 1_000_000), 300)
    .option('--seed <text>', 'seed of the documents', '1')
    .option('--kills <n>', 'kill -9 of bridge and mirror, in turn', wholeNumber(0, 1_000), 2)
    .option('--json', 'only the JSON line')
    .addHelpText(
      'after',
      `
Needs Java for the broker. The Kinesis is a local double, everything else is real: the services, the broker, two
Postgres, \`ventanilla stream bridge\`, and packages/consumer/example/mirror.ts.

Exit code 0 only if the mirror has every outcome of the ledger once, with the same verdict and a receipt
that verifies against keys kept by the site. What each part is: docs/hybrid.md.`,
    )
    .action(async (options: HybridOptions) => {
      const log = options.json ? () => {} : terminalOutput.err;
      // Not under /root, where the account of the database could not go.
      const folder = mkdtempSync(join(tmpdir(), 'ventanilla-hybrid-'));
      const home = homeAt(folder);
      const { startPlatform } = await import('../platform/platform.ts');
      const { isFaithful, runHybrid } = await import('../demo/hybrid.ts');
      const platform = await startPlatform({
        home,
        choosePorts: () => claimPorts(0),
        log,
        streamKind: 'kinesis',
      });
      try {
        const { documents, seed, kills } = options;
        const screen = process.stderr;
        const run = { platform, home, documents, seed, kills, screen, log };
        const summary = await runHybrid(run);
        if (!options.json) {
          log(table(Object.entries(summary).map(([name, value]) => [name, String(value)])));
        }
        terminalOutput.out(JSON.stringify(summary));
        process.exitCode = isFaithful(summary) ? EXIT.good : EXIT.bad;
      } finally {
        log('stopping the platform');
        await platform.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    });
}
