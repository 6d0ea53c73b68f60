/** `ventanilla monitor`: re-reads a whole log over HTTP, as any outsider can. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { PublicKey } from '@ventanilla/signatures';
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
    .description(
      'Re-read the public logs, of outcomes and of the audit trail, and recompute every hash',
    )
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
remembers one of them; that of the audit trail is remembered beside it. Entries are read too where the client may see them. Exit code 1 when anything is wrong.`,
    )
    .action(async (options: MonitorOptions) => {
      const { parsePublishedKeys } = await import('@ventanilla/signatures');
      const { auditOrigin } = await import('@ventanilla/receipts');
      const { api } = connection(options);
      try {
        const published = options.key
          ? JSON.parse(readFileSync(options.key, 'utf8'))
          : await api.json('/.well-known/ventanilla/keys.json');
        const keys = parsePublishedKeys(published);
        const { remember } = options;
        const outcomes = await check(api, { base: '', keys, remember, json: options.json });
        const trail = await check(api, {
          base: 'audit/',
          keys: keys.map((key) => ({ ...key, name: auditOrigin(key.name) })),
          remember: remember && `${remember}.audit`,
          json: options.json,
        });
        process.exitCode = outcomes && trail ? EXIT.good : EXIT.bad;
      } finally {
        await api.close();
      }
    });
}

interface CheckedLog {
  /** Where it lies under `/v1/log/`. */
  readonly base: '' | 'audit/';
  readonly keys: readonly PublicKey[];
  readonly remember: string | undefined;
  readonly json: boolean | undefined;
}

/** Whether everything is right with one of the logs; remembers its head if so. */
async function check(api: Api, { base, keys, remember, json }: CheckedLog): Promise<boolean> {
  const { monitorLog } = await import('@ventanilla/transparency');
  const { encodeCheckpoint, parseCheckpoint } = await import('@ventanilla/receipts');
  const isKnown = remember !== undefined && existsSync(remember);
  const remembered = isKnown ? parseCheckpoint(readFileSync(remember, 'utf8')) : undefined;
  // Nobody has read anything yet: there is no trail to have a log.
  if (base !== '' && !isKnown && !(await hasBegun(api, base))) return true;
  const { findings, checkpoint, entries } = await monitorLog({
    files: await logOverHttp(api, base),
    keys,
    ...(remembered && { remembered }),
  });
  if (json) {
    const { origin, size } = checkpoint ?? {};
    terminalOutput.out(JSON.stringify({ origin, findings, size, entries }));
  } else {
    for (const { code, where } of findings) terminalOutput.out(`${code} ${base}${where}`);
    terminalOutput.out(
      findings.length === 0
        ? `sound: ${checkpoint?.size} entries of ${checkpoint?.origin}, ${entries} of them read`
        : `NOT SOUND: ${findings.length} findings`,
    );
  }
  const sound = findings.length === 0 && checkpoint !== undefined;
  if (sound && remember !== undefined) writeFileSync(remember, encodeCheckpoint(checkpoint));
  return sound;
}

const hasBegun = async (api: Api, base: string): Promise<boolean> =>
  (await api.tryGet(`/v1/log/${base}checkpoint`)).status !== 404;

/** Entries are left out where this client may not see them. */
async function logOverHttp(api: Api, base: string): Promise<LogFiles> {
  const { bundlePath, decodeBundle } = await import('@ventanilla/receipts');
  const read = async (path: string): Promise<Uint8Array | undefined> => {
    const { status, body } = await api.tryGet(`/v1/log/${base}${path}`);
    return status === 404 ? undefined : body;
  };
  // The audit trail's log shows hashes only.
  if (base !== '') return { read };
  const { status } = await api.tryGet(`/v1/log/${bundlePath(0, 1)}`);
  if (status === 401 || status === 403) return { read };
  const readEntries = async (bundle: number, width: number) => {
    const bytes = await read(bundlePath(bundle, width));
    return bytes && (decodeBundle(bytes) ?? []);
  };
  return { read, readEntries };
}
