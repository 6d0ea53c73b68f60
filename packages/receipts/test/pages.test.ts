/** The paper receipt and the browser verifier, against receipts as the platform issues them. */
import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import jsQr from 'jsqr';
import { encodeQR } from 'qr';
import {
  codeOptions,
  decodeReceiptText,
  encodeReceiptText,
  encodeTlogProof,
  type OutcomeEntry,
  type Receipt,
  renderReceiptPage,
  verifyReceipt,
} from '../src/index.ts';
import { DOCUMENT, documentId, issue, keyPair } from './issued.ts';

const readCode = jsQr.default;

interface BrowserVerifier {
  readonly verifyReceipt: (
    receipt: unknown,
    keys: readonly object[],
    document?: Uint8Array,
  ) => Promise<OutcomeEntry>;
  readonly readReceipt: (text: string) => Receipt;
}

/** The script of the page, run with what a browser gives it and nothing of Node. */
function loadVerifier(): BrowserVerifier {
  const html = readFileSync(join(import.meta.dirname, '../pages/verifier.html'), 'utf8');
  const script = /<script>([\s\S]*)<\/script>/.exec(html)?.[1] ?? '';
  const browser = { crypto: webcrypto, TextEncoder, TextDecoder, atob, btoa, Uint8Array };
  return runInContext(
    `${script};({ verifyReceipt, readReceipt })`,
    createContext(browser),
  ) as BrowserVerifier;
}

describe('receipt as text', () => {
  it('comes back the same, and fits a QR code in a log of a million', async () => {
    const receipt = await issue(keyPair('Ed25519'), 1000);
    expect(decodeReceiptText(encodeReceiptText(receipt))).toEqual(receipt);
    const million = { ...receipt, inclusionProof: Array(20).fill(receipt.inclusionProof[0]) };
    const text = encodeReceiptText(million);
    expect(text.length).toBeLessThan(1900);
    expect(decodeReceiptText(text)).toEqual(million);
    const { businessKey: _, ...entry } = receipt.entry;
    const rejected = { ...receipt, entry: { ...entry, verdict: 'rejected' as const } };
    expect(decodeReceiptText(encodeReceiptText(rejected))).toEqual(rejected);
  });

  it.each(['', 'VENTANILLA1:', 'VENTANILLA1:A', 'VENTANILLA1:::::', 'VENTANILLA2:AAAA', 'ñ'])(
    'refuses %j',
    (text) => {
      expect(decodeReceiptText(text)).toBeUndefined();
    },
  );

  it('refuses every truncation', async () => {
    const text = encodeReceiptText(await issue(keyPair('Ed25519'), 3));
    for (let length = 0; length < text.length; length += 1) {
      expect(decodeReceiptText(text.slice(0, length))).toBeUndefined();
    }
  });
});

describe('receipt on paper', () => {
  it('says everything in both languages', async () => {
    const signer = keyPair('Ed25519');
    const receipt = await issue(signer, 50);
    for (const [language, words] of [
      ['es', 'Aceptado con observaciones'],
      ['en', 'Accepted with observations'],
    ] as const) {
      const page = renderReceiptPage(receipt, { language, authority: 'SAT & <Co>' });
      expect(page).toContain(`<html lang="${language}">`);
      expect(page).toContain(words);
      expect(page).toContain(documentId);
      expect(page).toContain('SAT &amp; &lt;Co&gt;');
      expect(page).toContain('GT|&lt;Ñandú &amp; Cía&gt;|FACT|A-1');
      expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    }
  });

  it.each([1, 50])('is scanned, and verifies offline in a log of %i', async (size) => {
    const signer = keyPair('Ed25519');
    const receipt = await issue(signer, size);
    const page = renderReceiptPage(receipt, { language: 'es', authority: 'SAT' });
    const { data, width, height } = photograph(page);
    // By a reader that shares no code with the one who drew it.
    const scanned = readCode(data, width, height)?.data ?? '';
    expect(scanned).toBe(encodeReceiptText(receipt));
    const publicKey = signer.key;
    expect(verifyReceipt({ receipt: decodeReceiptText(scanned), publicKey })).toMatchObject({
      outcome: 'valid',
    });
    const browser = loadVerifier();
    const read = browser.readReceipt(scanned);
    const entry = await browser.verifyReceipt(read, [signer.published], DOCUMENT);
    expect(entry.documentId).toBe(documentId);
  });

  it.each([19, 20, 21])('is scanned with a proof of %i hashes', async (hashes) => {
    const receipt = await issue(keyPair('Ed25519'), 50);
    const proof = Array(hashes).fill(receipt.inclusionProof[0]);
    const long = { ...receipt, inclusionProof: proof };
    const { data, width, height } = photograph(
      renderReceiptPage(long, { language: 'es', authority: 'SAT' }),
    );
    const scanned = readCode(data, width, height)?.data ?? '';
    expect(decodeReceiptText(scanned)).toEqual(long);
  });

  it('is drawn in no version of code that jsQR cannot read', () => {
    const lengths = Array.from({ length: 135 }, (_, at) => 1_457 + at);
    const versions = lengths.map((length) => {
      const text = 'A'.repeat(length);
      return (encodeQR(text, 'raw', codeOptions(text)).length - 25) / 4;
    });
    expect([...new Set(versions)]).toEqual([22, 24]);
  });

  it('does not verify when another outcome was printed over it', async () => {
    const signer = keyPair('Ed25519');
    const receipt = await issue(signer, 50);
    const forged = { ...receipt, entry: { ...receipt.entry, verdict: 'accepted' as const } };
    const page = renderReceiptPage(forged, { language: 'es', authority: 'SAT' });
    const { data, width, height } = photograph(page);
    const browser = loadVerifier();
    const read = browser.readReceipt(readCode(data, width, height)?.data ?? '');
    await expect(browser.verifyReceipt(read, [signer.published])).rejects.toThrow();
  });
});

/** The code on the page as a camera would see it at its best: black squares of its drawing on white. */
function photograph(page: string, scale = 4) {
  const [, across, drawing = ''] =
    /<svg viewBox="0 0 (\d+) \d+"[^>]*><path d="([^"]+)"/.exec(page) ?? [];
  const width = Number(across) * scale;
  const data = new Uint8ClampedArray(width * width * 4).fill(255);
  let [x, y] = [0, 0];
  for (const [, move, right, down] of drawing.matchAll(/([Mm])(-?\d+)[ ,]?(-?\d+)h1v1/g)) {
    const isRelative = move === 'm';
    [x, y] = [Number(right) + (isRelative ? x : 0), Number(down) + (isRelative ? y : 0)];
    for (let row = y * scale; row < (y + 1) * scale; row += 1) {
      for (let column = x * scale; column < (x + 1) * scale; column += 1) {
        data.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
      }
    }
  }
  return { width, height: width, data };
}

describe('verifier in a browser', () => {
  const verifier = loadVerifier();

  it.each(['Ed25519', 'ECDSA-P256-SHA256'] as const)(
    'believes good receipts by %s',
    async (kind) => {
      const signer = keyPair(kind);
      for (const size of [1, 2, 7, 300]) {
        const receipt = await issue(signer, size);
        const entry = await verifier.verifyReceipt(receipt, [signer.published], DOCUMENT);
        expect(entry.documentId).toBe(documentId);
        const scanned = verifier.readReceipt(encodeReceiptText(receipt));
        expect(JSON.parse(JSON.stringify(scanned))).toEqual(receipt);
        const proof = verifier.readReceipt(encodeTlogProof(receipt));
        expect(JSON.parse(JSON.stringify(proof))).toEqual(receipt);
        await verifier.verifyReceipt(scanned, [keyPair(kind).published, signer.published]);
      }
    },
  );

  it('says of every wrong one what our own verifier says', async () => {
    const signer = keyPair('Ed25519');
    const receipt = await issue(signer, 300);
    const { entry, checkpoint } = receipt;
    const cases: readonly (readonly [object, object?])[] = [
      [{ ...receipt, logIndex: 3 }],
      [{ ...receipt, inclusionProof: receipt.inclusionProof.slice(1) }],
      [{ ...receipt, entry: { ...entry, verdict: 'accepted' } }],
      [{ ...receipt, entry: { ...entry, attempt: 3 } }],
      [{ ...receipt, entry: { ...entry, businessKey: 'a\nb' } }],
      [{ ...receipt, checkpoint: checkpoint.replace('\n300\n', '\n301\n') }],
      [{ ...receipt, checkpoint: '' }],
      [{ ...receipt, type: 'other' }],
      [{}],
      [receipt, { key: keyPair('Ed25519') }],
      [receipt, { documentBytes: Buffer.from('other') }],
    ];
    for (const [altered, evidence = {}] of cases) {
      const { key = signer, documentBytes } = evidence as {
        key?: typeof signer;
        documentBytes?: Buffer;
      };
      const ours = verifyReceipt({
        receipt: altered,
        publicKey: key.key,
        ...(documentBytes && { documentBytes }),
      });
      const theirs = await verifier.verifyReceipt(altered, [key.published], documentBytes).then(
        () => 'valid',
        (error: Error) => error.message,
      );
      expect(theirs).toBe(ours.outcome === 'invalid' ? ours.code : 'valid');
      expect(ours.outcome).toBe('invalid');
    }
  });
});
