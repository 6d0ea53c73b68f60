/** What custody costs a document: encrypted into a segment, appended to the log, proved, opened again. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { join } from 'node:path';
import { createEnvelope } from '@ventanilla/encryption';
import { createLocalKeyFile, createLocalKeyWrapper } from '@ventanilla/encryption/local';
import { createFsObjects } from '@ventanilla/objects-fs';
import {
  appendEntries,
  appendToLog,
  EMPTY_EDGE,
  encodeCheckpoint,
  encodeEntry,
  issueReceipt,
  leafHash,
  type OutcomeEntry,
  proveInclusions,
  type Receipt,
  readRoot,
  signNote,
  type VerifyingKey,
  verifyReceipt,
} from '@ventanilla/receipts';
import { generateSamples } from '@ventanilla/samples';
import { readEntry, writeSegment } from '@ventanilla/segments';
import { ownCpuMicros } from './usage.ts';

const BATCH = 500;
const OPENED = 2_000;
const NAME = 'bench.example/log';

export interface CustodyFigures {
  readonly documents: number;
  /** CPU µs a document: compressed with its dictionary, encrypted, written as a segment. */
  readonly segmentMicros: number;
  /** CPU µs a document: entry, leaf, tiles, bundles, a signed head a batch, a proof and a receipt each. */
  readonly receiptMicros: number;
  /** CPU µs to verify one receipt of the whole log. */
  readonly verifyMicros: number;
  /** Milliseconds by the clock to read, decrypt and decompress one original: median and 99th of 100. */
  readonly openMedianMs: number;
  readonly openP99Ms: number;
}

const hashOf = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

function createSigner() {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const key: VerifyingKey = { name: NAME, algorithm: 'Ed25519', spki };
  return { key, sign: async (message: Uint8Array) => sign(null, message, privateKey) };
}

/** Grows a log batch by batch, and has a receipt of every entry; the last one is given. */
async function growLog(documents: number) {
  const signer = createSigner();
  const files = new Map<string, Uint8Array>();
  const readTile = async (path: string) => files.get(path);
  let edge = EMPTY_EDGE;
  let held: readonly Uint8Array[] = [];
  let last: Receipt | undefined;
  const before = ownCpuMicros();
  while (edge.size < documents) {
    const first = edge.size;
    const entries = Array.from(
      { length: BATCH },
      (_, i): OutcomeEntry => ({
        documentId: (first + i).toString(16).padStart(64, '0'),
        attempt: 1,
        verdict: 'accepted',
        receivedAt: '2030-01-02T03:04:05.678Z',
        registeredAt: '2030-01-02T03:04:06.001Z',
        businessKey: `gt-fel:12345678:A:${first + i}`,
        reportHash: 'ab'.repeat(32),
      }),
    );
    const encoded = entries.map(encodeEntry);
    const grown = appendToLog(edge, encoded.map(leafHash));
    const bundles = appendEntries(edge.size, held, encoded);
    held = bundles.held;
    for (const { path, bytes } of grown.tiles) files.set(path, bytes);
    edge = grown.edge;
    const root = await readRoot(edge.size, readTile);
    const text = encodeCheckpoint({ origin: NAME, size: edge.size, root });
    const checkpoint = await signNote(text, signer.key, signer.sign);
    const indexes = entries.map((_, i) => first + i);
    const proofs = await proveInclusions(indexes, edge.size, readTile);
    for (const [i, entry] of entries.entries()) {
      const inclusionProof = proofs[i] ?? [];
      last = issueReceipt({ entry, logIndex: first + i, inclusionProof, checkpoint });
    }
  }
  return { micros: (ownCpuMicros() - before) / edge.size, key: signer.key, receipt: last };
}

function timeVerification(receipt: Receipt | undefined, publicKey: VerifyingKey): number {
  const before = ownCpuMicros();
  for (let i = 0; i < OPENED; i += 1) {
    const verdict = verifyReceipt({ receipt, publicKey });
    if (verdict.outcome !== 'valid') throw new Error(`a sound receipt is ${verdict.code}`);
  }
  return (ownCpuMicros() - before) / OPENED;
}

/** Writes segments under `folder`, then opens originals anywhere in them. */
async function fillArchive(documents: number, folder: string) {
  const file = join(folder, 'key');
  await createLocalKeyFile(file, new Date());
  const wrapper = await createLocalKeyWrapper({ file });
  const envelope = createEnvelope({ wrapper, purpose: 'original', now: Date.now });
  const objects = await createFsObjects({ dir: join(folder, 'objects') });
  const templates = [
    ...generateSamples({
      seed: 'custody',
      now: new Date(),
      count: BATCH,
      faultRate: 0,
      formats: ['en16931-ubl'],
      sizeBytes: 5_000,
    }),
  ];
  const opened: {
    readonly documentId: string;
    readonly object: string;
    readonly offset: number;
    readonly length: number;
  }[] = [];
  let micros = 0;
  for (let done = 0; done < documents; done += BATCH) {
    const originals = templates.map(({ bytes }, i) => {
      const content = Buffer.concat([bytes, Buffer.from(`<!--${done + i}-->`)]);
      return { documentId: hashOf(content), content, details: {} };
    });
    const before = ownCpuMicros();
    const written = await writeSegment(
      { objects, envelope, purpose: 'original' },
      originals,
      new Date(),
    );
    micros += ownCpuMicros() - before;
    const at = (done / BATCH) % originals.length;
    const [place, original] = [written.places[at], originals[at]];
    if (place && original)
      opened.push({ ...place, object: written.object, documentId: original.documentId });
  }
  const took: number[] = [];
  for (let i = 0; i < OPENED; i += 1) {
    const wanted = opened[(i * 7919) % opened.length];
    if (wanted === undefined) continue;
    const before = performance.now();
    const bytes = await readEntry({ objects, envelope }, wanted, wanted.documentId);
    took.push(performance.now() - before);
    if (hashOf(bytes) !== wanted.documentId) throw new Error('an original came back altered');
  }
  took.sort((a, b) => a - b);
  const at = (part: number): number => took[Math.floor(part * took.length)] ?? 0;
  return { micros: micros / documents, medianMs: at(0.5), p99Ms: at(0.99) };
}

/** `documents` is a multiple of 500; the folder is the caller's to remove. */
export async function benchCustody(documents: number, folder: string): Promise<CustodyFigures> {
  const log = await growLog(documents);
  const verifyMicros = timeVerification(log.receipt, log.key);
  const archive = await fillArchive(documents, folder);
  return {
    documents,
    segmentMicros: archive.micros,
    receiptMicros: log.micros,
    verifyMicros,
    openMedianMs: archive.medianMs,
    openP99Ms: archive.p99Ms,
  };
}
