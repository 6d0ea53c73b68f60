/**
 * Our log read by code that is not ours, and theirs by ours: `tools/interop` is built on the note and
 * tlog packages of Go's checksum database.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  bundlePath,
  decodeBundle,
  encodeVerifierKey,
  issueReceipt,
  leafHash,
  parseCheckpoint,
  proveConsistency,
  proveInclusion,
  readRoot,
  type VerifyingKey,
  verifyConsistency,
  verifyInclusion,
  verifyNote,
} from '../src/index.ts';
import { buildInterop, entryAt, makeLog, publicKey, readTileOf, run } from './interop.ts';

let folder: string;
const program = buildInterop('interop');

if (program === undefined) {
  describe.skip('interoperability with sumdb', () => it('needs Go', () => {}));
} else {
  describe('interoperability with sumdb', () => {
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'interop-'));
    });
    afterAll(async () => {
      await rm(folder, { recursive: true });
      await rm(program);
    });
    const vkey = encodeVerifierKey(publicKey);

    it('theirs verifies our note, tiles, entries, every proof, and that the log only grew', async () => {
      const dir = join(folder, 'ours');
      const sizes = [1, 2, 255, 256, 300, 600];
      const checkpoints = await makeLog(dir, sizes);
      for (const checkpoint of checkpoints) {
        await writeFile(join(folder, 'old'), checkpoint);
        const { stdout } = await run(program, ['verify', dir, vkey, join(folder, 'old')]);
        expect(stdout).toMatch(/^ventanilla\.example\/log 600 /);
      }
    });

    it('theirs finds one flipped bit of ours', async () => {
      const dir = join(folder, 'ours');
      for (const path of ['tile/0/001', 'tile/entries/000', 'checkpoint']) {
        const original = await readFile(join(dir, path));
        const altered = Buffer.from(original);
        altered[30] = (altered[30] ?? 0) ^ 1;
        await writeFile(join(dir, path), altered);
        await expect(run(program, ['verify', dir, vkey])).rejects.toMatchObject({ code: 1 });
        await writeFile(join(dir, path), original);
      }
      await run(program, ['verify', dir, vkey]);
    });

    it('theirs verifies our receipts and refuses an altered one', async () => {
      const dir = join(folder, 'ours');
      const checkpoint = await readFile(join(dir, 'checkpoint'), 'utf8');
      const file = join(folder, 'receipt.json');
      for (const logIndex of [0, 255, 256, 599]) {
        const entry = entryAt(logIndex);
        const inclusionProof = await proveInclusion(logIndex, 600, readTileOf(dir));
        const receipt = issueReceipt({ entry, logIndex, inclusionProof, checkpoint });
        await writeFile(file, JSON.stringify(receipt));
        const { stdout } = await run(program, ['receipt', file, vkey]);
        expect(stdout).toBe(`${entry.documentId} ${entry.verdict}\n`);
        const forged = { ...receipt, entry: { ...entry, attempt: 2 } };
        await writeFile(file, JSON.stringify(forged));
        await expect(run(program, ['receipt', file, vkey])).rejects.toMatchObject({ code: 1 });
      }
    });

    it.each([1, 256, 700])('ours reads a log of %d entries made by theirs', async (size) => {
      const dir = join(folder, `theirs-${size}`);
      const { stdout } = await run(program, ['make', dir, 'go.example/log', `${size}`]);
      const [name = '', keyId, key = ''] = stdout.trim().split('+');
      const theirs: VerifyingKey = {
        name,
        algorithm: 'Ed25519',
        spki: Buffer.concat([
          Buffer.from('302a300506032b6570032100', 'hex'),
          Buffer.from(stdout.trim().slice(name.length + 10), 'base64').subarray(1),
        ]),
      };
      expect(key).not.toBe('');
      expect(encodeVerifierKey(theirs)).toBe(stdout.trim());
      expect(keyId).toMatch(/^[0-9a-f]{8}$/);
      const note = verifyNote(await readFile(join(dir, 'checkpoint'), 'utf8'), [theirs]);
      if (note.outcome !== 'verified') throw new Error(note.outcome);
      const head = parseCheckpoint(note.text);
      if (head === undefined) throw new Error('not a checkpoint');
      expect(head).toMatchObject({ origin: 'go.example/log', size });
      const readTile = readTileOf(dir);
      expect(Buffer.from(await readRoot(size, readTile)).equals(head.root)).toBe(true);
      for (const index of [0, Math.floor(size / 2), size - 1]) {
        const bundle = Math.floor(index / 256);
        const width = Math.min(256, size - bundle * 256);
        const bytes = await readFile(join(dir, bundlePath(bundle, width)));
        const leaf = leafHash(decodeBundle(bytes)?.[index % 256] ?? Buffer.alloc(0));
        const proof = await proveInclusion(index, size, readTile);
        expect(verifyInclusion({ leaf, index, size, proof, root: head.root })).toBe(true);
      }
      const from = Math.ceil(size / 3);
      const proof = await proveConsistency(from, size, readTile);
      const fromRoot = await readRoot(from, async (path) => {
        // Theirs keeps only the tiles of its last size: an older root comes from the full ones.
        const full = await readTile(path);
        if (full) return full;
        const [whole = '', cut] = path.split('.p/');
        const wider = (await readTile(whole)) ?? (await readTile(`${whole}.p/${size % 256}`));
        return wider?.subarray(0, Number(cut) * 32);
      });
      expect(verifyConsistency({ from, to: size, proof, fromRoot, toRoot: head.root })).toBe(true);
    });
  });
}
