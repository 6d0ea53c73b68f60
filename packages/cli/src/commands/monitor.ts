/** `ventanilla monitor`: re-reads a whole log over HTTP, as any outsider can. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { LogFiles } from '@ventanilla/transparency';
import type { Command } from 'commander';
import type { Api } from '../client/api.ts';
import { EXIT } from '../failure.ts';
import { terminalOutput } from '../terminal/output.ts';
import { type ConnectionOptions, connection, withConnection } from './options.ts';

interface MonitorOptions extends ConnectionOptions {
  readonly key?: string;
  readonly remember?: string;
  readonly json?: boolean;
}

export function addMonitor(program: Command): void {
  withConnection(program.command('monitor'))
    .description('Re-read the public log and recompute every hash of it')
    .option('--key <file>', 'the published keys (keys.json); fetched from the platform when absent')
    .option('--remember <file>', 'head seen the last time: the log must begin with it')
    .option('--json', 'one JSON line')
    .addHelpText(
      'after',
      `
Examples:
  ventanilla monitor --remember head.txt
  ventanilla monitor --url https://ventanilla.example --key keys.json --remember head.txt

Keep the keys and the remembered head yourself: a log that signs two pasts is found by whoever
remembers one of them. Entries are read too where the client may see them. Exit code 1 when anything is wrong.`,
    )
    .action(async (options: MonitorOptions) => {
      const { monitorLog } = await import('@ventanilla/transparency');
      const { encodeCheckpoint, parseCheckpoint } = await import('@ventanilla/receipts');
      const { parsePublishedKeys } = await import('@ventanilla/signatures');
      const { api } = connection(options);
      try {
        const keys = options.key
          ? JSON.parse(readFileSync(options.key, 'utf8'))
          : await api.json('/.well-known/ventanilla/keys.json');
        const file = options.remember;
        const known = file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : '';
        const remembered = parseCheckpoint(known);
        const report = await monitorLog({
          files: await logOverHttp(api),
          keys: parsePublishedKeys(keys),
          ...(remembered && { remembered }),
        });
        const { findings, checkpoint, entries } = report;
        if (options.json)
          terminalOutput.out(JSON.stringify({ findings, size: checkpoint?.size, entries }));
        else {
          for (const { code, where } of findings) terminalOutput.out(`${code} ${where}`);
          terminalOutput.out(
            findings.length === 0
              ? `sound: ${checkpoint?.size} entries of ${checkpoint?.origin}, ${entries} of them read`
              : `NOT SOUND: ${findings.length} findings`,
          );
        }
        const sound = findings.length === 0 && checkpoint !== undefined;
        if (sound && file !== undefined) writeFileSync(file, encodeCheckpoint(checkpoint));
        process.exitCode = sound ? EXIT.good : EXIT.bad;
      } finally {
        await api.close();
      }
    });
}

/** Entries are left out where this client may not see them. */
async function logOverHttp(api: Api): Promise<LogFiles> {
  const { bundlePath, decodeBundle } = await import('@ventanilla/receipts');
  const read = async (path: string): Promise<Uint8Array | undefined> => {
    const { status, body } = await api.tryGet(`/v1/log/${path}`);
    return status === 404 ? undefined : body;
  };
  const { status } = await api.tryGet(`/v1/log/${bundlePath(0, 1)}`);
  if (status === 401 || status === 403) return { read };
  const readEntries = async (bundle: number, width: number) => {
    const bytes = await read(bundlePath(bundle, width));
    return bytes && (decodeBundle(bytes) ?? []);
  };
  return { read, readEntries };
}
