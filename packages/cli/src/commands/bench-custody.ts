/** `ventanilla bench custody`: what keeping and proving a document costs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { table, terminalOutput } from '../terminal/output.ts';
import { wholeNumber } from './options.ts';

interface CustodyOptions {
  readonly documents: number;
  readonly json?: boolean;
}

export function addCustodyBench(bench: Command): void {
  bench
    .command('custody')
    .description('Segments, log, receipts and originals opened again, 500 documents a batch')
    .option('--documents <n>', 'how many, in whole batches', wholeNumber(500, 10_000_000), 20_000)
    .option('--json', 'only the JSON line')
    .action(async ({ documents, json }: CustodyOptions) => {
      const { benchCustody } = await import('../bench/custody.ts');
      const folder = mkdtempSync(join(tmpdir(), 'ventanilla-bench-'));
      try {
        const whole = Math.ceil(documents / 500) * 500;
        const figures = await benchCustody(whole, folder);
        if (!json) {
          const rows = Object.entries(figures).map(([name, value]) => [name, value.toPrecision(3)]);
          terminalOutput.err(table(rows));
        }
        terminalOutput.out(JSON.stringify(figures));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
}
