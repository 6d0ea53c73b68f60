/** `ventanilla validate`: judges documents here, without a platform. */
import type { Command } from 'commander';
import { CommandFailure, EXIT, endWith } from '../failure.ts';
import { terminalOutput } from '../terminal/output.ts';
import { listDocuments, readDocument } from './documents.ts';
import { faultLine } from './fault-line.ts';

interface ValidateOptions {
  readonly json?: boolean;
  readonly lang: 'es' | 'en';
  readonly format?: string;
}

export function addValidate(program: Command): void {
  program
    .command('validate')
    .argument('<files...>', 'files or folders with documents; - reads one from standard input')
    .description('Judge documents here, offline, by the rules in force on their own date')
    .option('--json', 'one JSON line a document: file, format, verdict, faults')
    .option('--lang <language>', 'language of the messages: es or en', 'en')
    .option(
      '--format <id>',
      'judge by the rules of this format, even where a document does not name it',
    )
    .addHelpText(
      'after',
      `
Examples:
  ventanilla validate invoice.xml
  ventanilla validate --format peppol-bis-ubl invoice.xml
  ventanilla validate --json invoices/ | jq 'select(.verdict == "rejected")'
  curl -s https://example.com/invoice.xml | ventanilla validate -

Registry and ledger rules need the platform and are not run: an invoice found good here may still
be rejected there. Exit code 1 when any document is rejected, 3 when any file cannot be read; the others are judged.`,
    )
    .action(judgeAll);
}

async function judgeAll(files: string[], options: ValidateOptions): Promise<void> {
  const { createValidator, formats, formatsWithFirst } = await import('@ventanilla/formats');
  const { createXmlEngine } = await import('@ventanilla/xml');
  const chosen = options.format === undefined ? formats : formatsWithFirst(options.format);
  if (chosen === undefined) throw unknownFormat(options.format, formats);
  const validator = createValidator({ formats: chosen, engine: await createXmlEngine() });
  const receivedAt = new Date().toISOString();
  const counts = { good: 0, bad: 0, unreadable: 0 };
  for (const file of listDocuments(files)) {
    const bytes = await readDocument(file).catch((failure: CommandFailure) => failure);
    if (bytes instanceof CommandFailure) {
      counts.unreadable += 1;
      sayUnreadable(file, bytes, options);
      continue;
    }
    const { report } = validator.judge(validator.read(bytes), { receivedAt });
    counts[report.verdict === 'rejected' ? 'bad' : 'good'] += 1;
    if (options.json) terminalOutput.out(jsonLine(file, report));
    else sayReport(file, report, options.lang);
  }
  if (!options.json) sayCounts(counts);
  if (counts.bad > 0) endWith(EXIT.bad);
  if (counts.unreadable > 0) endWith(EXIT.unavailable);
}

interface Counts {
  readonly good: number;
  readonly bad: number;
  readonly unreadable: number;
}

/** Of one document its own line says it all. */
function sayCounts({ good, bad, unreadable }: Counts): void {
  if (good + bad + unreadable === 1) return;
  const rest = unreadable > 0 ? `, ${unreadable} not read` : '';
  terminalOutput.err(`${good} accepted, ${bad} rejected${rest}`);
}

/** A verdict is never given without the document: such a line has an error in its place. */
function sayUnreadable(file: string, { message }: CommandFailure, { json }: ValidateOptions) {
  if (json) terminalOutput.out(JSON.stringify({ file, error: 'file-unreadable', message }));
  else terminalOutput.err(message);
}

const unknownFormat = (id: string | undefined, known: readonly { readonly id: string }[]) =>
  new CommandFailure(`There is no format ${id}.`, {
    exitCode: EXIT.usage,
    hint: `There are ${known.map((format) => format.id).join(', ')}.`,
  });

type Report = import('@ventanilla/rules').Report;

const jsonLine = (file: string, { format, verdict, faults }: Report): string =>
  JSON.stringify({
    file,
    format,
    verdict,
    faults: faults.map(({ code, severity, path, line, message }) => ({
      code,
      severity,
      path,
      line,
      message,
    })),
  });

function sayReport(file: string, { format, verdict, faults }: Report, language: 'es' | 'en') {
  terminalOutput.out(`${file}: ${verdict} (${format})`);
  for (const fault of faults) {
    terminalOutput.out(`  ${faultLine(fault, language)}`);
    if (fault.severity !== 'information') terminalOutput.out(`    ${fault.hint[language]}`);
  }
}
