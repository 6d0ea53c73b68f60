/** `ventanilla lake`: history as files that Athena, DuckDB and others read. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Command, InvalidArgumentError } from 'commander';
import { CommandFailure, EXIT } from '../failure.ts';
import { homeAt } from '../platform/home.ts';
import { table, terminalOutput } from '../terminal/output.ts';
import { DEFAULT_DATA, wholeNumber } from './options.ts';
import { stopRequest } from './until-stopped.ts';

const QUERIES = fileURLToPath(new URL('../../../../queries/', import.meta.url));

interface LakeOptions {
  readonly data: string;
  readonly json?: boolean;
}
interface ExportOptions extends LakeOptions {
  readonly before?: Date;
  readonly batchEntries: number;
}
interface QueryOptions extends LakeOptions {
  readonly from: string;
  readonly to: string;
  readonly file?: string;
  readonly rows: number;
  readonly memory: string;
}

const HELP = `
The lake is the folder "lake" of the platform in --data, or what LAKE_KIND and the other LAKE_* settings name.
The ledger is that of the platform running here, or DATABASE_URL with the role ventanilla_lake.`;

export function addLake(program: Command): void {
  const lake = program
    .command('lake')
    .description('History as Parquet files: write them, check them, ask them');
  const under = (name: string, description: string) =>
    lake
      .command(name)
      .description(description)
      .option('--data <dir>', 'folder of the platform', DEFAULT_DATA)
      .option('--json', 'JSON lines');
  under('export', 'Write what the ledger has registered and the lake does not hold yet')
    .option(
      '--before <instant>',
      'registered before this instant; the start of today (UTC)',
      instant,
    )
    .option(
      '--batch-entries <n>',
      'log entries of one batch at most',
      wholeNumber(1, 5_000_000),
      1_000_000,
    )
    .addHelpText(
      'after',
      `${HELP}\n\nRun it once a day. Run twice, or stopped halfway, it writes nothing twice.`,
    )
    .action(exportAll);
  under('check', 'Compare the lake with the ledger, and each object with its hash')
    .addHelpText('after', `${HELP}\n\nExit code 1 when anything lacks, is twice or was changed.`)
    .action(check);
  under('query [name]', 'Ask a question of queries/, or of a file, over days of the lake')
    .requiredOption('--from <day>', 'first day of registration, by UTC', day)
    .requiredOption('--to <day>', 'last day of registration, by UTC', day)
    .option('--file <file>', 'SQL of your own: one SELECT over invoices, with :from and :to')
    .option('--rows <n>', 'rows shown at most', wholeNumber(1, 1_000_000), 1_000)
    .option('--memory <size>', 'memory of the query at most', '1GB')
    .addHelpText(
      'after',
      () => `${HELP}

Questions: ${listQueries().join(', ')}.
The same files are named queries of Athena. The query sees copies of the days asked for, hashed before they
are read, and nothing else of this machine.`,
    )
    .action(ask);
}

function day(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new InvalidArgumentError('It must be a day such as 2026-03-31.');
}

function instant(text: string): Date {
  const at = text === 'now' ? new Date() : new Date(text);
  if (!Number.isNaN(at.getTime())) return at;
  throw new InvalidArgumentError('It must be an instant such as 2026-03-31T00:00:00Z, or now.');
}

const startOfToday = (): Date => new Date(`${new Date().toISOString().slice(0, 10)}T00:00:00Z`);

const listQueries = (): readonly string[] =>
  readdirSync(QUERIES)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .sort();

async function exportAll({ data, json, before, batchEntries }: ExportOptions): Promise<void> {
  const { exportLake } = await import('@ventanilla/lake');
  const { withLakeAndLedger } = await import('../platform/lake.ts');
  const { signal } = stopRequest();
  await withLakeAndLedger(homeAt(data), async (store, ledger) => {
    const end = await exportLake({
      ...{ store, ledger, signal },
      before: before ?? startOfToday(),
      batchEntriesMax: batchEntries,
      onBatch: ({ first, end, objects, amountsLeftOut }) => {
        const bytes = objects.reduce((sum, object) => sum + object.bytes, 0);
        const facts = { first, end, objects: objects.length, bytes, amountsLeftOut };
        terminalOutput.out(
          json
            ? JSON.stringify(facts)
            : `log entries ${first} to ${end - 1}: ${objects.length} objects, ${bytes} bytes`,
        );
      },
    });
    terminalOutput.err(`the lake holds ${end} log entries`);
  });
}

async function check({ data, json }: LakeOptions): Promise<void> {
  const { checkLake } = await import('@ventanilla/lake');
  const { withLakeAndLedger } = await import('../platform/lake.ts');
  await withLakeAndLedger(homeAt(data), async (store, ledger) => {
    const result = await checkLake(store, await ledger.endBefore(new Date()));
    const { findings, batches, objects, rows, bytes, entries, missing } = result;
    if (json) terminalOutput.out(JSON.stringify(result));
    else {
      for (const { code, where } of findings) terminalOutput.out(`${code} ${where}`);
      terminalOutput.out(
        `${entries} log entries, ${rows} rows in ${objects} objects of ${batches} batches, ${bytes} bytes; ` +
          `${missing} entries of the ledger are not exported yet`,
      );
    }
    process.exitCode = findings.length === 0 ? EXIT.good : EXIT.bad;
  });
}

function readQuestion(name: string | undefined, file: string | undefined): string {
  if ((name === undefined) === (file === undefined)) {
    throw new CommandFailure('Name a question or a file.', { exitCode: EXIT.usage });
  }
  if (file !== undefined) return readFileSync(file, 'utf8');
  if (name !== undefined && listQueries().includes(name)) {
    return readFileSync(`${QUERIES}${name}.sql`, 'utf8');
  }
  throw new CommandFailure(`There is no question ${name}.`, {
    exitCode: EXIT.usage,
    hint: `There are: ${listQueries().join(', ')}.`,
  });
}

async function ask(name: string | undefined, options: QueryOptions): Promise<void> {
  const { data, json, from, to, file, rows: rowsMax, memory } = options;
  const sql = readQuestion(name, file);
  const { askLake } = await import('@ventanilla/lake/duckdb');
  const { withLake } = await import('../platform/lake.ts');
  await withLake(homeAt(data), async (store) => {
    const { columns, rows, cut } = await askLake(store, { sql, from, to, rowsMax, memory });
    const cells = rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
    if (!json) terminalOutput.out(table([columns, ...cells]));
    else {
      for (const row of rows) {
        terminalOutput.out(
          JSON.stringify(Object.fromEntries(columns.map((c, at) => [c, row[at]]))),
        );
      }
    }
    if (cut) terminalOutput.err(`only the first ${rowsMax} rows; --rows shows more`);
  });
}
