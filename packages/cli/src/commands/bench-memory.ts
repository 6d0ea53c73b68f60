/** `ventanilla bench memory`: whether judging documents without end needs more and more memory. */
import type { Command } from 'commander';
import { EXIT, endWith } from '../failure.ts';
import { table, terminalOutput } from '../terminal/output.ts';
import { wholeNumber } from './options.ts';

interface MemoryOptions {
  readonly documents: number;
  readonly seed: string;
  readonly json?: boolean;
}

const LOOKS = 20;
/** Heaps breathe by this much from one collection to the next. */
const GROWTH_MAX = 1.25;

export function addMemoryBench(bench: Command): void {
  bench
    .command('memory')
    .description('Memory of one process that judges documents, all different, one after the other')
    .option('--documents <n>', 'how many', wholeNumber(LOOKS, 100_000_000), 100_000)
    .option('--seed <text>', 'seed of the documents', '1')
    .option('--json', 'only the JSON line')
    .addHelpText(
      'after',
      `
Examples:
  ventanilla bench memory --documents 1000000

Exit code 1 when the last half of the run took ${Math.round((GROWTH_MAX - 1) * 100)} % more memory than its second tenth.`,
    )
    .action(async ({ documents, seed, json }: MemoryOptions) => {
      const { benchMemory } = await import('../bench/memory.ts');
      const result = benchMemory({
        documents,
        seed,
        looks: LOOKS,
        onLook: ({ documents: done, rssMb }) => {
          if (!json) terminalOutput.err(`${done} documents, ${rssMb} MB`);
        },
      });
      if (!json) {
        const rows = result.looks.map((look) => Object.values(look).map(String));
        terminalOutput.err(table([['documents', 'rss MB', 'heap MB', 'external MB'], ...rows]));
      }
      const growth = Math.round(result.growth * 100) / 100;
      terminalOutput.out(JSON.stringify({ ...result, growth }));
      if (result.growth > GROWTH_MAX) endWith(EXIT.bad);
    });
}
