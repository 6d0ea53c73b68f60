/**
 * The raw archive: what Firehose stored of `documents.received`, records back to back in files. A file is a
 * stream that ends, so that what reads the stream reads it too: large values are fetched, bundles opened.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { encryptionSettings, openOver, streamSettings } from '@ventanilla/backends';
import { OperationalError } from '@ventanilla/errors';
import { decodeReceived, type Submission, TOPICS } from '@ventanilla/messages';
import { BUNDLE_HEADER, type DeliveredRecord, type Stream } from '@ventanilla/stream';
import { type Cut, cut } from '@ventanilla/stream/pack';
import { z } from 'zod';
import type { Home } from './home.ts';
import { secretFiles } from './secrets.ts';
import { settingsOr } from './settings-or.ts';

/** Firehose buffers 128 MiB; where it compresses, more than that comes out. */
const FILE_BYTES_MAX = 1024 * 1024 * 1024;
const BATCH_RECORDS = 32;
const UNKNOWN_TIME = new Date(0).toISOString();

const shape = {
  ...encryptionSettings,
  ...streamSettings,
  PROFILE: z.enum(['embedded', 'sandbox', 'production']),
};
export type RawSettings = z.infer<z.ZodObject<typeof shape>>;

/** Keys and claims that the environment names where ENCRYPTION_KIND is set, else those of the platform here. */
export const rawSettings = (home: Home): Promise<RawSettings> => {
  // No stream is opened: the files are it.
  const stream = { STREAM_KIND: 'kinesis' };
  return settingsOr(shape, { ...stream, ...process.env }, 'ENCRYPTION_KIND', () => ({
    ...stream,
    PROFILE: 'embedded',
    ENCRYPTION_KIND: 'local',
    ENCRYPTION_KEY_FILE: secretFiles(home).encryptionKeyFile,
    STREAM_CLAIMS_KIND: 'fs',
    STREAM_CLAIMS_DIR: home.claims,
  }));
};

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** The records of a file, compressed or not; throws as `cut` does. */
export async function* recordsOf(file: string): AsyncGenerator<Cut> {
  const bytes = await readFile(file);
  yield* cut(isGzip(bytes) ? gunzipSync(bytes, { maxOutputLength: FILE_BYTES_MAX }) : bytes);
}

/** Documents that a record holds, as it says itself; nothing is decrypted. */
export const documentsIn = ({ record }: Cut): number => Number(record.headers[BUNDLE_HEADER] ?? 1);

const readOnly = async (): Promise<never> => {
  throw new OperationalError('raw-read-only', 'The raw archive is only read.', {
    retryable: false,
  });
};

function streamOfFiles(files: readonly string[]): Stream {
  return {
    append: readOnly,
    ensure: readOnly,
    backlog: async () => [],
    close: async () => undefined,
    consume: async ({ topic, handler, signal }) => {
      for (const [partition, file] of files.entries()) {
        let records: DeliveredRecord[] = [];
        const deliver = async () => {
          if (records.length > 0) await handler({ topic, partition, records, signal });
          records = [];
        };
        try {
          for await (const { offset, record } of recordsOf(file)) {
            const position = { partition, offset: String(offset) };
            records.push({ ...record, position, appendedAt: UNKNOWN_TIME, delivery: 1 });
            if (records.length === BATCH_RECORDS) await deliver();
          }
        } finally {
          // What is whole before the place where a file is broken counts too.
          await deliver();
        }
      }
    },
  };
}

export interface RawOriginal {
  readonly submission: Submission;
  readonly original: Uint8Array;
  /** Whether the bytes have the hash under which they were received. */
  readonly sound: boolean;
}

export interface RawReader {
  /** One call a document, in the order of the files; the same may come more than once. */
  readonly onOriginal: (original: RawOriginal) => Promise<void>;
  /** A record that no key, or no claim, opens. */
  readonly onUnreadable: (file: string, offset: string, error: unknown) => void;
}

/** Cuts every original out of the files; throws when a file is not records back to back. */
export async function cutOriginals(
  files: readonly string[],
  settings: RawSettings,
  { onOriginal, onUnreadable }: RawReader,
): Promise<void> {
  const stream = await openOver(streamOfFiles(files), settings, {
    grantee: 'consumer',
    deadTopic: TOPICS.dead,
    setAside: async (unreadable) => {
      for (const { record, error } of unreadable) {
        onUnreadable(files[record.position.partition] ?? '', record.position.offset, error);
      }
    },
  });
  try {
    await stream.consume({
      topic: TOPICS.received,
      group: 'raw',
      member: 'raw',
      signal: new AbortController().signal,
      handler: async ({ records }) => {
        for (const record of records) await onOriginal(openOriginal(record));
      },
    });
  } finally {
    await stream.close();
  }
}

function openOriginal(record: DeliveredRecord): RawOriginal {
  const { submission, original } = decodeReceived(record);
  const hash = createHash('sha256').update(original).digest('hex');
  return { submission, original, sound: hash === submission.documentId };
}
