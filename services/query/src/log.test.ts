import { generateKeyPairSync, sign } from 'node:crypto';
import {
  appendEntries,
  appendToLog,
  decodeBundle,
  decodeEntry,
  EMPTY_EDGE,
  encodeCheckpoint,
  encodeEntry,
  leafHash,
  readRoot,
  signNote,
  verifyReceipt,
} from '@ventanilla/receipts';
import { createLog, entryOf } from './log.ts';
import { outcome } from './test/fakes.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const key = {
  name: 'ventanilla.example/log',
  algorithm: 'Ed25519',
  spki: publicKey.export({ format: 'der', type: 'spki' }),
} as const;

const rows = Array.from({ length: 300 }, (_, logIndex) =>
  outcome({ logIndex, documentId: logIndex.toString(16).padStart(64, '0') }),
);

async function setUp() {
  const files = new Map<string, Uint8Array>();
  const asked: string[] = [];
  const leaves = rows.map((row) => leafHash(encodeEntry(entryOf(row))));
  let edge = EMPTY_EDGE;
  let held: readonly Uint8Array[] = [];
  const grow = async (size: number) => {
    const entries = rows.slice(edge.size, size).map((row) => encodeEntry(entryOf(row)));
    const bundles = appendEntries(edge.size, held, entries);
    held = bundles.held;
    const grown = appendToLog(edge, leaves.slice(edge.size, size));
    edge = grown.edge;
    for (const { path, bytes } of [...bundles.files, ...grown.tiles])
      files.set(`log/${path}`, bytes);
    const root = await readRoot(size, async (path) => files.get(`log/${path}`));
    const text = encodeCheckpoint({ origin: key.name, size, root });
    head = { size, checkpoint: await signNote(text, key, async (m) => sign(null, m, privateKey)) };
  };
  let head: { size: number; checkpoint: string } | undefined;
  const log = createLog({
    reads: { head: async () => head, auditCheckpoint: async () => undefined },
    objects: {
      get: async (path) => {
        asked.push(path);
        return files.get(path);
      },
      list: async function* (prefix) {
        yield* [...files.keys()].filter((key) => key.startsWith(prefix)).sort();
      },
    },
    now: () => 0,
  });
  return { log, grow, asked };
}

describe('log', () => {
  it('issues receipts that verify offline, and reads a file once', async () => {
    const { log, grow, asked } = await setUp();
    await grow(300);
    for (const row of rows.slice(0, 40)) {
      const receipt = await log.receipt(row);
      expect(receipt && verifyReceipt({ receipt, publicKey: key })).toMatchObject({
        outcome: 'valid',
      });
    }
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('issues none before a signed head covers the entry, and looks again for a newer head', async () => {
    const { log, grow } = await setUp();
    const row = rows[7] as (typeof rows)[number];
    expect(await log.receipt(row)).toBeUndefined();
    expect(await log.checkpoint()).toBeUndefined();
    await grow(5);
    expect(await log.receipt(row)).toBeUndefined();
    await grow(8);
    // The clock stands still: only what is missing makes it ask again.
    expect(await log.receipt(row)).toMatchObject({ logIndex: 7 });
    expect(await log.checkpoint()).toContain('\n8\n');
  });

  it('gives a bundle that is not full out of its pieces, at any width', async () => {
    const { log, grow } = await setUp();
    for (const size of [5, 8, 300]) await grow(size);
    const entriesOf = async (path: string) => {
      const bundle = await log.bundle(path);
      return bundle && decodeBundle(bundle)?.map((entry) => decodeEntry(entry)?.documentId);
    };
    const ids = rows.map(({ documentId }) => documentId);
    expect(await entriesOf('000')).toEqual(ids.slice(0, 256));
    expect(await entriesOf('000.p/7')).toEqual(ids.slice(0, 7));
    expect(await entriesOf('001.p/44')).toEqual(ids.slice(256));
    expect(await entriesOf('001.p/45')).toBeUndefined();
    expect(await entriesOf('x001/000')).toBeUndefined();
  });
});
