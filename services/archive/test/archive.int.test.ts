import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Database,
  locateOriginal,
  migrate,
  openDatabase,
  provisionRoles,
  statement,
} from '@ventanilla/database';
import { createEnvelope, type Envelope } from '@ventanilla/encryption';
import { createLocalKeyFile, createLocalKeyWrapper } from '@ventanilla/encryption/local';
import { OperationalError } from '@ventanilla/errors';
import { encodeReceived } from '@ventanilla/messages';
import { createMemoryObjects } from '@ventanilla/objects/memory';
import { openOriginals, readSegment } from '@ventanilla/segments';
import type { Batch } from '@ventanilla/stream';
import { type TestDatabase, testDatabase } from '@ventanilla/testing';
import { handleReceived } from '../src/handle.ts';

const AT = '2026-03-10T12:00:00.000Z';
const idOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let test: TestDatabase;
let database: Database;
let envelope: Envelope;
let folder: string;
beforeAll(async () => {
  test = await testDatabase();
  await migrate(test.url);
  await provisionRoles(test.url, { ventanilla_archive: 'test-only' });
  const url = new URL(test.url);
  Object.assign(url, { username: 'ventanilla_archive', password: 'test-only' });
  database = openDatabase(url.href, { poolMax: 2, applicationName: 'archive' });
  folder = await mkdtemp(join(tmpdir(), 'archive-'));
  const file = join(folder, 'keys');
  await createLocalKeyFile(file, new Date(AT));
  const wrapper = await createLocalKeyWrapper({ file });
  envelope = createEnvelope({ wrapper, purpose: 'original', now: () => 0 });
});
afterAll(async () => {
  envelope.close();
  await database.close();
  await test.drop();
  await rm(folder, { recursive: true });
});

const batchOf = (originals: readonly Uint8Array[], id = idOf): Batch => ({
  topic: 'documents.received',
  partition: 0,
  records: originals.map((original, at) => ({
    ...encodeReceived({
      original,
      submission: {
        documentId: id(original),
        submissionId: `018f0000-0000-7000-8000-${`${at}`.padStart(12, '0')}`,
        receivedAt: AT,
        submitter: { clientId: 'c', taxpayerId: '100', kind: 'taxpayer' },
        mediaType: 'application/xml',
        sizeBytes: original.length,
      },
    }),
    position: { partition: 0, offset: `${at}` },
    appendedAt: AT,
    delivery: 1,
  })),
  signal: new AbortController().signal,
});

const documents = () => [Buffer.from('<a/>'), randomBytes(70_000), Buffer.from('x'.repeat(9_000))];
const countSegments = async () => {
  const { rows } = await database.query<{ n: number }>(
    statement('SELECT count(*)::int AS n FROM ventanilla.segments'),
  );
  return rows[0]?.n ?? 0;
};

function scene() {
  const objects = createMemoryObjects();
  const ports = { database, objects, envelope, now: () => new Date(AT) };
  const locate = (id: string) => locateOriginal(database, id);
  return {
    objects,
    ports,
    handle: handleReceived(ports),
    originals: openOriginals({ objects, envelope, locate }),
  };
}

describe('archive', () => {
  it('gives back every original byte for byte, and knows none that it never took', async () => {
    const { handle, originals } = scene();
    const sent = documents();
    await handle(batchOf(sent));
    for (const original of sent) {
      expect(Buffer.from((await originals.read(idOf(original))) ?? '')).toEqual(original);
    }
    expect(await originals.read(idOf(Buffer.from('other')))).toBeUndefined();
  });

  it('keeps the first place of what comes again, in one batch or another', async () => {
    const { handle, originals } = scene();
    const [, one] = documents() as [Buffer, Buffer];
    await handle(batchOf([one, one]));
    const place = await locateOriginal(database, idOf(one));
    const segments = await countSegments();
    await handle(batchOf([one]));
    expect(await locateOriginal(database, idOf(one))).toEqual(place);
    expect(await countSegments()).toBe(segments);
    expect(Buffer.from((await originals.read(idOf(one))) ?? '')).toEqual(one);
  });

  it('loses nothing when it dies between the object and the rows', async () => {
    const { handle, ports, originals } = scene();
    const [, one] = documents() as [Buffer, Buffer];
    const dies = handleReceived({
      ...ports,
      database: {
        ...database,
        transaction: async () => {
          throw new OperationalError('database-unreachable', 'gone', { retryable: true });
        },
      },
    });
    await expect(dies(batchOf([one]))).rejects.toMatchObject({ retryable: true });
    expect(await originals.read(idOf(one))).toBeUndefined();
    await handle(batchOf([one]));
    expect(Buffer.from((await originals.read(idOf(one))) ?? '')).toEqual(one);
  });

  it('never files bytes under an id that is not theirs: that record alone is poison', async () => {
    const { handle } = scene();
    const one = randomBytes(50);
    const wrong = idOf(Buffer.from('another'));
    await expect(handle(batchOf([one], () => wrong))).rejects.toMatchObject({
      code: 'document-id-wrong',
      retryable: false,
    });
    expect(await locateOriginal(database, wrong)).toBeUndefined();
  });

  it('blames no document for a store that fails', async () => {
    const { ports } = scene();
    const put = async () => {
      throw new OperationalError('object-denied', 'no', { retryable: false });
    };
    const broken = handleReceived({ ...ports, objects: { ...ports.objects, put } });
    await expect(broken(batchOf([randomBytes(50)]))).rejects.toMatchObject({ retryable: true });
  });

  it('writes segments from which the index can be made again', async () => {
    const { handle, objects } = scene();
    const sent = documents();
    const fresh = [randomBytes(30), ...sent.slice(1, 2)] as Buffer[];
    await handle(batchOf(fresh));
    const place = await locateOriginal(database, idOf(fresh[0] as Buffer));
    const { documents: restored } = await readSegment({ objects, envelope }, place?.object ?? '');
    expect(restored.map(({ documentId }) => documentId)).toEqual(fresh.map(idOf));
    expect(restored[0]?.pointer).toEqual(place);
    expect(restored[0]?.details).toMatchObject({ submission: { receivedAt: AT } });
  });
});
