/** The verifier page as its users have it: a file opened in a browser that reaches nothing. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, hasChromium, type Page, startChromium } from '@ventanilla/testing/chromium';
import {
  addSignatures,
  cosign,
  encodeReceiptText,
  encodeTlogProof,
  encodeWitnessKey,
  parseNote,
  type Receipt,
} from '../src/index.ts';
import { DOCUMENT, documentId, issue, keyPair } from './issued.ts';

const PAGE = pathToFileURL(join(import.meta.dirname, '../pages/verifier.html')).href;

function createWitness(name: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const witness = { name, spki: publicKey.export({ format: 'der', type: 'spki' }) };
  const signer = async (message: Uint8Array) => sign(null, message, privateKey);
  const addTo = async (receipt: Receipt): Promise<Receipt> => {
    const text = parseNote(receipt.checkpoint)?.text ?? '';
    const line = await cosign(text, witness, 1_900_000_000, signer);
    return { ...receipt, checkpoint: addSignatures(receipt.checkpoint, [line]) };
  };
  return { key: encodeWitnessKey(witness), addTo };
}

if (!hasChromium()) {
  describe.skip('verifier page in a browser', () => it('needs Chromium', () => {}));
} else {
  describe('verifier page in a browser', () => {
    const signer = keyPair('Ed25519');
    let folder: string;
    let browser: Browser;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'verifier-'));
      browser = await startChromium();
    });
    afterAll(async () => {
      await browser?.close();
      await rm(folder, { recursive: true });
    });

    const put = async (name: string, content: string | Uint8Array): Promise<string> => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    };
    const keysOf = (...pairs: readonly ReturnType<typeof keyPair>[]) =>
      JSON.stringify({ type: 'ventanilla/keys/v1', keys: pairs.map((pair) => pair.published) });

    interface Given {
      readonly receipt?: string;
      readonly text?: string;
      readonly keys?: string;
      readonly document?: Uint8Array;
      readonly witnesses?: readonly string[];
    }
    /** What the page answers to a person who gives it these. */
    async function ask(page: Page, given: Given): Promise<string> {
      if (given.receipt) await page.chooseFile('#receipt', await put('receipt', given.receipt));
      if (given.document) await page.chooseFile('#document', await put('document', given.document));
      await page.chooseFile('#keys', await put('keys.json', given.keys ?? keysOf(signer)));
      const type = (id: string, text: string) =>
        page.evaluate(`document.getElementById('${id}').value = ${JSON.stringify(text)}`);
      await type('text', given.text ?? '');
      await type('witnesses', given.witnesses?.join('\n') ?? '');
      return String(
        await page.evaluate(`new Promise((resolve) => {
          const answer = document.getElementById('answer');
          new MutationObserver(() => resolve(answer.textContent)).observe(answer, { childList: true });
          document.getElementById('check').click();
        })`),
      );
    }
    it.each(['Ed25519', 'ECDSA-P256-SHA256'] as const)(
      'believes a receipt by %s in every form, with its document',
      async (kind) => {
        const pair = keyPair(kind);
        const receipt = await issue(pair, 300);
        const page = await browser.open(PAGE, 'en');
        const common = { keys: keysOf(signer, pair), document: DOCUMENT };
        const forms: readonly Given[] = [
          { receipt: JSON.stringify(receipt) },
          { receipt: encodeTlogProof(receipt) },
          { text: encodeReceiptText(receipt) },
          { text: encodeTlogProof(receipt) },
        ];
        for (const form of forms) {
          const said = await ask(page, { ...common, ...form });
          expect(said).toMatch(/^✔ Accepted with observations\nThe document is the one registered/);
          expect(said).toContain(documentId);
        }
        expect(page.requests).toEqual([PAGE]);
      },
    );

    it('says what is wrong with a wrong one', async () => {
      const receipt = await issue(signer, 300);
      const altered = { ...receipt, entry: { ...receipt.entry, verdict: 'accepted' } };
      const forged = { ...receipt, checkpoint: receipt.checkpoint.replace('\n300\n', '\n301\n') };
      const good = JSON.stringify(receipt);
      const cases: readonly (readonly [Given, string])[] = [
        [{}, 'malformed'],
        [{ receipt: JSON.stringify(altered) }, 'not-in-log'],
        [{ receipt: JSON.stringify(forged) }, 'signature-invalid'],
        [{ receipt: good, keys: keysOf(keyPair('Ed25519')) }, 'key-unknown'],
        [{ receipt: good, keys: '{}' }, 'keys-missing'],
        [{ receipt: good, witnesses: ['w+0'] }, 'witness-key-malformed'],
        [{ receipt: 'hello' }, 'malformed'],
        [{ receipt: good, document: Buffer.from('<factura total="2<1"/>') }, 'document-mismatch'],
      ];
      // One page for all: what was chosen stays chosen, so that the first has no receipt and the last a document.
      const page = await browser.open(PAGE, 'en');
      for (const [given, code] of cases) {
        expect(await ask(page, given)).toMatch(new RegExp(`^✘ .* \\(${code}\\)$`));
      }
    });

    it('names the witnesses that cosigned, and misses the one that did not', async () => {
      const [one, two] = [createWitness('witness.example/w1'), createWitness('witness.example/w2')];
      const receipt = await one.addTo(await issue(signer, 300));
      const page = await browser.open(PAGE, 'en');
      const given = { text: encodeReceiptText(receipt) };
      expect(await ask(page, { ...given, witnesses: [one.key] })).toContain(
        'Cosigned by the witnesses: witness.example/w1',
      );
      const all = await ask(page, { ...given, witnesses: [one.key, two.key] });
      expect(all).toContain('(witnesses-missing)');
      const impostor = createWitness('witness.example/w1');
      expect(await ask(page, { ...given, witnesses: [impostor.key] })).toContain(
        '(witnesses-missing)',
      );
    });

    it('speaks the language of its reader and the other one, and names every control', async () => {
      const page = await browser.open(PAGE, 'es-GT');
      const receipt = await issue(signer, 3);
      const said = await ask(page, { receipt: JSON.stringify(receipt), document: DOCUMENT });
      expect(said).toMatch(/^✔ Aceptado con observaciones\nEl documento es el registrado/);
      await page.evaluate(`document.getElementById('language').click()`);
      const answer = `document.getElementById('answer').textContent`;
      expect(await page.evaluate(answer)).toMatch(/^✔ Accepted with observations/);
      expect(await page.evaluate('document.documentElement.lang')).toBe('en');
      const controls = (await page.accessible()).filter(({ role }) => /button|textbox/i.test(role));
      expect(controls.length).toBeGreaterThanOrEqual(7);
      expect(controls.filter(({ name }) => name === '')).toEqual([]);
    });
  });
}
