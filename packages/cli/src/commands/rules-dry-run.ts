/** `ventanilla rules dry-run`: what a draft would change, told by a month that is stored. */
import { type Command, InvalidArgumentError } from 'commander';
import type { DryRunResult } from '../dry-run/run.ts';
import { type Turned, touched, touchedRules } from '../dry-run/tally.ts';
import { EXIT, endWith } from '../failure.ts';
import { homeAt } from '../platform/home.ts';
import { table, terminalOutput } from '../terminal/output.ts';
import { type Progress, startProgress } from '../terminal/progress.ts';
import { DEFAULT_DATA, wholeNumber } from './options.ts';
import { stopRequest } from './until-stopped.ts';

interface DryRunOptions {
  readonly draft: string;
  readonly month: string;
  readonly purpose: string;
  readonly modes?: string;
  readonly resume?: string;
  readonly data: string;
  readonly json?: boolean;
  readonly top: number;
}

const HELP = `
Every document registered in the month is judged twice: by the rules in force and by the draft. Rules that
need the registry or the ledger are not run. What is read is written to the audit trail before it is read,
with the purpose. The back ends are those of the platform running here, or of the settings of the query
service (DATABASE_URL with role ventanilla_query, OBJECTS_*, ENCRYPTION_*) where ENCRYPTION_KIND is set.

Examples:
  ventanilla rules dry-run --draft draft.json --month 2026-10 --purpose "resolution 12-2026"
  ventanilla rules dry-run --draft draft.json --month 2026-10 --purpose audit --resume run.json --json

What a draft may say: docs/rule-packs.md. Exit code 1 when a document would newly fail; 130 when stopped:
with --resume the same command goes on.`;

export const addRulesDryRun = (rules: Command): Command =>
  rules
    .command('dry-run')
    .description('What a draft would newly reject or accept, told by a stored month')
    .requiredOption('--draft <file>', 'JSON file with what the draft changes')
    .requiredOption('--month <yyyy-mm>', 'month of registration, by UTC', month)
    .requiredOption('--purpose <text>', 'why originals are read, for the audit trail', purpose)
    .option('--modes <file>', 'modes of the rules in force, as the validation service has them')
    .option('--resume <file>', 'keep how far it has come here, and go on from there')
    .option('--top <n>', 'rules, issuers and software shown at most', wholeNumber(1, 10_000), 20)
    .option('--data <dir>', 'folder of the platform running here', DEFAULT_DATA)
    .option('--json', 'one JSON object with everything')
    .addHelpText('after', HELP)
    .action(tryDraft);

function month(text: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new InvalidArgumentError('It must be a month such as 2026-10.');
}

function purpose(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length >= 3 && line.length <= 200) return line;
  throw new InvalidArgumentError('It must say why, in 3 to 200 characters.');
}

async function tryDraft(options: DryRunOptions): Promise<void> {
  const { formats } = await import('@ventanilla/formats');
  const { createXmlEngine } = await import('@ventanilla/xml');
  const { draftFormats, formatsInModes } = await import('../rules/settings-file.ts');
  const { custodySettings } = await import('../platform/custody.ts');
  const { withOriginals } = await import('../platform/originals.ts');
  const { thisAccount } = await import('../platform/trail.ts');
  const { dryRun } = await import('../dry-run/run.ts');
  const inForce = options.modes === undefined ? formats : await formatsInModes(options.modes);
  const draft = await draftFormats(options.draft);
  const settings = await custodySettings(homeAt(options.data), process.env);
  const { signal } = stopRequest();
  let progress: Progress | undefined;
  const result = await withOriginals(settings, (stored, originals) =>
    dryRun({
      month: options.month,
      stored,
      originals,
      reader: {
        scope: { scope: 'all' },
        clientId: `cli:${thisAccount()}`,
        roles: ['auditor'],
      },
      why: { purpose: options.purpose, requestId: `rules dry-run ${options.month}` },
      engine: createXmlEngine(),
      inForce,
      draft,
      ...(options.resume !== undefined && { resume: options.resume }),
      onProgress: (done, total) => {
        progress ??= startProgress(process.stderr, 'judging', total);
        progress.set(done);
      },
      signal,
    }),
  );
  progress?.end();
  tell(result, options);
  if (!result.isWhole) endWith(EXIT.interrupted);
  else if (result.tally.totals.newlyFailing > 0) endWith(EXIT.bad);
}

function tell({ tally, range, isWhole }: DryRunResult, { month, json, top }: DryRunOptions): void {
  const rules = touchedRules(tally);
  const issuers = touched(tally.issuers);
  const software = touched(tally.software);
  if (json) {
    const { totals } = tally;
    terminalOutput.out(
      JSON.stringify({ month, isWhole, logEntries: range, totals, rules, issuers, software }),
    );
    return;
  }
  const { documents, newlyFailing, newlyPassing, newlyObserved, notArchived } = tally.totals;
  terminalOutput.out(
    `${month}${isWhole ? '' : ' (stopped before its end)'}: ${documents} documents judged twice, ` +
      `${newlyFailing} newly rejected, ${newlyPassing} newly accepted, ${newlyObserved} newly observed` +
      (notArchived > 0 ? `, ${notArchived} without an archived original` : ''),
  );
  const rows = rules.map(({ code, newlyFailing, newlyPassing, newlyObserved, shadowed }) => [
    code,
    ...[newlyFailing, newlyPassing, newlyObserved, shadowed].map(String),
  ]);
  section(['rule', 'rejects', 'no more', 'observes', 'shadow'], rows, top);
  section(['issuer', 'rejected', 'accepted', 'of'], issuers.map(turnedRow), top);
  section(['software', 'rejected', 'accepted', 'of'], software.map(turnedRow), top);
}

const turnedRow = ({ name, newlyFailing, newlyPassing, documents }: Turned & { name: string }) => [
  name,
  ...[newlyFailing, newlyPassing, documents].map(String),
];

function section(head: readonly string[], rows: readonly (readonly string[])[], top: number): void {
  if (rows.length === 0) return;
  terminalOutput.out(`\n${table([head, ...rows.slice(0, top)])}`);
  if (rows.length > top) terminalOutput.out(`… and ${rows.length - top} more`);
}
