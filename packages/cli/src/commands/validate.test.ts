/** What an integrator may get wrong on the command line is said, never passed over. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trapOn } from '@ventanilla/xml/testing';
import { Command } from 'commander';
import { EXIT } from '../failure.ts';
import { terminalOutput } from '../terminal/output.ts';
import { addRules } from './rules.ts';
import { addValidate } from './validate.ts';

function run(...words: string[]): Promise<unknown> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addRules(program);
  addValidate(program);
  return program.parseAsync(words, { from: 'user' });
}

it('a folder without documents is not taken for one whose documents are good', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-validate-'));
  await expect(run('validate', folder)).rejects.toThrow(`There are no documents in ${folder}.`);
});

it.each([
  [['validate', 'invoice.xml']],
  [['rules', 'list']],
  [['rules', 'show', 'BR-01']],
  [['rules', 'diff', 'gt-fel', 'mx-cfdi']],
])('%j takes no language that there are no texts in', async (words) => {
  await expect(run(...words, '--lang', 'fr')).rejects.toThrow('Allowed choices are es, en.');
});

it('a document that the parser dies of twice leaves the others to be judged', async () => {
  const lines: string[] = [];
  import.meta.jest.spyOn(terminalOutput, 'out').mockImplementation((line) => void lines.push(line));
  const folder = mkdtempSync(join(tmpdir(), 'ventanilla-validate-'));
  for (const name of ['a', 'deadly', 'z']) writeFileSync(join(folder, `${name}.xml`), `<${name}/>`);
  const disarm = trapOn('<deadly');
  try {
    await run('validate', '--json', folder);
  } finally {
    disarm();
  }
  expect(process.exitCode).toBe(EXIT.unavailable);
  process.exitCode = undefined;
  const told = lines.map((line) => JSON.parse(line) as { verdict?: string; error?: string });
  expect(told.map(({ verdict, error }) => verdict ?? error)).toEqual([
    'rejected',
    'xml-parser-trap',
    'rejected',
  ]);
});
