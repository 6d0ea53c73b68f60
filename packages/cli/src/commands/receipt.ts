/** `ventanilla receipt verify`: proves an outcome without the platform. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { CommandFailure, EXIT, sentenceOf } from '../failure.ts';
import { terminalOutput } from '../terminal/output.ts';
import { readDocument } from './documents.ts';
import { type ConnectionOptions, connection, wholeNumber, withConnection } from './options.ts';
import { readReceiptFile } from './receipt-file.ts';
import { addReceiptPaper } from './receipt-paper.ts';
import { readWitnessKey } from './witness-key.ts';

interface VerifyOptions extends ConnectionOptions {
  readonly document?: string;
  readonly key?: string;
  readonly witnessKey: string[];
  readonly witnesses?: number;
  readonly json?: boolean;
}

export function addReceipt(program: Command): void {
  const receipt = program.command('receipt').description('Work with receipts');
  addReceiptPaper(receipt);
  withConnection(receipt.command('verify'))
    .argument('<files...>', 'receipts, submission receipts, tlog-proofs, texts of QR codes')
    .description("Prove receipts with the authority's public key alone")
    .option('--document <file>', 'the document that the receipt must be about')
    .option('--key <file>', 'the published keys (keys.json); fetched from the platform when absent')
    .option('--witness-key <key...>', 'witnesses that must have cosigned the head of the log', [])
    .option('--witnesses <n>', 'so many of them; all when absent', wholeNumber(1, 64))
    .option('--json', 'one JSON line a receipt')
    .addHelpText(
      'after',
      `
Examples:
  ventanilla receipt verify receipts/*.json --key keys.json
  ventanilla receipt verify receipt.json --document invoice.xml --key keys.json
  ventanilla receipt verify receipt.json --key keys.json --witness-key w1.example+0a1b2c3d+BG… --witnesses 1
  curl -s http://127.0.0.1:8080/.well-known/ventanilla/keys.json > keys.json

Nothing is asked of the platform when --key is given. Exit code 1 when a receipt does not verify.`,
    )
    .action(async (files: string[], options: VerifyOptions) => {
      const { checkReceipt } = await import('../client/receipt-check.ts');
      const keys = await publishedKeys(options);
      const documentId =
        options.document === undefined ? undefined : hashOf(await readDocument(options.document));
      const witnesses = await readQuorum(options);
      const expected = {
        ...(documentId !== undefined && { documentId }),
        ...(witnesses !== undefined && { witnesses }),
      };
      for (const file of files) {
        const verdict = checkReceipt(await readReceiptFile(file), keys, expected);
        const line = options.json
          ? JSON.stringify({ file, ...verdict })
          : `${file}: ${verdict.verified ? `verified, ${verdict.says}` : `NOT VERIFIED, ${verdict.reason}`}`;
        terminalOutput.out(line);
        if (!verdict.verified) process.exitCode = EXIT.bad;
      }
    });
}

async function readQuorum({ witnessKey, witnesses }: VerifyOptions) {
  if (witnesses !== undefined && witnesses > witnessKey.length) {
    throw new CommandFailure(`--witnesses ${witnesses} takes as many --witness-key.`, {
      exitCode: EXIT.usage,
    });
  }
  if (witnessKey.length === 0) return undefined;
  const keys = await Promise.all(witnessKey.map(readWitnessKey));
  return { keys, quorum: witnesses ?? keys.length };
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
