/** The paper receipt and the browser verifier, against receipts as the platform issues them. */
import { webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { encodeQR } from 'qr';
import { decodeQR } from 'qr/decode.js';
import {
  decodeReceiptText,
  encodeReceiptText,
  encodeTlogProof,
  type OutcomeEntry,
  type Receipt,
  renderReceiptPage,
  verifyReceipt,
} from '../src/index.ts';
import { DOCUMENT, documentId, issue, keyPair } from './issued.ts';

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
  it('says everything in both languages, and its code is the receipt', async () => {
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
    const modules = encodeQR(encodeReceiptText(receipt), 'raw', { ecc: 'low', border: 4 });
    const scanned = decodeQR(pixels(modules, 4));
    expect(
      verifyReceipt({ receipt: decodeReceiptText(scanned), publicKey: signer.key }),
    ).toMatchObject({
      outcome: 'valid',
    });
  });
});

/** A picture of a code, as a camera would see it at its best. */
function pixels(modules: readonly (readonly boolean[])[], scale: number) {
  const size = modules.length * scale;
  const data = new Uint8ClampedArray(size * size * 4).fill(255);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const dark = modules[Math.floor(y / scale)]?.[Math.floor(x / scale)];
      if (dark) data.fill(0, (y * size + x) * 4, (y * size + x) * 4 + 3);
    }
  }
  return { width: size, height: size, data };
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
