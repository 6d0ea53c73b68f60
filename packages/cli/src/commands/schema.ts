/** `ventanilla schema lint`: what makes published XSDs unusable, and how they load all the same. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Command } from 'commander';
import { CommandFailure, EXIT } from '../failure.ts';
import { terminalOutput } from '../terminal/output.ts';
import { languageOption } from './language-option.ts';

interface LintOptions {
  readonly json?: boolean;
  readonly lang: 'es' | 'en';
}

type LintResult = import('@ventanilla/formats/schema-lint').LintResult;

/** Reads a file in the encoding that its declaration names, if it is one of the two in use. */
function readSchema(path: string): string {
  const bytes = readFileSync(path);
  const start = bytes.subarray(0, 100).toString('latin1');
  const encoding = /encoding\s*=\s*["'](iso-8859-1|windows-1252)["']/i.test(start)
    ? 'latin1'
    : 'utf8';
  return bytes.toString(encoding);
}

function readSchemas(folder: string): ReadonlyMap<string, string> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new CommandFailure(`${folder} is not a folder`, { exitCode: EXIT.usage });
  }
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.toLowerCase().endsWith('.xsd'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (paths.length === 0) {
    throw new CommandFailure(`no .xsd files in ${folder}`, { exitCode: EXIT.usage });
  }
  return new Map(paths.map((path) => [relative(folder, path), readSchema(path)]));
}

function sayResult({ findings, loads }: LintResult, language: 'es' | 'en'): void {
  for (const { severity, code, file, line, where, message, patch } of findings) {
    const place = `${file}${line === undefined ? '' : `:${line}`}${where === '' ? '' : ` ${where}`}`;
    terminalOutput.out(`${severity} ${code} ${place}`);
    terminalOutput.out(`  ${message[language]}`);
    terminalOutput.out(`  ${patch[language]}`);
  }
  const count = (how: string) => [...loads.values()].filter((own) => own === how).length;
  terminalOutput.err(
    `${loads.size} schemas: ${count('as-published')} load as published, ${count('patched')} with patches, ${count('no')} not at all`,
  );
}

export function addSchema(program: Command): void {
  const schema = program.command('schema').description('Published XSDs of an authority');
  schema
    .command('lint')
    .argument('<folder>', 'folder with .xsd files, searched in depth')
    .description('What makes the schemas unusable, and by which patches they load all the same')
    .option('--json', 'one JSON line a finding, then one a file with how it loads')
    .addOption(languageOption())
    .addHelpText(
      'after',
      `
Examples:
  ventanilla schema lint ./esquemas
  ventanilla schema lint --json ./esquemas | jq 'select(.code == "LINT-ANCHOR")'

Nothing is fetched from the network. Exit code 1 when there is an error, not for warnings.`,
    )
    .action(async (folder: string, options: LintOptions) => {
      const { lintSchemas } = await import('@ventanilla/formats/schema-lint');
      const { createXmlEngine } = await import('@ventanilla/xml');
      const result = lintSchemas(readSchemas(folder), createXmlEngine());
      if (options.json) {
        for (const finding of result.findings) terminalOutput.out(JSON.stringify(finding));
        for (const [file, loads] of result.loads) {
          terminalOutput.out(JSON.stringify({ file, loads }));
        }
      } else sayResult(result, options.lang);
      if (result.findings.some(({ severity }) => severity === 'error')) process.exitCode = EXIT.bad;
    });
}
