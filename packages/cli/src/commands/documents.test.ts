import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listDocuments, mediaTypeOf, readDocument } from './documents.ts';

describe('listDocuments', () => {
  it('takes files as they are and, of folders, every document in order', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ventanilla-documents-'));
    mkdirSync(join(folder, 'b'));
    for (const name of ['c.XML', 'a.json', 'readme.md', 'b/d.xml']) {
      writeFileSync(join(folder, name), '');
    }
    const listed = [...listDocuments([join(folder, 'readme.md'), folder, '-'])];
    expect(listed.map((path) => path.replace(`${folder}/`, ''))).toEqual([
      'readme.md',
      'a.json',
      'b/d.xml',
      'c.XML',
      '-',
    ]);
    rmSync(folder, { recursive: true });
  });
});

describe('readDocument', () => {
  it('says which file cannot be read', async () => {
    expect([...listDocuments(['nowhere.xml'])]).toEqual(['nowhere.xml']);
    await expect(readDocument('nowhere.xml')).rejects.toThrow('nowhere.xml cannot be read');
  });
});

describe('mediaTypeOf', () => {
  it.each([
    ['{"a":1}', 'application/json'],
    ['\n [', 'application/json'],
    ['<a/>', 'application/xml'],
    ['', 'application/xml'],
  ])('%p is %s', (text, expected) => {
    expect(mediaTypeOf(Buffer.from(text))).toBe(expected);
  });
});
