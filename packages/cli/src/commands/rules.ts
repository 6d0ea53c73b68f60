/** `ventanilla rules`: what documents are judged by. */
import type { Command } from 'commander';
import { CommandFailure, EXIT } from '../failure.ts';
import { table, terminalOutput } from '../terminal/output.ts';
import { languageOption } from './language-option.ts';
import { addRulesDiff } from './rules-diff.ts';
import { addRulesDryRun } from './rules-dry-run.ts';
import { addRulesLint } from './rules-lint.ts';

interface RulesOptions {
  readonly json?: boolean;
  readonly format?: string;
  readonly example?: boolean;
  readonly all?: boolean;
  readonly lang: 'es' | 'en';
}

type PackRecord = import('@ventanilla/rules').PackRecord;
type Rule = import('@ventanilla/rules').RuleRecord;
interface Listed {
  readonly format: string;
  readonly pack: Pick<PackRecord, 'id' | 'version' | 'hash'>;
  /** What is told of signatures comes of one check, not of one rule a code. */
  readonly rule: Omit<Rule, 'behaviour'>;
}

export function addRules(program: Command): void {
  const rules = program.command('rules').description('What documents are judged by');
  rules
    .command('list')
    .description('Every rule of every format')
    .option('--format <id>', 'only those of one format')
    .option('--all', "with the codes of the authority's catalogue that no rule has, and why")
    .option('--json', 'one JSON line a rule')
    .addOption(languageOption())
    .addHelpText('after', '\nExamples:\n  ventanilla rules list --format gt-fel')
    .action(async (options: RulesOptions) => {
      const listing = await listingOf(options);
      if (listing.rules.length === 0) throw unknown(`format ${options.format}`);
      const lines = options.json ? listingLines(listing) : asTables(listing, options.lang);
      for (const line of lines) terminalOutput.out(line);
    });
  rules
    .command('show')
    .argument('<code>', 'code of the rule, e.g. BR-CO-10')
    .description('All about one rule')
    .option('--format <id>', 'as it is in one format')
    .option('--example', 'with a document that passes it and one that fails')
    .option('--json', 'as JSON')
    .addOption(languageOption())
    .addHelpText(
      'after',
      '\nExamples:\n  ventanilla rules show BR-CO-10 --format en16931-ubl --example',
    )
    .action(async (code: string, options: RulesOptions) => {
      await showRule(code, options);
    });
  addRulesDiff(rules);
  addRulesLint(rules);
  addRulesDryRun(rules);
}

/** Codes of an authority's catalogue that no rule has. */
async function withoutRule({ format: wanted }: { readonly format?: string | undefined }) {
  const { formats } = await import('@ventanilla/formats');
  return formats
    .filter(({ id }) => wanted === undefined || id === wanted)
    .flatMap(({ id, withoutRule = {} }) =>
      Object.entries(withoutRule).map(([code, why]) => ({ code, format: id, ...why })),
    );
}

type WithoutRule = Awaited<ReturnType<typeof withoutRule>>[number];
interface Listing {
  readonly rules: readonly Listed[];
  readonly without: readonly WithoutRule[];
}

/** What `rules list` lists. */
export async function listingOf({
  format: wanted,
  all,
}: Pick<RulesOptions, 'format' | 'all'>): Promise<Listing> {
  const rules = (await allRules()).filter(
    ({ format }) => wanted === undefined || format === wanted,
  );
  return { rules, without: all ? await withoutRule({ format: wanted }) : [] };
}

/** One JSON line a rule, then one a code without a rule. */
export const listingLines = ({ rules, without }: Listing): readonly string[] => [
  ...rules.map((it) => JSON.stringify(asJson(it))),
  ...without.map((it) => JSON.stringify(it)),
];

async function formatOf(id: string) {
  const { formats } = await import('@ventanilla/formats');
  const format = formats.find((candidate) => candidate.id === id);
  if (format === undefined) throw unknown(`format ${id}`);
  return format;
}

async function showRule(code: string, { format: id, example, json, lang }: RulesOptions) {
  const found = (await allRules()).filter(
    ({ rule, format }) => rule.code === code && (id === undefined || format === id),
  );
  const without = (await withoutRule({ format: id })).find((it) => it.code === code);
  if (found.length === 0 && without !== undefined) {
    const { format, reason } = without;
    terminalOutput.out(
      json ? JSON.stringify(without) : `${code} (no rule, ${format})\n  ${reason[lang]}`,
    );
    return;
  }
  if (found.length === 0) throw unknown(`rule ${code}${id === undefined ? '' : ` in ${id}`}`);
  for (const it of found) {
    if (!example) {
      terminalOutput.out(json ? JSON.stringify(asJson(it)) : inFull(it, lang));
      continue;
    }
    const { exampleOf } = await import('@ventanilla/formats/examples');
    const { exampleText } = await import('../rules/examples.ts');
    const shown = await exampleOf(await formatOf(it.format), code);
    terminalOutput.out(
      json
        ? JSON.stringify({ ...asJson(it), example: shown })
        : `${inFull(it, lang)}\n${exampleText(shown, lang)}`,
    );
  }
}

const unknown = (what: string) =>
  new CommandFailure(`There is no ${what}.`, {
    exitCode: EXIT.usage,
    hint: 'See them all with "ventanilla rules list".',
  });

async function allRules(): Promise<readonly Listed[]> {
  const { formats } = await import('@ventanilla/formats');
  const { describePack } = await import('@ventanilla/rules');
  const { SIGNATURE_CATALOGUE } = await import('@ventanilla/xml-signatures');
  return formats.flatMap(({ id, pack, signatures }) => {
    const { rules, ...said } = describePack(pack);
    const listed: Listed[] = rules.map((rule) => ({ format: id, pack: said, rule }));
    if (signatures === undefined) return listed;
    const { rules: faults, source, ...catalogue } = SIGNATURE_CATALOGUE;
    const told = faults.map((fault) => ({ ...fault, source }));
    return [...listed, ...told.map((rule) => ({ format: id, pack: catalogue, rule }))];
  });
}

const asJson = ({ format, pack, rule }: Listed) => ({ ...rule, format, pack });

function asTables({ rules, without }: Listing, language: 'es' | 'en'): readonly string[] {
  const rows = [
    ...rules.map(({ format, rule }) => [format, rule.code, rule.severity]),
    ...without.map(({ format, code }) => [format, code, 'no rule']),
  ];
  const words = [
    ...rules.map(({ rule }) => rule.message[language]),
    ...without.map(({ reason }) => reason[language]),
  ];
  return table(rows)
    .split('\n')
    .map((line, i) => `${line}  ${words[i]}`);
}

function inFull({ format, pack, rule }: Listed, language: 'es' | 'en'): string {
  const { effectiveFrom, effectiveUntil, scope = 'document' } = rule;
  const force = [
    effectiveFrom && `from ${effectiveFrom}`,
    effectiveUntil && `until ${effectiveUntil}`,
  ];
  return [
    `${rule.code} (${rule.severity}, ${format})`,
    `  ${rule.message[language]}`,
    `  ${rule.hint[language]}`,
    `  source:   ${rule.source}`,
    `  in force: ${force.filter(Boolean).join(' ') || 'always'}`,
    `  needs:    ${scope === 'registry' ? 'the registry of taxpayers' : 'the document alone'}`,
    `  pack:     ${pack.id} ${pack.version} ${pack.hash.slice(0, 12)}`,
  ].join('\n');
}
