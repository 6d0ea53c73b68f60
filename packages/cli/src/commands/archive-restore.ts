/** `ventanilla archive restore` and `archive drill`: the ledger from archive and log alone. */
import type { LedgerComparison } from '@ventanilla/database';
import type { Command } from 'commander';
import { EXIT } from '../failure.ts';
import { homeAt } from '../platform/home.ts';
import type { RestoreSummary } from '../platform/restore.ts';
import { readState } from '../platform/state.ts';
import { terminalOutput } from '../terminal/output.ts';
import { DEFAULT_DATA } from './options.ts';

interface DrillOptions {
  readonly data: string;
  readonly keyName: string;
  readonly json?: boolean;
}

interface RestoreOptions extends DrillOptions {
  readonly into: string;
  readonly compare?: boolean;
}

const withPlace = (command: Command): Command =>
  command
    .option('--data <dir>', 'folder of the platform', DEFAULT_DATA)
    .option('--key-name <name>', 'name of the key that signs the log', 'ventanilla.example/log')
    .option('--json', 'one JSON line');

export function addRestore(archive: Command): void {
  withPlace(archive.command('restore'))
    .requiredOption('--into <url>', 'an empty Postgres database, as its owner')
    .option('--compare', 'compare with the database of the running platform afterwards')
    .description('Rebuild the ledger in another database from archive and log alone')
    .addHelpText(
      'after',
      `
Examples:
  ventanilla archive restore --into postgres://owner@127.0.0.1/ledger
  ventanilla archive restore --into postgres://owner@127.0.0.1/ledger --compare

Where OBJECTS_KIND is set, archive and keys are those of the settings in the environment, as for
persistence. Stopped at any point, the same command goes on. The log is checked first; every decision is
made again and must come out as the entry that was published. Exit code 3 when that fails, 1 when the
comparison finds a difference, or, not compared, an outcome has no original in the archive.

Content that a purge removed does not come back: its rows do, marked, and the segments are listed.`,
    )
    .action(async ({ into, compare, ...options }: RestoreOptions) => {
      const { compareDatabases, restoreInto } = await import('../platform/restore.ts');
      const home = homeAt(options.data);
      const ours = compare ? readState(home).database : undefined;
      const summary = await restoreInto({ home, into, ...quietly(options) });
      tell(options, summary, ours === undefined ? undefined : await compareDatabases(ours, into));
    });
  withPlace(archive.command('drill'))
    .description('Rebuild the ledger beside the running one, compare both, and drop the copy')
    .addHelpText(
      'after',
      `
Example:
  ventanilla archive drill

Nothing should be registered meanwhile: what comes in between is a difference. Exit code 1 on any.`,
    )
    .action(async (options: DrillOptions) => {
      const restore = await import('../platform/restore.ts');
      const home = homeAt(options.data);
      const { database } = readState(home);
      await restore.withDrillDatabase(database, async (into) => {
        const summary = await restore.restoreInto({ home, into, ...quietly(options) });
        tell(options, summary, await restore.compareDatabases(database, into));
      });
    });
}

const quietly = ({ keyName, json }: DrillOptions) => ({ keyName, quiet: json === true });

function tell(
  { json }: DrillOptions,
  summary: RestoreSummary,
  comparison: LedgerComparison | undefined,
): void {
  const { entries, originals, pending, seconds } = summary;
  const all = seconds.log + seconds.archive + seconds.ledger;
  const perSecond = Math.round(entries / Math.max(all, 0.001));
  if (json) {
    terminalOutput.out(
      JSON.stringify({ ...summary, perSecond, ...(comparison && { comparison }) }),
    );
  } else {
    const times = Object.entries(seconds).map(([phase, s]) => `${phase} ${s.toFixed(1)} s`);
    terminalOutput.out(
      `${entries} outcomes and ${originals} originals restored, ${perSecond}/s: ${times.join(', ')}`,
    );
    if (pending.length > 0) terminalOutput.out(`${pending.length} documents have no outcome yet:`);
    for (const id of pending) terminalOutput.out(`  ${id}`);
    tellGone(summary);
    if (comparison) tellComparison(comparison);
  }
  // Compared, an original that is missing in both may still be on its way into the archive.
  const wrong = comparison ? comparison.differences : summary.unarchived.count;
  if (wrong > 0) process.exitCode = EXIT.bad;
}

function tellGone({ purged, unarchived }: RestoreSummary): void {
  if (purged.length > 0) {
    terminalOutput.out(`${purged.length} segments are without content, purged by retention:`);
  }
  for (const { object, documents, purgedAt } of purged) {
    terminalOutput.out(`  ${object}  ${documents} documents, ${purgedAt}`);
  }
  const { count, first } = unarchived;
  if (count > 0) terminalOutput.out(`${count} outcomes have NO ORIGINAL in the archive:`);
  for (const id of first) terminalOutput.out(`  ${id}`);
  if (count > first.length) terminalOutput.out(`  and ${count - first.length} more`);
}

function tellComparison({ rows, differences, examples, notRebuilt }: LedgerComparison): void {
  const counts = Object.entries(rows).map(([table, count]) => `${table} ${count}`);
  terminalOutput.out(`compared rows: ${counts.join(', ')}`);
  for (const { table, key, columns, in: where } of examples) {
    const what = where === 'both' ? columns.join(', ') : `only in the ${where}`;
    terminalOutput.out(`${table} ${key}: ${what}`);
  }
  for (const [table, why] of Object.entries(notRebuilt)) {
    terminalOutput.out(`not rebuilt: ${table} (${why})`);
  }
  terminalOutput.out(differences === 0 ? 'the same ledger' : `DIFFERENT: ${differences} rows`);
}
