/** A small archive under one wrapping key, with an index as the database keeps it. */
import { createHash, randomBytes } from 'node:crypto';
import { createEnvelope } from '@ventanilla/encryption';
import { createFakeKeyService } from '@ventanilla/encryption/contract';
import { createMemoryObjects } from '@ventanilla/objects/memory';
import { type Pointer, readEntry, type SegmentPurpose, writeSegment } from '@ventanilla/segments';
import { createRewrappedKeys, type SegmentIndex } from '../src/index.ts';

export async function createArchive() {
  const objects = createMemoryObjects();
  const service = createFakeKeyService();
  const pointers = new Map<string, Pointer>();
  const contents = new Map<string, Uint8Array>();
  const envelopeOf = (purpose: SegmentPurpose) =>
    createEnvelope({
      wrapper: service,
      purpose,
      now: () => 0,
      rewrapped: createRewrappedKeys(objects),
    });
  /** As opened by a process that starts now. */
  const envelopes = () => ({
    original: envelopeOf('original'),
    canonical: envelopeOf('canonical'),
  });
  const write = async (purpose: SegmentPurpose, count: number, day = '2030-01-02') => {
    const documents = Array.from({ length: count }, () => {
      const content = randomBytes(200);
      return { documentId: createHash('sha256').update(content).digest('hex'), content };
    });
    const { object, places } = await writeSegment(
      { objects, envelope: envelopeOf(purpose), purpose },
      documents.map((document) => ({ ...document, details: { n: 1 } })),
      new Date(`${day}T03:04:05Z`),
    );
    documents.forEach(({ documentId, content }, at) => {
      const place = places[at] ?? { offset: 0, length: 0 };
      pointers.set(`${purpose} ${documentId}`, { object, ...place });
      contents.set(`${purpose} ${documentId}`, content);
    });
    return object;
  };
  const index: SegmentIndex = {
    has: async (object) => [...pointers.values()].some((pointer) => pointer.object === object),
    move: async (from, to, _sizeBytes, places) => {
      for (const [name, { object }] of pointers) {
        const place = places.find(({ documentId }) => name.endsWith(documentId));
        if (object === from && place) pointers.set(name, { ...place, object: to });
      }
    },
  };
  /** Documents that a process started now reads back as they were written. */
  const readable = async (): Promise<number> => {
    const opened = envelopes();
    let sound = 0;
    for (const [name, pointer] of pointers) {
      const [purpose = '', documentId = ''] = name.split(' ');
      const envelope = purpose === 'original' ? opened.original : opened.canonical;
      const bytes = await readEntry({ objects, envelope }, pointer, documentId);
      if (Buffer.from(bytes).equals(contents.get(name) ?? Buffer.alloc(0))) sound += 1;
    }
    return sound;
  };
  return { objects, service, envelopes, write, index, pointers, readable };
}
