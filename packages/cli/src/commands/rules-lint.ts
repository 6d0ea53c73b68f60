/** `ventanilla rules lint`: what makes a pack unfit to be published. */
import type { Command } from 'commander';
import { EXIT, endWith } from '../failure.ts';
import { terminalOutput } from '../terminal/output.ts';

interface LintOptions {
  readonly json?: boolean;
}

export const addRulesLint = (rules: Command): Command =>
  rules
    .command('lint')
    .argument(
      '[packs...]',
      'formats, or files that "rules list --json --format" wrote; all formats when absent',
    )
    .description('Codes used twice, texts, sources and examples missing, dates out of order')
    .option('--json', 'one JSON line a finding')
    .addHelpText(
      'after',
      `
Examples:
  ventanilla rules lint
  ventanilla rules lint gt-fel --json

Exit code 1 when anything is found.`,
    )
    .action(async (names: readonly string[], options: LintOptions) => {
      const { formats } = await import('@ventanilla/formats');
      const { LINT, lintPack } = await import('@ventanilla/rules');
      const { packOf } = await import('../rules/pack-source.ts');
      const { shownIn } = await import('../rules/examples.ts');
      const chosen = names.length > 0 ? names : formats.map(({ id }) => id);
      let count = 0;
      for (const name of chosen) {
        const pack = await packOf(name);
        for (const { rule, code, detail } of lintPack(pack, await shownIn(name))) {
          count += 1;
          const meaning = LINT[code];
          terminalOutput.out(
            options.json
              ? JSON.stringify({ pack: pack.id, rule, code, meaning, detail })
              : `${pack.id} ${rule}: ${code}, ${meaning}${detail === undefined ? '' : ` (${detail})`}`,
          );
        }
      }
      terminalOutput.err(`${chosen.length} packs, ${count} findings`);
      if (count > 0) endWith(EXIT.bad);
    });
