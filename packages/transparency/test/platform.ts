/** A small log, its archive and its ledger rows, as the platform writes them, for breaking. */
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { createEnvelope } from '@ventanilla/encryption';
import { createFakeKeyService } from '@ventanilla/encryption/contract';
import { createMemoryObjects } from '@ventanilla/objects/memory';
import {
  appendEntries,
  appendToLog,
  EMPTY_EDGE,
  encodeCheckpoint,
  encodeEntry,
  leafHash,
  type OutcomeEntry,
  readRoot,
  signNote,
  type VerifyingKey,
} from '@ventanilla/receipts';
import { writeSegment } from '@ventanilla/segments';
import { storedLog } from '../src/index.ts';

export const ORIGIN = 'ventanilla.example/log';

export function createSigner(name = ORIGIN) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const key: VerifyingKey = { name, algorithm: 'Ed25519', spki };
  return { key, sign: async (message: Uint8Array) => sign(null, message, privateKey) };
}

export async function createPlatform() {
  const objects = createMemoryObjects();
  const service = createFakeKeyService();
  const envelopeOf = (purpose: string) =>
    createEnvelope({ wrapper: service, purpose, now: () => 0 });
  const envelopes = { original: envelopeOf('original'), canonical: envelopeOf('canonical') };
  const signer = createSigner();
  const rows: { logIndex: number; entry: OutcomeEntry }[] = [];
  let edge = EMPTY_EDGE;
  let held: readonly Uint8Array[] = [];
  const readTile = (path: string) => objects.get(`log/${path}`);

  /** Registers more documents as one batch, and publishes the head. */
  const register = async (count: number): Promise<string> => {
    const documents = Array.from({ length: count }, (_, i) => {
      const content = Buffer.from(
        `<factura n="${edge.size + i}">${randomBytes(30).toString('hex')}`,
      );
      return { documentId: createHash('sha256').update(content).digest('hex'), content };
    });
    const at = new Date('2030-01-02T03:04:05Z');
    const writer = { objects, envelope: envelopes.original, purpose: 'original' } as const;
    await writeSegment(
      writer,
      documents.map((document) => ({ ...document, details: {} })),
      at,
    );
    const entries = documents.map(
      ({ documentId }, i): OutcomeEntry => ({
        documentId,
        attempt: 1,
        verdict: 'accepted',
        receivedAt: '2030-01-02T03:04:05.678Z',
        registeredAt: '2030-01-02T03:04:06.001Z',
        businessKey: `GT|12345678|FACT|A-${edge.size + i}`,
        reportHash: 'ab'.repeat(32),
      }),
    );
    rows.push(...entries.map((entry, i) => ({ logIndex: edge.size + i, entry })));
    const grown = appendToLog(
      edge,
      entries.map((entry) => leafHash(encodeEntry(entry))),
    );
    const bundles = appendEntries(edge.size, held, entries.map(encodeEntry));
    held = bundles.held;
    for (const { path, bytes } of [...bundles.files, ...grown.tiles])
      await objects.put(`log/${path}`, bytes);
    edge = grown.edge;
    const root = await readRoot(edge.size, readTile);
    const text = encodeCheckpoint({ origin: ORIGIN, size: edge.size, root });
    const checkpoint = await signNote(text, signer.key, signer.sign);
    await objects.replace('log/checkpoint', Buffer.from(checkpoint));
    return checkpoint;
  };

  return {
    objects,
    envelopes,
    keys: [signer.key],
    signer,
    rows,
    register,
    files: storedLog(objects),
    readTile,
  };
}
