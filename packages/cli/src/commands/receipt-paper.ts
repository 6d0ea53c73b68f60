/** `ventanilla receipt print` and `receipt verifier`: receipts for people without the platform. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Command, Option } from 'commander';
import { CommandFailure } from '../failure.ts';
import { terminalOutput } from '../terminal/output.ts';

interface PrintOptions {
  readonly language: 'es' | 'en';
  readonly authority: string;
}

export function addReceiptPaper(receipt: Command): void {
  receipt
    .command('print')
    .argument('<file>', 'a receipt as given by the platform')
    .description('A page to print, with a QR code that holds the whole receipt; HTML on stdout')
    .addOption(
      new Option('--language <code>', 'language of the page').choices(['es', 'en']).default('es'),
    )
    .option('--authority <name>', 'who registered, as it wants to be named', 'Ventanilla')
    .action(async (file: string, options: PrintOptions) => {
      const { checkEntry, renderReceiptPage } = await import('@ventanilla/receipts');
      const given = JSON.parse(readFileSync(file, 'utf8'));
      if (given?.type !== 'ventanilla/receipt/v1' || checkEntry(given.entry) === undefined) {
        throw new CommandFailure(`${file} is not a receipt of an outcome.`);
      }
      terminalOutput.out(renderReceiptPage(given, options));
    });
  receipt
    .command('verifier')
    .description('The verifier as one HTML file that needs no server and no network; on stdout')
    .action(() => {
      const page = createRequire(import.meta.url).resolve('@ventanilla/receipts/verifier.html');
      terminalOutput.out(readFileSync(page, 'utf8').trimEnd());
    });
}
