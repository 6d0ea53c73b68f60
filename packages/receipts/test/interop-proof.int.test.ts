/**
 * Our tlog-proofs and cosigned heads checked by the formats of transparency-dev, and our log read over HTTP
 * by the client of torchwood.
 */
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addSignatures,
  cosign,
  decodeTlogProof,
  encodeTlogProof,
  encodeVerifierKey,
  encodeWitnessKey,
  issueReceipt,
  parseNote,
  proveInclusion,
  verifyReceipt,
} from '../src/index.ts';
import { buildInterop, entryAt, makeLog, NAME, publicKey, readTileOf, run } from './interop.ts';

const program = buildInterop('interop-proof');
const SIZE = 600;
const vkey = encodeVerifierKey(publicKey);

function createWitness(name: string) {
  const { publicKey: key, privateKey } = generateKeyPairSync('ed25519');
  const witness = { name, spki: key.export({ format: 'der', type: 'spki' }) };
  const cosignText = (text: string) =>
    cosign(text, witness, 1_900_000_000, async (message) => sign(null, message, privateKey));
  return { vkey: encodeWitnessKey(witness), cosignText };
}

if (program === undefined) {
  describe.skip('interoperability of proofs', () => it('needs Go', () => {}));
} else {
  describe('interoperability of proofs', () => {
    const witnesses = [createWitness('witness.example/w1'), createWitness('witness.example/w2')];
    const keys = witnesses.map((witness) => witness.vkey);
    let folder: string;
    let cosigned: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'interop-proof-'));
      const [checkpoint = ''] = await makeLog(folder, [SIZE]);
      const text = parseNote(checkpoint)?.text ?? '';
      const lines = await Promise.all(witnesses.map(({ cosignText }) => cosignText(text)));
      cosigned = addSignatures(checkpoint, lines);
      await writeFile(join(folder, 'checkpoint'), cosigned);
    });
    afterAll(async () => {
      await rm(folder, { recursive: true });
      await rm(program);
    });

    it('theirs verifies our tlog-proofs under a cosigned head, and refuses altered ones', async () => {
      const file = join(folder, 'receipt.tlog-proof');
      const check = (...args: string[]) => run(program, ['proof', file, vkey, ...args]);
      for (const logIndex of [0, 255, 256, SIZE - 1]) {
        const inclusionProof = await proveInclusion(logIndex, SIZE, readTileOf(folder));
        const entry = entryAt(logIndex);
        const receipt = issueReceipt({ entry, logIndex, inclusionProof, checkpoint: cosigned });
        const text = encodeTlogProof(receipt);
        await writeFile(file, text);
        expect((await check(...keys)).stdout).toBe(`${NAME} ${logIndex} ${SIZE}\n`);
        const ours = verifyReceipt({ receipt: decodeTlogProof(text), publicKey });
        expect(ours).toMatchObject({ outcome: 'valid', entry });
        const forged = { ...receipt, entry: { ...entry, attempt: 2 } };
        await writeFile(file, encodeTlogProof(forged));
        await expect(check(...keys)).rejects.toMatchObject({ code: 1 });
      }
    });

    it('theirs misses a witness that did not cosign', async () => {
      const file = join(folder, 'receipt.tlog-proof');
      const inclusionProof = await proveInclusion(7, SIZE, readTileOf(folder));
      const parts = { entry: entryAt(7), logIndex: 7, inclusionProof, checkpoint: cosigned };
      await writeFile(file, encodeTlogProof(issueReceipt(parts)));
      const stranger = createWitness('witness.example/w1').vkey;
      const checking = run(program, ['proof', file, vkey, stranger]);
      await expect(checking).rejects.toMatchObject({
        stderr: expect.stringContaining('1 known signatures of 2'),
      });
    });

    it('theirs reads the whole log over HTTP, and finds an entry that is not the one hashed', async () => {
      let altered = '';
      const server = createServer(async ({ url = '' }, response) => {
        const bytes = await readFile(join(folder, url)).catch(() => undefined);
        if (bytes && url === altered) bytes[20] = (bytes[20] ?? 0) ^ 1;
        response.writeHead(bytes ? 200 : 404).end(bytes);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      try {
        const read = () => run(program, ['read', base, vkey, ...keys]);
        expect((await read()).stdout).toBe(`${NAME} ${SIZE}\n`);
        for (const path of ['/tile/entries/001', '/tile/0/000', '/checkpoint']) {
          altered = path;
          await expect(read()).rejects.toMatchObject({ code: 1 });
        }
      } finally {
        server.close();
      }
    });
  });
}
