/** The PDF as an archive has it: PDF/A-3b by veraPDF's word, and what is inside comes out as it went in. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { readReceipt } from '@ventanilla/receipts';
import { prepareVeraPdf } from '../../../tools/verapdf/verapdf.ts';
import { DOCUMENT, issue, keyPair } from '../../receipts/test/issued.ts';
import { type PdfOptions, renderReceiptPdf } from '../src/index.ts';

const options: PdfOptions = { language: 'es', authority: 'Administración Tributaria' };
const original = { bytes: DOCUMENT, mediaType: 'application/xml' };

/** Every stream of the file that is compressed as PDF's are. */
function streamsOf(bytes: Uint8Array): Buffer[] {
  const file = Buffer.from(bytes);
  const found: Buffer[] = [];
  for (let at = file.indexOf('stream\n'); at >= 0; at = file.indexOf('stream\n', at + 1)) {
    try {
      found.push(inflateSync(file.subarray(at + 'stream\n'.length)));
    } catch {
      // Another kind of stream, or the end of one.
    }
  }
  return found;
}

describe('receipt as PDF', () => {
  it('holds the receipt and, when given, the original, byte for byte, on one sheet', async () => {
    const receipt = await issue(keyPair('Ed25519'), 300);
    const plain = await renderReceiptPdf(receipt, options);
    const whole = await renderReceiptPdf(receipt, { ...options, original });
    const [inPlain, inWhole] = [streamsOf(plain), streamsOf(whole)];
    const receipts = inWhole.map((stream) => readReceipt(stream.toString())).filter(Boolean);
    expect(receipts).toEqual([receipt]);
    expect(inWhole.some((stream) => stream.equals(DOCUMENT))).toBe(true);
    expect(inPlain.some((stream) => stream.equals(DOCUMENT))).toBe(false);
    const text = Buffer.from(whole).toString('latin1');
    expect(text).toContain('/AFRelationship /Source');
    expect(text).toContain('/AFRelationship /Data');
    expect(text).toContain('/Count 1\n');
  });

  it('is the same for the same receipt', async () => {
    const receipt = await issue(keyPair('Ed25519'), 3);
    const made = await Promise.all([1, 2].map(() => renderReceiptPdf(receipt, options)));
    expect(Buffer.from(made[0] ?? []).equals(made[1] ?? Buffer.alloc(1))).toBe(true);
  });
});

/** Far above what it takes: 5 s of CPU, most of it for starting a JVM. */
const VALIDATION_TIMEOUT_MS = 240_000;
const verapdf = prepareVeraPdf();
if (verapdf === undefined) {
  describe.skip('receipt by veraPDF', () => it('needs veraPDF', () => {}));
} else {
  describe('receipt by veraPDF', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'receipt-pdf-'));
    });
    afterAll(() => rm(folder, { recursive: true }));

    it(
      'is PDF/A-3b with and without the original, whatever it names; a broken one is found out',
      async () => {
        const receipt = await issue(keyPair('ECDSA-P256-SHA256'), 1000);
        const strange = {
          ...receipt,
          entry: { ...receipt.entry, businessKey: 'GT|株式会社 😀\t|ﬁ' },
        };
        const sound = await Promise.all([
          renderReceiptPdf(receipt, { ...options, original }),
          renderReceiptPdf(receipt, { language: 'en', authority: 'Überbehörde 税務署' }),
          renderReceiptPdf(strange, options),
        ]);
        const broken = Buffer.from(sound[1] ?? []);
        broken.write('X', broken.indexOf('/GTS_PDFA1') + 1);
        const paths = [...sound, broken].map((_, i) => join(folder, `${i}.pdf`));
        await Promise.all([...sound, broken].map((bytes, i) => writeFile(paths[i] ?? '', bytes)));
        const [...lines] = verapdf(...paths).split('\n');
        expect(lines.slice(0, 3)).toEqual(paths.slice(0, 3).map((path) => `${path}: PDF/A-3b`));
        expect(lines[3]).toBe(`${paths[3]}: not PDF/A-3b`);
        expect(lines[4]).toMatch(/^ {2}6\.2\./);
      },
      VALIDATION_TIMEOUT_MS,
    );
  });
}
