/** `ventanilla rules diff`: what a new edition of a pack changes. */
import type { Command } from 'commander';
import { EXIT, endWith } from '../failure.ts';
import { terminalOutput } from '../terminal/output.ts';
import { languageOption } from './language-option.ts';

type PackDiff = import('@ventanilla/rules').PackDiff;
type Language = 'es' | 'en';

interface DiffOptions {
  readonly json?: boolean;
  readonly lang: Language;
}

export const addRulesDiff = (rules: Command): Command =>
  rules
    .command('diff')
    .argument('<before>', 'a format, or a file that "rules list --json --format" wrote')
    .argument('<after>', 'the same, or a draft over the format named first')
    .description('Rules added, removed and changed from one pack to another')
    .option('--json', 'one JSON object')
    .addOption(languageOption())
    .addHelpText(
      'after',
      `
Examples:
  ventanilla rules list --json --format gt-fel > fel-2026.jsonl
  ventanilla rules diff fel-2026.jsonl gt-fel
  ventanilla rules diff gt-fel draft.json
  ventanilla rules diff en16931-ubl peppol-bis-ubl

Exit code 1 when they differ.`,
    )
    .action(async (before: string, after: string, options: DiffOptions) => {
      const { packOf } = await import('../rules/pack-source.ts');
      const { diffPacks } = await import('@ventanilla/rules');
      const was = await packOf(before);
      const is = await packOf(after, before);
      const diff = diffPacks(was, is);
      const { rules: _, ...wasPack } = was;
      const { rules: __, ...isPack } = is;
      if (options.json) {
        terminalOutput.out(JSON.stringify({ before: wasPack, after: isPack, ...diff }));
      } else terminalOutput.out(inWords(diff, options.lang));
      if (!diff.same) endWith(EXIT.bad);
    });

/** Long texts and digests are told by the fact that they changed; the JSON form has them whole. */
const SHOWN_CHARS_MAX = 60;
const shown = (value: string): string =>
  value === ''
    ? '—'
    : value.length > SHOWN_CHARS_MAX
      ? `${value.slice(0, SHOWN_CHARS_MAX)}…`
      : value;

function inWords({ same, added, removed, changed, tablesChanged }: PackDiff, lang: Language) {
  if (same) return 'same: the packs have the same hash';
  return [
    ...added.map(({ code, severity, message }) => `+ ${code} (${severity}) ${message[lang]}`),
    ...removed.map(({ code, severity, message }) => `- ${code} (${severity}) ${message[lang]}`),
    ...changed.flatMap(({ code, changes }) => [
      `~ ${code}`,
      ...changes.map(({ property, before, after }) =>
        property === 'behaviour'
          ? '    behaviour: the check itself'
          : `    ${property}: ${shown(before)} → ${shown(after)}`,
      ),
    ]),
    ...(tablesChanged ? ['~ the tables that the rules read'] : []),
    `${added.length} added, ${removed.length} removed, ${changed.length} changed`,
  ].join('\n');
}
