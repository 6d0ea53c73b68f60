import { createHash } from 'node:crypto';
import type { Envelope } from '@ventanilla/encryption';
import { OperationalError } from '@ventanilla/errors';
import type { ObjectStore } from '@ventanilla/objects';
import { decodeSegment, encodeSegment, type Place } from './layout.ts';
import { openOriginals, readEntry, readSegment } from './read.ts';
import { writeSegment } from './write.ts';

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const AT = new Date('2026-03-04T05:06:07Z');

/** Binds as a real envelope does, so that a swapped entry is seen. */
const envelope: Envelope = {
  encrypt: async (items) =>
    items.map(({ plaintext, binding }) =>
      Buffer.concat([Buffer.from(hashOf(Buffer.from(binding)), 'hex'), plaintext]),
    ),
  decrypt: async (items) =>
    items.map(({ ciphertext, binding }) => {
      if (!Buffer.from(ciphertext.subarray(0, 32)).equals(sha(binding))) {
        throw new OperationalError('tampered', 'wrong binding', { retryable: false });
      }
      return ciphertext.subarray(32);
    }),
  close: () => undefined,
};
const sha = (text: string) => createHash('sha256').update(text).digest();

function memoryStore() {
  const stored = new Map<string, Uint8Array>();
  const objects: ObjectStore = {
    put: async (key, bytes) => {
      const known = stored.has(key);
      stored.set(key, bytes);
      return known ? 'already-stored' : 'stored';
    },
    replace: async () => undefined,
    get: async (key) => stored.get(key),
    getRange: async (key, offset, length) => stored.get(key)?.subarray(offset, offset + length),
    async *list() {},
    close: async () => undefined,
  };
  return { objects, stored };
}

const documents = ['<a/>', 'x'.repeat(5000), ''].map((content, at) => ({
  documentId: hashOf(Buffer.from(content)),
  content: Buffer.from(content),
  details: { submissionId: `s${at}` },
}));

describe('segments', () => {
  it('give back each document alone, and all of them with their details', async () => {
    const { objects, stored } = memoryStore();
    const written = await writeSegment({ objects, envelope, purpose: 'original' }, documents, AT);
    expect(written.object).toMatch(/^segments\/original\/2026\/03\/04\/[0-9a-f]{64}$/);
    expect(written.sizeBytes).toBe(stored.get(written.object)?.length);
    for (const [at, { documentId, content }] of documents.entries()) {
      const pointer = { object: written.object, ...(written.places[at] as Place) };
      const entry = await readEntry({ objects, envelope }, pointer, documentId);
      expect(Buffer.from(entry)).toEqual(content);
    }
    const whole = await readSegment({ objects, envelope }, written.object);
    expect(whole.purpose).toBe('original');
    expect(whole.documents.map(({ documentId }) => documentId)).toEqual(
      documents.map(({ documentId }) => documentId),
    );
    expect(whole.documents.map(({ details }) => details)).toEqual(
      documents.map(({ details }) => details),
    );
  });

  it('refuse another document’s entry and bytes that are not the original', async () => {
    const { objects } = memoryStore();
    const liar = { ...documents[0], content: Buffer.from('<b/>') } as (typeof documents)[0];
    const written = await writeSegment({ objects, envelope, purpose: 'original' }, [liar], AT);
    const pointer = { object: written.object, ...(written.places[0] as Place) };
    await expect(
      readEntry({ objects, envelope }, pointer, documents[1]?.documentId ?? ''),
    ).rejects.toMatchObject({ code: 'tampered' });
    const originals = openOriginals({ objects, envelope, locate: async () => pointer });
    await expect(originals.read(liar.documentId)).rejects.toMatchObject({ code: 'tampered' });
  });

  it('tell an unknown original from a lost object', async () => {
    const { objects } = memoryStore();
    const none = openOriginals({ objects, envelope, locate: async () => undefined });
    expect(await none.read('00')).toBeUndefined();
    const lost = { object: 'gone', offset: 0, length: 1 };
    const gone = openOriginals({ objects, envelope, locate: async () => lost });
    await expect(gone.read('00')).rejects.toMatchObject({ code: 'segment-missing' });
  });

  it('are found damaged wherever header, index or trailer change', () => {
    const entries = documents.map(({ documentId, content }) => ({
      documentId,
      ciphertext: content,
    }));
    const { bytes } = encodeSegment('canonical', entries, Buffer.from('details'));
    const indexAt = bytes.length - 20 - 7 - 3 * 40;
    for (let at = 0; at < bytes.length; at += 1) {
      if ((at >= 7 && at < indexAt) || (at >= bytes.length - 27 && at < bytes.length - 20))
        continue;
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      expect(() => decodeSegment(flipped)).toThrow(OperationalError);
    }
    for (const length of [0, 10, indexAt, bytes.length - 1]) {
      expect(() => decodeSegment(bytes.subarray(0, length))).toThrow(OperationalError);
    }
    expect(decodeSegment(bytes).entries).toHaveLength(3);
  });
});
