/** What Firehose does to records: back to back in files, split between any two of them, some of them twice. */
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openOver } from '@ventanilla/backends';
import { createLocalKeyFile } from '@ventanilla/encryption/local';
import { encodeReceived, TOPICS } from '@ventanilla/messages';
import type { Stream, StreamRecord } from '@ventanilla/stream';
import { measure, pack } from '@ventanilla/stream/pack';
import { createHome, homeAt } from './home.ts';
import { cutOriginals, documentsIn, type RawOriginal, rawSettings, recordsOf } from './raw.ts';
import { secretFiles } from './secrets.ts';

const home = homeAt(join(tmpdir(), `raw-${process.pid}`));
let folder: string;
beforeAll(async () => {
  createHome(home);
  await createLocalKeyFile(secretFiles(home).encryptionKeyFile, new Date());
  folder = await mkdtemp(join(tmpdir(), 'raw-files-'));
});
afterAll(async () => {
  for (const dir of [home.root, folder]) await rm(dir, { recursive: true });
});

const ORIGINALS = [
  ...Array.from({ length: 30 }, (_, at) => Buffer.from(`<invoice n="${at}"/>`)),
  // Too large for a record: travels by reference.
  Buffer.from(Array.from({ length: 1_200_000 }, (_, at) => (at * at * 31 + at) % 251)),
  Buffer.alloc(0),
];

/** Records as they lie on Kinesis. */
async function written(originals: readonly Buffer[]): Promise<readonly StreamRecord[]> {
  const records: StreamRecord[] = [];
  const bare = {
    append: async (_: string, appended: readonly StreamRecord[]) => {
      records.push(...appended);
      return appended.map(() => ({ ok: true, position: { partition: 0, offset: '1' } }));
    },
    close: async () => undefined,
  } as unknown as Stream;
  const settings = { ...(await rawSettings(home)), STREAM_CLAIMS_ABOVE_BYTES: 4_096 };
  const stream = await openOver(bare, settings, { grantee: 'reception', deadTopic: TOPICS.dead });
  for (let at = 0; at < originals.length; at += 8) {
    await stream.append(TOPICS.received, originals.slice(at, at + 8).map(received));
  }
  await stream.close();
  return records;
}

const received = (original: Buffer, at: number) =>
  encodeReceived({
    original,
    submission: {
      documentId: createHash('sha256').update(original).digest('hex'),
      submissionId: `018f0000-0000-7000-8000-${String(at).padStart(12, '0')}`,
      receivedAt: '2026-03-10T12:00:00.000Z',
      submitter: { clientId: 'c', taxpayerId: '100', kind: 'taxpayer' },
      mediaType: 'application/xml',
      sizeBytes: original.length,
    },
  });

function bytesOf(record: StreamRecord): Buffer {
  const sized = measure(record);
  const body = Buffer.alloc(sized.bytes);
  pack(sized, body, 0);
  return body;
}

const store = async (name: string, bytes: Uint8Array): Promise<string> => {
  const file = join(folder, name);
  await writeFile(file, bytes);
  return file;
};

async function read(files: readonly string[]) {
  const originals: RawOriginal[] = [];
  const unreadable: string[] = [];
  await cutOriginals(files, await rawSettings(home), {
    onOriginal: async (original) => void originals.push(original),
    onUnreadable: (_, offset) => unreadable.push(offset),
  });
  return { originals, unreadable };
}

const idsOf = (originals: readonly Uint8Array[]) =>
  originals.map((bytes) => createHash('sha256').update(bytes).digest('hex')).sort();

test('every original comes out again, whole, of files split anywhere, compressed and with repeats', async () => {
  const bodies = (await written(ORIGINALS)).map(bytesOf);
  for (let at = 1; at < bodies.length; at++) {
    const files = [
      await store('plain', Buffer.concat(bodies.slice(0, at))),
      // Firehose delivers again what it is not sure of; gzip members may lie back to back too.
      await store('gzip', Buffer.concat([bodies.slice(at - 1, at), bodies.slice(at)].map(zipped))),
    ];
    const { originals, unreadable } = await read(files);
    expect(unreadable).toEqual([]);
    expect(originals.every(({ sound }) => sound)).toBe(true);
    const found = new Map(
      originals.map(({ submission, original }) => [submission.documentId, original]),
    );
    expect(idsOf([...found.values()])).toEqual(idsOf(ORIGINALS));
    expect(originals.length).toBeGreaterThan(ORIGINALS.length);
  }
});

const zipped = (bodies: readonly Buffer[]) => gzipSync(Buffer.concat(bodies));

test('what lies in a file is told without a key', async () => {
  const file = await store('listed', Buffer.concat((await written(ORIGINALS)).map(bytesOf)));
  const cuts = await Array.fromAsync(recordsOf(file));
  expect(cuts.reduce((sum, found) => sum + documentsIn(found), 0)).toBe(ORIGINALS.length);
});

test('a record that was tampered with is told of, and the others come out', async () => {
  const bodies = (await written(ORIGINALS.slice(0, 30))).map(bytesOf);
  const [first] = bodies as [Buffer];
  first[first.length - 1] = (first.at(-1) as number) ^ 1;
  const { originals, unreadable } = await read([await store('bad', Buffer.concat(bodies))]);
  expect(unreadable).toEqual(['0']);
  expect(originals.length).toBeGreaterThan(0);
});

test.each([
  ['cut short', (bytes: Buffer) => bytes.subarray(0, -1), 'stream-cut-short'],
  [
    'shorter than a head',
    (bytes: Buffer) => Buffer.concat([bytes, Buffer.from([2, 0])]),
    'stream-cut-short',
  ],
  [
    'of a version that says no length',
    (bytes: Buffer) => Buffer.concat([bytes, Buffer.from([1])]),
    'stream-version',
  ],
])('a file %s gives what is whole and says so', async (_, change, code) => {
  const bodies = (await written(ORIGINALS.slice(0, 8))).map(bytesOf);
  const file = await store('broken', change(Buffer.concat(bodies)));
  const seen: number[] = [];
  const walk = async () => {
    for await (const { offset } of recordsOf(file)) seen.push(offset);
  };
  await expect(walk()).rejects.toMatchObject({ code, retryable: false });
  expect(seen.length).toBeGreaterThanOrEqual(bodies.length - 1);
});
