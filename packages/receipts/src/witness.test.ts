import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import {
  addSignatures,
  cosign,
  encodeWitnessKey,
  formatSignatureLines,
  parseSignatureLines,
  verifyCosignatures,
} from './cosignature.ts';
import { appendLeaves, EMPTY_FRONTIER, leafHash, rootOf } from './merkle.ts';
import { encodeCheckpoint, parseNote, signNote, verifyNote } from './note.ts';
import { proveConsistency } from './tile-reader.ts';
import { appendToLog, EMPTY_EDGE } from './tiles.ts';
import { encodeAddCheckpoint, judgeCheckpoint, parseAddCheckpoint } from './witness.ts';

function keyOf(name: string, fill: number) {
  const seed = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.alloc(32, fill),
  ]);
  const privateKey = createPrivateKey({ key: seed, format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const key = { name, algorithm: 'Ed25519', spki } as const;
  return { key, sign: async (message: Uint8Array) => sign(null, message, privateKey) };
}
const ORIGIN = 'ventanilla.example/log';
const log = keyOf(ORIGIN, 1);
const witness = keyOf('witness.example/w1', 2);
const leaves = Array.from({ length: 300 }, (_, i) => leafHash(Buffer.from(`${i}`)));
const files = new Map<string, Uint8Array>();
let edge = EMPTY_EDGE;
for (const size of [0, 7, 100, 300]) {
  const grown = appendToLog(edge, leaves.slice(edge.size, size));
  edge = grown.edge;
  for (const { path, bytes } of grown.tiles) files.set(path, bytes);
}
const readTile = async (path: string) => files.get(path);
const rootAt = (size: number) => rootOf(appendLeaves(EMPTY_FRONTIER, leaves.slice(0, size)));
const headAt = (size: number, root = rootAt(size)) =>
  signNote(encodeCheckpoint({ origin: ORIGIN, size, root }), log.key, log.sign);
const request = async (old: number, size: number): Promise<string> =>
  encodeAddCheckpoint({
    old,
    proof: await proveConsistency(old, size, readTile),
    checkpoint: await headAt(size),
  });
const logs = (size?: number) => [
  {
    origin: ORIGIN,
    keys: [log.key],
    ...(size === undefined ? {} : { last: { size, root: rootAt(size) } }),
  },
];

describe('cosignature', () => {
  // The example of the C2SP specification: its witness key is not given, but its shape is.
  it('reads the shape of the published example', () => {
    const lines =
      '— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n';
    const [signature] = parseSignatureLines(lines) ?? [];
    expect(signature?.signature).toHaveLength(72);
    expect(Buffer.from(signature?.signature ?? []).readBigUInt64BE()).toBe(1679315147n);
    expect(formatSignatureLines(parseSignatureLines(lines) ?? [])).toBe(lines);
  });

  it('verifies with its time, beside the signature of the log', async () => {
    const note = await headAt(7);
    const text = parseNote(note)?.text ?? '';
    const signature = await cosign(text, witness.key, 1_900_000_000, witness.sign);
    const cosigned = addSignatures(note, [signature, signature]);
    expect(addSignatures(cosigned, [signature])).toBe(cosigned);
    expect(verifyCosignatures(cosigned, [witness.key])).toEqual([
      { witness: witness.key, seconds: 1_900_000_000 },
    ]);
    expect(verifyNote(cosigned, [log.key]).outcome).toBe('verified');
    expect(verifyCosignatures(cosigned, [keyOf('witness.example/w1', 3).key])).toEqual([]);
    expect(verifyCosignatures(note, [witness.key])).toEqual([]);
    expect(verifyCosignatures(cosigned.replace('\n7\n', '\n8\n'), [witness.key])).toEqual([]);
    expect(encodeWitnessKey(witness.key)).toMatch(/^witness\.example\/w1\+[0-9a-f]{8}\+BI/);
  });
});

describe('witness', () => {
  it('cosigns the first head it sees, and every consistent one after it', async () => {
    for (const [last, size] of [
      [undefined, 7],
      [7, 100],
      [100, 300],
      [300, 300],
      [7, 300],
    ] as const) {
      const answer = judgeCheckpoint(await request(last ?? 0, size), logs(last));
      expect(answer).toMatchObject({ status: 200, checkpoint: { size } });
    }
  });

  it('says where it is when the log thinks otherwise', async () => {
    expect(judgeCheckpoint(await request(0, 300), logs(100))).toEqual({ status: 409, size: 100 });
    expect(judgeCheckpoint(await request(7, 100), logs(100))).toEqual({ status: 409, size: 100 });
  });

  it('never cosigns a fork, a rewritten past or a strange key', async () => {
    const proof = await proveConsistency(7, 100, readTile);
    const fork = await headAt(100, rootAt(300));
    const forked = encodeAddCheckpoint({ old: 7, proof, checkpoint: fork });
    expect(judgeCheckpoint(forked, logs(7))).toEqual({ status: 422 });
    const noProof = encodeAddCheckpoint({ old: 7, proof: [], checkpoint: await headAt(100) });
    expect(judgeCheckpoint(noProof, logs(7))).toEqual({ status: 422 });
    const sameSize = encodeAddCheckpoint({ old: 100, proof: [], checkpoint: fork });
    expect(judgeCheckpoint(sameSize, logs(100))).toEqual({ status: 409, size: 100 });
    const shrunk = encodeAddCheckpoint({ old: 100, proof: [], checkpoint: await headAt(7) });
    expect(judgeCheckpoint(shrunk, logs(100))).toEqual({ status: 400 });
    const good = await request(7, 100);
    const strangers = [{ origin: ORIGIN, keys: [keyOf(ORIGIN, 5).key] }];
    expect(judgeCheckpoint(good, strangers)).toEqual({ status: 403 });
    expect(judgeCheckpoint(good, [])).toEqual({ status: 404 });
  });

  it.each([
    '',
    'old 7\n',
    'old 07\n\nx\n',
    'old -1\n\nx\n',
    'new 7\n\nx\n',
    'old 7\nAAAA\n\nx\n',
    `old 7\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(64)}\nx\n`,
  ])('refuses request %#', (body) => {
    expect(parseAddCheckpoint(body)).toBeUndefined();
    expect(judgeCheckpoint(body, logs())).toEqual({ status: 400 });
  });
});
