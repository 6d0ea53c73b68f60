/** `ventanilla receipt verify`: proves an outcome without the platform. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { CommandFailure, EXIT, sentenceOf } from '../failure.ts';
import { terminalOutput } from '../terminal/output.ts';
import { readDocument } from './documents.ts';
import { type ConnectionOptions, connection, withConnection } from './options.ts';
import { addReceiptPaper } from './receipt-paper.ts';

interface VerifyOptions extends ConnectionOptions {
  readonly document?: string;
  readonly key?: string;
  readonly json?: boolean;
}

export function addReceipt(program: Command): void {
  const receipt = program.command('receipt').description('Work with receipts');
  addReceiptPaper(receipt);
  withConnection(receipt.command('verify'))
    .argument('<files...>', 'receipts as given by the platform; submission receipts too')
    .description("Prove receipts with the authority's public key alone")
    .option('--document <file>', 'the document that the receipt must be about')
    .option('--key <file>', 'the published keys (keys.json); fetched from the platform when absent')
    .option('--json', 'one JSON line a receipt')
    .addHelpText(
      'after',
      `
Examples:
  ventanilla receipt verify receipts/*.json --key keys.json
  ventanilla receipt verify receipt.json --document invoice.xml --key keys.json
  curl -s http://127.0.0.1:8080/.well-known/ventanilla/keys.json > keys.json

Nothing is asked of the platform when --key is given. Exit code 1 when a receipt does not verify.`,
    )
    .action(async (files: string[], options: VerifyOptions) => {
      const { checkReceipt } = await import('../client/receipt-check.ts');
      const keys = await publishedKeys(options);
      const documentId = options.document && hashOf(await readDocument(options.document));
      for (const file of files) {
        const verdict = checkReceipt(readJson(file), keys, documentId || undefined);
        const line = options.json
          ? JSON.stringify({ file, ...verdict })
          : `${file}: ${verdict.verified ? `verified, ${verdict.says}` : `NOT VERIFIED, ${verdict.reason}`}`;
        terminalOutput.out(line);
        if (!verdict.verified) process.exitCode = EXIT.bad;
      }
    });
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new CommandFailure(`${file} cannot be read as JSON: ${sentenceOf(cause)}`);
  }
}

async function publishedKeys(options: VerifyOptions): Promise<unknown> {
  if (options.key) return readJson(options.key);
  const { api } = connection(options);
  try {
    return await api.json('/.well-known/ventanilla/keys.json');
  } finally {
    await api.close();
  }
}
