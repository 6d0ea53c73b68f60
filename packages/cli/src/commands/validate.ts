/** `ventanilla validate`: judges documents here, without a platform. */
import { errorCode } from '@ventanilla/errors';
import type { Command } from 'commander';
import { CommandFailure, EXIT, endWith, sentenceOf } from '../failure.ts';
import { terminalOutput } from '../terminal/output.ts';
import { listDocuments, readDocument } from './documents.ts';
import { faultLine } from './fault-line.ts';
import { languageOption } from './language-option.ts';
import {
  addSignatureOptions,
  type SignatureOptions,
  signaturePoliciesOf,
} from './signature-options.ts';

interface ValidateOptions extends SignatureOptions {
  readonly json?: boolean;
  readonly lang: 'es' | 'en';
  readonly format?: string;
  readonly modes?: string;
}

export function addValidate(program: Command): void {
  const command = program
    .command('validate')
    .argument('<files...>', 'files or folders with documents; - reads one from standard input')
    .description('Judge documents here, offline, by the rules in force on their own date')
    .option('--json', 'one JSON line a document: file, format, verdict, faults')
    .addOption(languageOption())
    .option(
      '--format <id>',
      'judge by the rules of this format, even where a document does not name it',
    )
    .option('--modes <file>', 'JSON file that puts rules in shadow, observe or enforce');
  addSignatureOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  ventanilla validate invoice.xml
  ventanilla validate --format peppol-bis-ubl invoice.xml
  ventanilla validate --signatures enforce --trust authorities.pem invoice.xml
  ventanilla validate --json invoices/ | jq 'select(.verdict == "rejected")'
  curl -s https://example.com/invoice.xml | ventanilla validate -

Registry and ledger rules need the platform and are not run: an invoice found good here may still
be rejected there. Exit code 1 when any document is rejected, 2 when there is none, 3 when any file cannot be read; the others are judged.`,
    )
    .action(judgeAll);
}

async function judgeAll(files: string[], options: ValidateOptions): Promise<void> {
  const { createValidator } = await import('@ventanilla/formats');
  const { createXmlEngine } = await import('@ventanilla/xml');
  const formats = await chooseFormats(options);
  const signatures = await signaturePoliciesOf(options, formats);
  const validator = createValidator({ formats, engine: createXmlEngine(), signatures });
  const receivedAt = new Date().toISOString();
  const judge = async (file: string) => {
    const bytes = await readDocument(file);
    await validator.ready();
    return validator.judge(validator.read(bytes), { receivedAt });
  };
  const counts = { good: 0, bad: 0, unreadable: 0 };
  for (const file of listDocuments(files)) {
    const judged = await judge(file).catch(whyNotJudged);
    if ('message' in judged) {
      counts.unreadable += 1;
      sayUnreadable(file, judged, options);
      continue;
    }
    const { report, shadowed = [] } = judged;
    counts[report.verdict === 'rejected' ? 'bad' : 'good'] += 1;
    if (options.json) terminalOutput.out(jsonLine(file, report, shadowed));
    else sayReport(file, report, options.lang, shadowed);
  }
  if (counts.good + counts.bad + counts.unreadable === 0) {
    throw new CommandFailure(`There are no documents in ${files.join(', ')}.`, {
      exitCode: EXIT.usage,
      hint: 'In a folder those are meant that end in .xml or .json; others are named themselves.',
    });
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

interface NotJudged {
  readonly code: string;
  readonly message: string;
}

/** A file that cannot be read, or one that the parser died of twice, leaves the others to be judged. */
function whyNotJudged(error: unknown): NotJudged {
  if (error instanceof CommandFailure) return { code: 'file-unreadable', message: error.message };
  if (errorCode(error) === 'xml-parser-trap') {
    return { code: 'xml-parser-trap', message: sentenceOf(error) };
  }
  throw error;
}

/** A verdict is never given without the document: such a line has an error in its place. */
function sayUnreadable(file: string, { code, message }: NotJudged, { json }: ValidateOptions) {
  if (json) terminalOutput.out(JSON.stringify({ file, error: code, message }));
  else terminalOutput.err(code === 'xml-parser-trap' ? `${file}: ${message}` : message);
}

/** Those that `--modes` changes, the one of `--format` before the others. */
async function chooseFormats({ format, modes }: ValidateOptions) {
  const { formats, formatsWithFirst } = await import('@ventanilla/formats');
  const { formatsInModes } = await import('../rules/settings-file.ts');
  const known = modes === undefined ? formats : await formatsInModes(modes);
  const chosen = format === undefined ? known : formatsWithFirst(format, known);
  if (chosen !== undefined) return chosen;
  throw new CommandFailure(`There is no format ${format}.`, {
    exitCode: EXIT.usage,
    hint: `There are ${known.map(({ id }) => id).join(', ')}.`,
  });
}

type Report = import('@ventanilla/rules').Report;

const jsonLine = (file: string, report: Report, shadowed: readonly string[]): string => {
  const { format, verdict, pack, stages, faults } = report;
  return JSON.stringify({ file, format, verdict, pack, stages, faults, shadowed });
};

function sayReport(
  file: string,
  { format, verdict, faults }: Report,
  language: 'es' | 'en',
  shadowed: readonly string[],
) {
  terminalOutput.out(`${file}: ${verdict} (${format})`);
  for (const fault of faults) {
    terminalOutput.out(`  ${faultLine(fault, language)}`);
    if (fault.severity !== 'information') terminalOutput.out(`    ${fault.hint[language]}`);
  }
  if (shadowed.length > 0) terminalOutput.out(`  in shadow: ${shadowed.join(', ')}`);
}
