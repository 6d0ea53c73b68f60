/** Receipts as the platform issues them, by keys made for the occasion. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  appendToLog,
  EMPTY_EDGE,
  encodeCheckpoint,
  encodeEntry,
  issueReceipt,
  leafHash,
  type OutcomeEntry,
  proveInclusion,
  type Receipt,
  readRoot,
  signNote,
} from '../src/index.ts';

export const DOCUMENT = Buffer.from('<factura total="1<2"/>');
export const documentId = createHash('sha256').update(DOCUMENT).digest('hex');
const NAME = 'ventanilla.example/log';

export function keyPair(kind: 'Ed25519' | 'ECDSA-P256-SHA256') {
  const { publicKey, privateKey }: { publicKey: KeyObject; privateKey: KeyObject } =
    kind === 'Ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const digest = kind === 'Ed25519' ? null : 'sha256';
  return {
    key: { name: NAME, algorithm: kind, spki },
    published: { name: NAME, algorithm: kind, spki: spki.toString('base64') },
    sign: async (message: Uint8Array) => sign(digest, message, privateKey),
  };
}

export async function issue(signer: ReturnType<typeof keyPair>, size: number): Promise<Receipt> {
  const entry: OutcomeEntry = {
    documentId,
    attempt: 2,
    verdict: 'accepted-with-observations',
    receivedAt: '2030-01-02T03:04:05.678Z',
    registeredAt: '2030-01-02T03:04:06.001Z',
    businessKey: 'GT|<Ñandú & Cía>|FACT|A-1',
    reportHash: 'ab'.repeat(32),
  };
  const logIndex = Math.floor(size / 2);
  const leaves = Array.from({ length: size }, (_, i) =>
    leafHash(i === logIndex ? encodeEntry(entry) : Buffer.from(`${i}`)),
  );
  const files = new Map(
    appendToLog(EMPTY_EDGE, leaves).tiles.map((file) => [file.path, file.bytes]),
  );
  const readTile = async (path: string) => files.get(path);
  const root = await readRoot(size, readTile);
  const text = encodeCheckpoint({ origin: NAME, size, root });
  return issueReceipt({
    entry,
    logIndex,
    inclusionProof: await proveInclusion(logIndex, size, readTile),
    checkpoint: await signNote(text, signer.key, signer.sign),
  });
}
