/** `ventanilla watch`: follows a document or a batch until its outcome. */

import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { type Api, type DocumentStatus, isSettled } from '../client/api.ts';
import { CommandFailure, EXIT } from '../failure.ts';
import { terminalOutput } from '../terminal/output.ts';
import { startProgress } from '../terminal/progress.ts';
import { type ConnectionOptions, connection, wholeNumber, withConnection } from './options.ts';

interface WatchOptions extends ConnectionOptions {
  readonly batch?: boolean;
  readonly timeout: number;
}

interface BatchView {
  readonly documents?: number;
  readonly settled?: number;
  readonly status?: string;
}

const POLL_MS = 300;
const WAIT_SECONDS = 20;

export function addWatch(program: Command): void {
  withConnection(program.command('watch'))
    .argument('<id>', 'id of a document (SHA-256 of its bytes), or of a batch with --batch')
    .description('Follow a document or a batch until its outcome')
    .option('--batch', 'the id is that of a batch')
    .option('--timeout <seconds>', 'when to give up', wholeNumber(1, 86_400), 120)
    .addHelpText(
      'after',
      `
Examples:
  ventanilla watch $(sha256sum invoice.xml | cut -d' ' -f1)
  ventanilla watch --batch 0192f3c1-…

Prints the outcome as JSON. Exit code 1 for a rejected document, 3 when there is no outcome in time.`,
    )
    .action(async (id: string, options: WatchOptions) => {
      const { api } = connection(options);
      const deadline = Date.now() + options.timeout * 1000;
      try {
        const outcome = options.batch
          ? await watchBatch(id, api, deadline)
          : await watchDocument(id, api, deadline);
        terminalOutput.out(JSON.stringify(outcome));
        if ((outcome as DocumentStatus).status === 'rejected') process.exitCode = EXIT.bad;
      } finally {
        await api.close();
      }
    });
}

async function watchDocument(id: string, api: Api, deadline: number): Promise<DocumentStatus> {
  for (;;) {
    const { body } = await api.get(`/v1/documents/${id}`, { prefer: `wait=${WAIT_SECONDS}` });
    const status = JSON.parse(body.toString()) as DocumentStatus;
    if (isSettled(status)) return status;
    if (Date.now() > deadline) {
      throw new CommandFailure(`The document ${id} has no outcome yet; it is ${status.status}.`);
    }
    await delay(POLL_MS);
  }
}

async function watchBatch(id: string, api: Api, deadline: number): Promise<BatchView> {
  let progress: ReturnType<typeof startProgress> | undefined;
  for (;;) {
    const batch = await api.json<BatchView>(`/v1/batches/${id}`);
    const { documents = 0, settled = 0 } = batch;
    progress ??= startProgress(process.stderr, 'Settled', documents);
    progress.set(settled);
    if (batch.status === 'settled' || (documents > 0 && settled >= documents)) {
      progress.end();
      return batch;
    }
    if (Date.now() > deadline) {
      progress.end();
      throw new CommandFailure(`${settled} of ${documents} documents have their outcome so far.`);
    }
    await delay(POLL_MS);
  }
}
