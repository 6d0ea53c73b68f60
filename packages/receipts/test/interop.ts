/** A log of ours in a folder, and the Go program of `tools/interop` that reads it. */
import { execFile, execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  appendToLog,
  bundlePath,
  EMPTY_EDGE,
  encodeBundle,
  encodeCheckpoint,
  encodeEntry,
  leafHash,
  type OutcomeEntry,
  readRoot,
  signNote,
  type VerifyingKey,
} from '../src/index.ts';

const TOOL = join(import.meta.dirname, '../../../tools/interop');
export const NAME = 'ventanilla.example/log';
export const run = promisify(execFile);

/** Path of the Go program; undefined, said once on stderr, where there is no Go or its module. */
export function buildInterop(name: string): string | undefined {
  const program = join(tmpdir(), `ventanilla-${name}-${process.pid}`);
  try {
    const options = { cwd: TOOL, stdio: 'pipe', timeout: 180_000 } as const;
    execFileSync('go', ['build', '-o', program, '.'], options);
    return program;
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : 'unknown';
    process.stderr.write(
      `GO ABSENT: ${why}; interoperability with other clients of C2SP logs is not tested\n`,
    );
    return undefined;
  }
}

const privateKey = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 9)]),
  format: 'der',
  type: 'pkcs8',
});
export const publicKey: VerifyingKey = {
  name: NAME,
  algorithm: 'Ed25519',
  spki: createPublicKey(privateKey).export({ format: 'der', type: 'spki' }),
};
const signer = async (message: Uint8Array) => sign(null, message, privateKey);

export const entryAt = (i: number): OutcomeEntry => ({
  documentId: i.toString(16).padStart(64, '0'),
  attempt: 1,
  verdict: i % 5 === 0 ? 'rejected' : 'accepted',
  receivedAt: '2030-01-02T03:04:05.678Z',
  registeredAt: '2030-01-02T03:04:06.001Z',
  ...(i % 5 === 0 ? {} : { businessKey: `GT|ñandú|FACT|A-${i}` }),
  reportHash: 'ab'.repeat(32),
});

export const readTileOf = (dir: string) => (path: string) =>
  readFile(join(dir, path)).catch(() => undefined);

/** The bundles of a log of this size, as query serves them. */
const bundlesUpTo = (size: number) =>
  Array.from({ length: Math.ceil(size / 256) }, (_, index) => {
    const width = Math.min(256, size - index * 256);
    const entries = Array.from({ length: width }, (_, i) => encodeEntry(entryAt(index * 256 + i)));
    return { path: bundlePath(index, width), bytes: encodeBundle(entries) };
  });

/** A log of ours grown through these sizes, and the checkpoint of each. */
export async function makeLog(dir: string, sizes: readonly number[]): Promise<string[]> {
  let edge = EMPTY_EDGE;
  const checkpoints: string[] = [];
  for (const size of sizes) {
    const entries = Array.from({ length: size - edge.size }, (_, i) =>
      encodeEntry(entryAt(edge.size + i)),
    );
    const grown = appendToLog(edge, entries.map(leafHash));
    for (const { path, bytes } of [...grown.tiles, ...bundlesUpTo(size)]) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), bytes);
    }
    edge = grown.edge;
    const root = await readRoot(size, readTileOf(dir));
    const text = encodeCheckpoint({ origin: NAME, size, root });
    checkpoints.push(await signNote(text, publicKey, signer));
    await writeFile(join(dir, 'checkpoint'), checkpoints.at(-1) ?? '');
  }
  return checkpoints;
}
