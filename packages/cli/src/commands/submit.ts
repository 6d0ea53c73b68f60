/** `ventanilla submit`: hands documents in, and brings back their outcomes and receipts. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Api, type DocumentStatus, isSettled } from '../client/api.ts';
import { sayProblem } from '../client/problem.ts';
import { CommandFailure, EXIT, endWith } from '../failure.ts';
import { terminalOutput } from '../terminal/output.ts';
import { listDocuments, mediaTypeOf, readDocument } from './documents.ts';
import { type FaultView, faultLine } from './fault-line.ts';
import {
  type ConnectionOptions,
  connection,
  DEFAULT_DATA,
  wholeNumber,
  withConnection,
} from './options.ts';

interface SubmitOptions extends ConnectionOptions {
  readonly wait: number;
  readonly receipt?: string;
  readonly json?: boolean;
}

interface Line {
  readonly file: string;
  readonly documentId?: string;
  readonly status: string;
  readonly problem?: string;
  readonly faults?: readonly FaultView[];
  readonly receipt?: string;
}

const WAIT_MAX_SECONDS = 60;
/** Outcomes waited for at once. */
const WAITING_MAX = 32;

export function addSubmit(program: Command): void {
  withConnection(program.command('submit'))
    .argument('<files...>', 'files or folders with documents; - reads one from standard input')
    .description('Hand documents in and tell what became of each')
    .option(
      '--wait <seconds>',
      'how long to wait for each outcome; 0 only hands in',
      wholeNumber(0, WAIT_MAX_SECONDS),
      20,
    )
    .option('--receipt <dir>', 'keep the receipt of each document in this folder')
    .option('--json', 'one JSON line a document')
    .addHelpText(
      'after',
      `
Examples:
  ventanilla submit invoice.xml
  ventanilla submit invoices/ --wait 0 --json
  ventanilla submit invoice.xml --receipt receipts && ventanilla receipt verify receipts/*.json
  ventanilla submit invoice.xml --url https://api.example --issuer https://id.example --client me --secret …

The platform running in ${DEFAULT_DATA} is used, as its demonstration certifier, when none is named.
Exit code 1 when a document was refused or rejected, or has no outcome yet.`,
    )
    .action(async (files: string[], options: SubmitOptions) => {
      const { api } = connection(options);
      if (options.receipt) mkdirSync(options.receipt, { recursive: true });
      try {
        for await (const line of submitAll(files, api, options)) {
          say(line, options);
          const isGood =
            line.status.startsWith('accepted') || (options.wait === 0 && !line.problem);
          if (line.status === 'unreadable') endWith(EXIT.unavailable);
          else if (!isGood) endWith(EXIT.bad);
        }
      } finally {
        await api.close();
      }
    });
}

/** Hands documents in one after the other, as named, and waits for many outcomes at once; lines keep the order. */
async function* submitAll(files: readonly string[], api: Api, options: SubmitOptions) {
  const lines: Promise<Line>[] = [];
  for (const file of listDocuments(files)) {
    const handedIn = await handIn(file, api);
    const line = 'problem' in handedIn ? handedIn : outcomeOf(file, handedIn, api, options);
    lines.push(Promise.resolve(line));
    // A failure is thrown when the line's turn comes, and is no unhandled rejection before.
    lines.at(-1)?.catch(() => undefined);
    if (lines.length >= WAITING_MAX) yield (await lines.shift()) as Line;
  }
  yield* lines;
}

interface HandedIn {
  readonly documentId: string;
  readonly submissionId?: string;
}

async function handIn(file: string, api: Api): Promise<HandedIn | (Line & { problem: string })> {
  const bytes = await readDocument(file).catch((failure: CommandFailure) => failure);
  if (bytes instanceof CommandFailure) {
    return { file, status: 'unreadable', problem: bytes.message };
  }
  const submitted = await api.submit(bytes, mediaTypeOf(bytes));
  if (!submitted.ok) {
    return { file, status: 'refused', problem: sayProblem(submitted.problem) };
  }
  return submitted.acknowledgement;
}

async function outcomeOf(
  file: string,
  { documentId, submissionId }: HandedIn,
  api: Api,
  options: SubmitOptions,
): Promise<Line> {
  if (options.wait === 0) return { file, documentId, status: 'received' };
  const query = submissionId ? `?submission=${submissionId}` : '';
  const { body } = await api.get(`/v1/documents/${documentId}${query}`, {
    prefer: `wait=${options.wait}`,
  });
  const outcome = JSON.parse(body.toString()) as DocumentStatus;
  const line: Line = { file, documentId, status: outcome.status };
  if (!isSettled(outcome)) return line;
  const receipt = options.receipt && (await keepReceipt(documentId, api, options.receipt));
  const report =
    outcome.status === 'accepted'
      ? {}
      : await api.json<{ faults?: FaultView[] }>(`/v1/documents/${documentId}/report`);
  return {
    ...line,
    ...(report.faults && { faults: report.faults }),
    ...(receipt && { receipt }),
  };
}

async function keepReceipt(documentId: string, api: Api, folder: string): Promise<string> {
  const { body } = await api.get(`/v1/documents/${documentId}/receipt`);
  const path = join(folder, `${documentId}.json`);
  writeFileSync(path, body);
  return path;
}

function say(line: Line, { json }: SubmitOptions): void {
  if (json) {
    terminalOutput.out(JSON.stringify(line));
    return;
  }
  const { file, documentId = '', status, problem, faults = [], receipt } = line;
  terminalOutput.out(`${file}: ${problem ?? status} ${documentId}`.trimEnd());
  for (const fault of faults) terminalOutput.out(`  ${faultLine(fault)}`);
  if (receipt) terminalOutput.out(`  receipt: ${receipt}`);
}
