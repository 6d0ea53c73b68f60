/** What an integrator may get wrong on the command line is said, never passed over. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
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
