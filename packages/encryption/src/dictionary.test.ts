import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compressDocument, createCompression, decompress } from './compression.ts';
import { assembleDictionary, encodeDictionaryFile, readDictionaries } from './dictionary.ts';

const SIZE_MAX = 1_000_000;
const invoice = (i: number): Buffer => {
  const noise = randomBytes(3).toString('hex');
  const lines = [
    'cbc:ID',
    'cbc:IssueDate',
    'cac:AccountingSupplierParty',
    'cac:LegalMonetaryTotal',
  ];
  const body = lines.map((name) => `  <${name}>${noise}${i}</${name}>\n`).join('');
  return Buffer.from(`<Invoice xmlns="urn:test:invoice">\n${body}</Invoice>\n`);
};
const MARKER = 'urn:test:invoice';
const dictionaryOf = (id: number, bytes: Uint8Array) => ({ id, marker: MARKER, bytes });

describe('dictionaries that ship with us', () => {
  it('are these, for ever: what was compressed with one must stay readable', async () => {
    const folder = new URL('../dictionaries/', import.meta.url);
    const hashes: Record<string, string> = {};
    for (const file of (await readdir(folder)).sort()) {
      const content = await readFile(new URL(file, folder));
      hashes[file] = createHash('sha256').update(content).digest('hex').slice(0, 16);
    }
    expect(hashes).toMatchObject({
      '2-gt-fel.dict': 'f1bc6727de952bd7',
      '3-en16931-ubl.dict': '4574f55d900899cc',
      '4-json.dict': 'bf2fb53a4037f8b0',
    });
  });

  it.each([
    ['gt-fel', 2, 'xmlns:dte="http://www.sat.gob.gt/dte/fel/0.2.0"'],
    ['en16931-ubl', 3, 'xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"'],
    ['none', 1, 'xmlns="urn:something:else"'],
  ])('%s: chosen by the start of the document, and gives it back', (_, codec, namespace) => {
    const bytes = Buffer.from(
      `<?xml version="1.0"?>\n<a ${namespace}>${'<b>1</b>'.repeat(40)}</a>`,
    );
    const packed = compressDocument(bytes);
    expect(packed[0]).toBe(codec);
    expect(Buffer.from(decompress(packed, SIZE_MAX))).toEqual(bytes);
    expect(() => decompress(packed, bytes.length - 1)).toThrow(
      expect.objectContaining({ code: 'corrupt' }),
    );
  });
});

describe('a dictionary of a site', () => {
  const bytes = assembleDictionary(
    Array.from({ length: 50 }, (_, i) => invoice(i)),
    16_384,
  );

  it('is assembled from documents, leaving out those already covered', () => {
    const same = Buffer.concat([invoice(1), randomBytes(600)]);
    expect(assembleDictionary(Array(50).fill(same), 16_384)).toHaveLength(same.length);
    expect(assembleDictionary([randomBytes(900), randomBytes(900)], 1000)).toHaveLength(1000);
  });

  it('halves at least what plain compression leaves', () => {
    const { compressDocument: smaller } = createCompression([dictionaryOf(128, bytes)]);
    const document = invoice(1000);
    const plain = createCompression([]).compressDocument(document);
    expect(smaller(document).length * 2).toBeLessThan(plain.length);
  });

  it('cannot be mistaken for another of the same number', () => {
    const packed = createCompression([dictionaryOf(128, bytes)]).compressDocument(invoice(7));
    const other = Buffer.from(bytes).reverse();
    for (const wrong of [[dictionaryOf(128, other)], [dictionaryOf(129, bytes)], []]) {
      expect(() => createCompression(wrong).decompress(packed, SIZE_MAX)).toThrow(
        expect.objectContaining({ code: 'corrupt' }),
      );
    }
  });

  it('is read from a folder, the newest preferred and the older still understood', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dictionaries-'));
    for (const id of [128, 200]) {
      await writeFile(
        join(folder, `${id}-test.dict`),
        encodeDictionaryFile(dictionaryOf(id, bytes)),
      );
    }
    await writeFile(join(folder, 'README.md'), 'not a dictionary');
    const compression = createCompression(readDictionaries(folder));
    const older = createCompression([dictionaryOf(128, bytes)]).compressDocument(invoice(1));
    expect(compression.compressDocument(invoice(1))[0]).toBe(200);
    expect(older[0]).toBe(128);
    expect(compression.decompress(older, SIZE_MAX).length).toBe(invoice(1).length);
    await writeFile(join(folder, '5-bad.dict'), 'no marker');
    expect(() => readDictionaries(folder)).toThrow(
      expect.objectContaining({ code: 'dictionary-invalid' }),
    );
    await rm(folder, { recursive: true });
  });
});
