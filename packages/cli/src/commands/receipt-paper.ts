/** `ventanilla receipt print`, `pdf`, `export` and `verifier`: receipts for people without the platform. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Command, Option } from 'commander';
import { CommandFailure, EXIT } from '../failure.ts';
import { terminalOutput } from '../terminal/output.ts';
import { mediaTypeOf, readDocument } from './documents.ts';
import { readOutcomeReceipt } from './receipt-file.ts';

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
      const { renderReceiptPage } = await import('@ventanilla/receipts');
      const receipt = await readOutcomeReceipt(file);
      terminalOutput.out(renderReceiptPage(receipt, options));
    });
  receipt
    .command('pdf')
    .argument('<file>', 'a receipt in any form')
    .description('The receipt as PDF/A-3b, with the original inside when it is given')
    .requiredOption('--out <file>', 'where to write it')
    .addOption(
      new Option('--language <code>', 'language of the page').choices(['es', 'en']).default('es'),
    )
    .option('--authority <name>', 'who registered, as it wants to be named', 'Ventanilla')
    .option('--document <file>', 'the document of the receipt, to be put inside')
    .action(writePdf);
  receipt
    .command('export')
    .argument('<file>', 'a receipt in any form')
    .description('The receipt in another form, on stdout')
    .addOption(
      new Option('--as <form>', 'tlog-proof (C2SP), the text of its QR code, or JSON')
        .choices(['tlog-proof', 'qr', 'json'])
        .default('tlog-proof'),
    )
    .action(async (file: string, { as }: { as: 'tlog-proof' | 'qr' | 'json' }) => {
      const { encodeReceiptText, encodeTlogProof } = await import('@ventanilla/receipts');
      const found = await readOutcomeReceipt(file);
      const text = {
        'tlog-proof': () => encodeTlogProof(found).trimEnd(),
        qr: () => encodeReceiptText(found),
        json: () => JSON.stringify(found, undefined, 2),
      };
      terminalOutput.out(text[as]());
    });
  receipt
    .command('verifier')
    .description('The verifier as one HTML file that needs no server and no network; on stdout')
    .action(() => {
      const page = createRequire(import.meta.url).resolve('@ventanilla/receipts/verifier.html');
      terminalOutput.out(readFileSync(page, 'utf8').trimEnd());
    });
}

interface PdfOptions extends PrintOptions {
  readonly out: string;
  readonly document?: string;
}

async function writePdf(file: string, options: PdfOptions): Promise<void> {
  const { renderReceiptPdf } = await import('@ventanilla/receipt-pdf');
  const receipt = await readOutcomeReceipt(file);
  const bytes = options.document === undefined ? undefined : await readDocument(options.document);
  if (bytes && createHash('sha256').update(bytes).digest('hex') !== receipt.entry.documentId) {
    throw new CommandFailure(
      `${file} is the receipt of another document than ${options.document}.`,
      { exitCode: EXIT.bad },
    );
  }
  const original = bytes && { bytes, mediaType: mediaTypeOf(bytes) };
  writeFileSync(
    options.out,
    await renderReceiptPdf(receipt, { ...options, ...(original && { original }) }),
  );
}
