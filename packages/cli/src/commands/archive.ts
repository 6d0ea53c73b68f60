/** `ventanilla archive`: `verify` walks everything that is stored and checks it against the log. */
import type { Command } from 'commander';
import { EXIT } from '../failure.ts';
import { homeAt } from '../platform/home.ts';
import { readState } from '../platform/state.ts';
import { terminalOutput } from '../terminal/output.ts';
import { addKeeping } from './archive-keep.ts';
import { addRestore } from './archive-restore.ts';
import { DEFAULT_DATA } from './options.ts';

interface ArchiveOptions {
  readonly data: string;
  readonly keyName: string;
  readonly deep?: boolean;
  readonly rows?: boolean;
  readonly json?: boolean;
}

export function addArchive(program: Command): void {
  const archive = program
    .command('archive')
    .description('Check what is stored, rebuild from it, and say how long it is kept');
  addKeeping(archive);
  addRestore(archive);
  archive
    .command('verify')
    .description('Walk every segment, tile and row, and check each against the signed log')
    .option('--data <dir>', 'folder of the platform', DEFAULT_DATA)
    .option('--key-name <name>', 'name of the key that signs the log', 'ventanilla.example/log')
    .option('--deep', 'decrypt every document too, and hash originals against their ids')
    .option('--no-rows', 'leave out the database: needed when the platform does not run')
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      `
Examples:
  ventanilla archive verify
  ventanilla archive verify --deep --json
  ventanilla archive verify --no-rows

Changes nothing. Exit code 1 when anything stored is not what the log says.`,
    )
    .action(async ({ data, keyName, deep, rows, json }: ArchiveOptions) => {
      const home = homeAt(data);
      const { auditPlatform } = await import('../platform/audit.ts');
      const audit = await auditPlatform({
        home,
        keyName,
        deep: deep ?? false,
        ...(rows !== false && { databaseUrl: readState(home).database }),
      });
      if (json) terminalOutput.out(JSON.stringify(audit));
      else {
        for (const { code, where } of audit.findings) terminalOutput.out(`${code} ${where}`);
        const { entries, tiles, segments, documents, bytes, megabytesPerSecond } = audit;
        terminalOutput.out(
          `${entries} log entries in ${tiles} tiles, ${segments} segments of ${bytes} bytes, ` +
            `${documents} documents opened, ${audit.rows < 0 ? 'no' : audit.rows} rows compared, ` +
            `${megabytesPerSecond} MB/s`,
        );
        terminalOutput.out(
          audit.findings.length === 0 ? 'sound' : `NOT SOUND: ${audit.findings.length} findings`,
        );
      }
      process.exitCode = audit.findings.length === 0 ? EXIT.good : EXIT.bad;
    });
}
