/** Packs by name, and files of settings, as the commands read them. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formats } from '@ventanilla/formats';
import { describePack, diffPacks } from '@ventanilla/rules';
import { listingLines, listingOf } from '../commands/rules.ts';
import { packOf } from './pack-source.ts';
import { draftFormats, formatsInModes } from './settings-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'ventanilla-rules-'));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const packById = (id: string) => formats.find((format) => format.id === id)!.pack;

describe('a pack by name', () => {
  it('is the same read back from a listing', async () => {
    const { rules, ...pack } = describePack(packById('gt-fel'));
    const lines = rules.map((rule) => JSON.stringify({ ...rule, format: 'gt-fel', pack }));
    const listing = await packOf(file('fel.jsonl', `${lines.join('\n')}\n`));
    expect(diffPacks(listing, await packOf('gt-fel'))).toMatchObject({ same: true, changed: [] });
  });

  it('is read out of a listing as it is written, with signatures and codes without a rule', async () => {
    const lines = listingLines(await listingOf({ format: 'gt-fel', all: true }));
    expect(
      lines.filter((line) => /"code":"(RCP|ANU|SEC|GEN|INF|AUT|ASO)\d/.test(line)),
    ).toHaveLength(208);
    const listing = await packOf(file('listed.jsonl', lines.join('\n')));
    expect(diffPacks(listing, await packOf('gt-fel'))).toMatchObject({ same: true, changed: [] });
  });

  it('may be a draft over the format it is compared with', async () => {
    const draft = file('draft.json', '{"gt-fel":{"rules":{"RCP366":{"severity":"warning"}}}}');
    const { changed } = diffPacks(await packOf('gt-fel'), await packOf(draft, 'gt-fel'));
    expect(changed).toEqual([
      { code: 'RCP366', changes: [{ property: 'severity', before: 'fatal', after: 'warning' }] },
    ]);
    await expect(packOf(draft)).rejects.toThrow(/compared with a format/);
  });

  it.each([
    ['nothing', /neither a file nor a format/],
    [file('text.jsonl', 'hello'), /no listing of rules/],
    [file('empty.jsonl', ''), /does not hold the rules of one pack/],
  ])('is refused: %#', async (name, reason) => {
    await expect(packOf(name)).rejects.toThrow(reason);
  });
});

describe('a file of settings', () => {
  it('names every mistake at once', async () => {
    const path = file('modes.json', '{"gt-fel":{"rules":{"X1":{"mode":"shadow"}}},"xx":{}}');
    await expect(formatsInModes(path)).rejects.toThrow(
      /gt-fel: no rule has the code X1\n {2}xx: it is no format/,
    );
    await expect(formatsInModes(join(folder, 'none'))).rejects.toThrow(/cannot be read/);
  });

  it('of a draft brings rules of its own, which its settings may name', async () => {
    file(
      'new-rules.mjs',
      `const text = { es: 'Nueva.', en: 'New.' };
       export const rules = [{ code: 'NEW-1', severity: 'fatal', message: text, hint: text,
         source: 'law 2', check: () => undefined }];`,
    );
    const settings = { module: './new-rules.mjs', rules: { 'NEW-1': { mode: 'observe' } } };
    const drafted = await draftFormats(file('d.json', JSON.stringify({ 'mx-cfdi': settings })));
    const pack = drafted.find(({ id }) => id === 'mx-cfdi')!.pack;
    expect(pack.rules.find(({ code }) => code === 'NEW-1')?.severity).toBe('warning');
    expect(pack.rules).toHaveLength(packById('mx-cfdi').rules.length + 1);
  });

  it('is refused when its module is not there or exports no rules', async () => {
    const of = (module: string) =>
      draftFormats(file('bad.json', JSON.stringify({ 'mx-cfdi': { module } })));
    await expect(of('./absent.mjs')).rejects.toThrow(/cannot be loaded/);
    file('empty.mjs', 'export const rules = [{ code: 1 }];');
    await expect(of('./empty.mjs')).rejects.toThrow(/exports no list "rules"/);
  });
});
