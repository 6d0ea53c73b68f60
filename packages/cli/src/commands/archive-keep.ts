/** `ventanilla archive hold`, `retention` and `purge`: how long content is kept, and its end. */
import { type Command, InvalidArgumentError } from 'commander';
import { CommandFailure, EXIT } from '../failure.ts';
import type { Custody } from '../platform/custody.ts';
import { terminalOutput } from '../terminal/output.ts';
import { KEYS_HELP, type KeysOptions, openSettings } from './keys-options.ts';
import { DEFAULT_DATA, wholeNumber } from './options.ts';

interface WhyOptions extends KeysOptions {
  readonly reason: string;
  readonly by: string;
}
interface HoldOptions extends WhyOptions {
  readonly document?: string;
  readonly taxpayer?: string;
  readonly from?: string;
  readonly to?: string;
}
interface PurgeOptions extends KeysOptions {
  readonly by: string;
  readonly dryRun?: boolean;
}

const matching =
  (form: RegExp, example: string) =>
  (text: string): string => {
    if (form.test(text)) return text;
    throw new InvalidArgumentError(`It must look like ${example}.`);
  };
const day = matching(/^\d{4}-\d\d-\d\d$/, '2026-03-31');
const documentId = matching(/^[0-9a-f]{64}$/, 'the 64 hexadecimal digits of a document id');

/** Adds the commands to `archive`. */
export function addKeeping(archive: Command): void {
  const under = (parent: Command, name: string, description: string) =>
    parent
      .command(name)
      .description(description)
      .option('--data <dir>', 'folder of the platform', DEFAULT_DATA)
      .option('--json', 'JSON lines')
      .addHelpText('after', KEYS_HELP);
  const withWhy = (command: Command) =>
    command
      .requiredOption('--reason <text>', 'why; kept in the audit trail')
      .requiredOption('--by <name>', 'who decides so; kept in the audit trail');

  const hold = archive.command('hold').description('Legal holds: content that must not end');
  withWhy(under(hold, 'add', 'Hold a document, a taxpayer, a period, or a taxpayer in a period'))
    .option('--document <id>', 'this document', documentId)
    .option('--taxpayer <id>', 'documents issued, bought or submitted by this taxpayer')
    .option('--from <day>', 'received on this day (UTC) or later', day)
    .option('--to <day>', 'received on this day (UTC) or earlier', day)
    .action(addOne);
  under(hold, 'list', 'Every hold there ever was').action(listAll);
  withWhy(under(hold, 'release <number>', 'Release a hold')).action(release);

  const retention = archive.command('retention').description('How long content is kept');
  under(
    retention,
    'set <format> <months>',
    'Keep a format so many months from reception; * for all',
  ).action(setMonths);
  under(retention, 'list', 'Months by format; what is not listed is kept for ever').action(
    listMonths,
  );

  under(archive, 'purge', 'Remove what is past its retention, held by nobody and locked no more')
    .requiredOption('--by <name>', 'who runs it; kept in the audit trail')
    .option('--dry-run', 'only say what would be removed')
    .addHelpText(
      'after',
      `
A segment ends as a whole, when each document in it is past its retention and none is held. Outcomes, the
log, receipts and the audit trail are never removed; months of the search index go with their content. What
the ledger was decided from is kept, so that it can be restored. A segment that cannot be opened stays and
is told as damaged, with exit code 1.`,
    )
    .action(purgeAll);
}

async function inCustody(data: string, work: (custody: Custody) => Promise<void>): Promise<void> {
  const { withCustody } = await import('../platform/custody.ts');
  await withCustody(await openSettings(data), work);
}

const print = (json: boolean | undefined, facts: object, line: string): void =>
  terminalOutput.out(json ? JSON.stringify(facts) : line);

async function addOne(options: HoldOptions): Promise<void> {
  const { data, json, document, taxpayer, from, to, reason, by } = options;
  const scope = {
    ...(document !== undefined && { documentId: document }),
    ...(taxpayer !== undefined && { taxpayerId: taxpayer }),
    ...(from !== undefined && { firstDay: from }),
    ...(to !== undefined && { lastDay: to }),
  };
  if (Object.keys(scope).length === 0) {
    throw new CommandFailure('A hold needs a document, a taxpayer or a period.', {
      exitCode: EXIT.usage,
    });
  }
  const { addHold } = await import('../platform/retention.ts');
  await inCustody(data, async (custody) => {
    const { id, objects } = await addHold(custody, scope, { reason, by });
    print(json, { id, objects }, `hold ${id} placed on ${objects} objects`);
  });
}

async function listAll({ data, json }: KeysOptions): Promise<void> {
  const { databaseOf } = await import('../platform/custody.ts');
  const { listHolds } = await import('@ventanilla/database');
  await inCustody(data, async (custody) => {
    for (const hold of await listHolds(databaseOf(custody))) {
      const { id, documentId: document, taxpayerId, firstDay, lastDay, reason, releasedAt } = hold;
      const period = firstDay || lastDay ? `${firstDay ?? ''}..${lastDay ?? ''}` : undefined;
      const what = [document, taxpayerId, period].filter((part) => part !== undefined).join(' ');
      const state = releasedAt === undefined ? 'active' : `released ${releasedAt}`;
      print(json, hold, `${id}  ${state}  ${what}  ${reason}`);
    }
  });
}

async function release(id: string, { data, json, reason, by }: WhyOptions): Promise<void> {
  const number = wholeNumber(1, Number.MAX_SAFE_INTEGER)(id);
  const { liftHold } = await import('../platform/retention.ts');
  await inCustody(data, async (custody) => {
    const objects = await liftHold(custody, number, { reason, by });
    print(json, { id: number, objects }, `hold ${number} released; ${objects} objects are free`);
  });
}

async function setMonths(format: string, months: string, { data, json }: KeysOptions) {
  const rule = { format, months: wholeNumber(1, 1_200)(months) };
  const { databaseOf } = await import('../platform/custody.ts');
  const { setRetention } = await import('@ventanilla/database');
  await inCustody(data, async (custody) => {
    await setRetention(databaseOf(custody), rule);
    print(json, rule, `${format} is kept for ${rule.months} months`);
  });
}

async function listMonths({ data, json }: KeysOptions): Promise<void> {
  const { databaseOf } = await import('../platform/custody.ts');
  const { listRetention } = await import('@ventanilla/database');
  await inCustody(data, async (custody) => {
    for (const rule of await listRetention(databaseOf(custody))) {
      print(json, rule, `${rule.format}  ${rule.months} months`);
    }
  });
}

async function purgeAll({ data, json, by, dryRun = false }: PurgeOptions): Promise<void> {
  const { purge } = await import('../platform/retention.ts');
  await inCustody(data, async (custody) => {
    const counts = new Map<string, number>();
    const months = await purge({
      custody,
      by,
      dryRun,
      now: new Date(),
      onLine: (line) => {
        counts.set(line.outcome, (counts.get(line.outcome) ?? 0) + 1);
        const { outcome, object, why, until } = line;
        print(json, line, [outcome, why, object, until ?? ''].join('  ').trimEnd());
      },
    });
    for (const month of months) print(json, { month, outcome: 'dropped' }, `dropped  ${month}`);
    if (counts.has('damaged')) process.exitCode = EXIT.bad;
    const total = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
    terminalOutput.err(`${dryRun ? 'would be: ' : ''}${total || 'nothing is past its retention'}`);
  });
}
