/** `ventanilla registry`: the taxpayers and mandates that documents are judged against. */
import type { Database } from '@ventanilla/database';
import type { Command } from 'commander';
import { EXIT } from '../failure.ts';
import { homeAt } from '../platform/home.ts';
import { readState } from '../platform/state.ts';
import { terminalOutput } from '../terminal/output.ts';
import { DEFAULT_DATA } from './options.ts';

interface RegistryOptions {
  readonly data: string;
  readonly json?: boolean;
  readonly certifier?: string;
}

const STATEMENT_TIMEOUT_MS = 120_000;

async function withDatabase<T>(data: string, work: (database: Database) => Promise<T>): Promise<T> {
  const url = process.env.DATABASE_URL ?? readState(homeAt(data)).database;
  const { openDatabase } = await import('@ventanilla/database');
  const database = openDatabase(url, {
    poolMax: 1,
    applicationName: 'ventanilla registry',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

const withPlatform = (command: Command): Command =>
  command.option('--data <dir>', 'folder of the platform running here', DEFAULT_DATA);

export function addRegistry(program: Command): void {
  const registry = program
    .command('registry')
    .description('Taxpayers and mandates that documents are judged against');
  withPlatform(registry.command('list'))
    .description('Every taxpayer and every mandate')
    .option('--json', 'one JSON line each, as import reads them')
    .addHelpText('after', '\nExamples:\n  ventanilla registry list --json > registry.ndjson')
    .action(list);
  withPlatform(registry.command('import'))
    .argument('<files...>', 'JSON or NDJSON; "-" is standard input')
    .description('Add or replace taxpayers, and add mandates')
    .option('--certifier <id>', 'taxpayer id that every taxpayer of the files mandates')
    .option('--json', 'the counts as one JSON line')
    .addHelpText(
      'after',
      `
A taxpayer: {"id":"DE123456789","name":"Muster GmbH"} and, where they differ from what is shown,
  "status":"active" "affiliation":"GEN" "activity":"" "region":"" "size":"small"
  "establishments":["1"] "since":"2000-01-01"
A mandate: {"certifierId":"…","taxpayerId":"…"}
A file holds one a line, an array of both, or {"taxpayers":[…],"mandates":[…]}.

Examples:
  ventanilla registry import registry.ndjson
  DATABASE_URL=postgres://… ventanilla registry import - < registry.ndjson

The database is that of the platform running here, or DATABASE_URL (role ventanilla_operator).
Services use registry answers again for some seconds (REGISTRY_CACHE_MS), so wait that long.`,
    )
    .action(importFiles);
}

async function list({ data, json }: RegistryOptions): Promise<void> {
  const { listMandates, listTaxpayers } = await import('@ventanilla/database');
  await withDatabase(data, async (database) => {
    for await (const page of listTaxpayers(database)) {
      for (const taxpayer of page) {
        const { id, status, affiliation, name } = taxpayer;
        terminalOutput.out(
          json ? JSON.stringify(taxpayer) : `${id}  ${status}  ${affiliation}  ${name}`,
        );
      }
    }
    for await (const page of listMandates(database)) {
      for (const mandate of page) {
        const { certifierId, taxpayerId } = mandate;
        terminalOutput.out(
          json ? JSON.stringify(mandate) : `${certifierId} may submit for ${taxpayerId}`,
        );
      }
    }
  });
  process.exitCode = EXIT.good;
}

async function importFiles(files: readonly string[], options: RegistryOptions): Promise<void> {
  const { seedRegistry } = await import('@ventanilla/database');
  const { readRegistryFile } = await import('../registry/file.ts');
  const counts = { taxpayers: 0, mandates: 0 };
  await withDatabase(options.data, async (database) => {
    for (const file of files) {
      for await (const { taxpayers, mandates } of readRegistryFile(file)) {
        const { certifier } = options;
        const given = certifier ? taxpayers.map(({ id }) => mandateOf(certifier, id)) : [];
        const all = [...mandates, ...given];
        await seedRegistry(database, taxpayers, all);
        counts.taxpayers += taxpayers.length;
        counts.mandates += all.length;
      }
    }
  });
  const { taxpayers, mandates } = counts;
  terminalOutput.out(
    options.json
      ? JSON.stringify(counts)
      : `${taxpayers} taxpayers added or replaced, ${mandates} mandates added`,
  );
  process.exitCode = EXIT.good;
}

const mandateOf = (certifierId: string, taxpayerId: string) => ({ certifierId, taxpayerId });
