/**
 * Documents of a ZIP file. The central directory says where entries lie and nothing more is believed:
 * sizes are enforced while inflating, checksums are computed, and all that is inflated is weighed
 * against the file, which also stops archives whose entries share their bytes.
 */
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { getFileNameLowLevel, openPromise, type Entry as ZipEntry, type ZipFile } from 'yauzl';
import { type ArchiveGuard, checkRatio, createArchiveGuard } from './archive-guard.ts';
import { BatchBroken, type BatchLimits, bad, type Entry } from './entry.ts';

const inflate = promisify(inflateRaw);

const STORED = 0;
const DEFLATED = 8;
/** The type bits of a Unix mode, in the upper half of the external attributes. */
const TYPE_MASK = 0o170000;
const TYPE_FILE = 0o100000;
const TYPE_FOLDER = 0o040000;
/** One document may shrink far (a hundred equal lines); this is beyond any that is written honestly. */
const ENTRY_RATIO_MAX = 400;
const ENTRY_RATIO_FREE_BYTES = 65_536;

/** Entries in the order of the directory. Throws BatchBroken. */
export async function* readZip(file: string, limits: BatchLimits): AsyncGenerator<Entry> {
  const guard = createArchiveGuard(limits);
  const { size } = await stat(file);
  const zip = await open(file);
  let inflated = 0;
  let count = 0;
  try {
    for await (const entry of entriesOf(zip)) {
      const name = nameOf(entry);
      if (name.endsWith('/') && entry.uncompressedSize === 0) continue;
      guard.count();
      count += 1;
      const judged = await judge(zip, entry, name, guard, limits);
      if (judged.ok) inflated += judged.bytes.length;
      checkRatio(inflated, size, limits);
      yield judged;
    }
  } finally {
    zip.close();
  }
  if (count === 0) throw new BatchBroken('batch-empty');
}

async function open(file: string): Promise<ZipFile> {
  try {
    return await openPromise(file, {
      lazyEntries: true,
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: true,
    });
  } catch (cause) {
    throw new BatchBroken('batch-unreadable', {}, cause);
  }
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<ZipEntry> {
  const entries = zip.eachEntry();
  while (true) {
    let next: IteratorResult<ZipEntry>;
    try {
      next = await entries.next();
    } catch (cause) {
      throw new BatchBroken('batch-unreadable', {}, cause);
    }
    if (next.done) return;
    yield next.value;
  }
}

const nameOf = (entry: ZipEntry): string =>
  getFileNameLowLevel(
    entry.generalPurposeBitFlag,
    entry.fileName as unknown as Buffer,
    entry.extraFields,
    true,
  );

async function judge(
  zip: ZipFile,
  entry: ZipEntry,
  name: string,
  guard: ArchiveGuard,
  { documentBytesMax }: BatchLimits,
): Promise<Entry> {
  const refused = guard.name(name);
  if (refused !== undefined) return refused;
  const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK;
  if (type !== 0 && type !== TYPE_FILE && type !== TYPE_FOLDER)
    return bad(name, 'entry-not-regular');
  if (entry.isEncrypted()) return bad(name, 'entry-encrypted');
  const { compressionMethod, compressedSize, uncompressedSize } = entry;
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
    return bad(name, 'entry-compression-unsupported');
  }
  if (uncompressedSize > documentBytesMax || compressedSize > documentBytesMax * 2) {
    return bad(name, 'entry-too-large', { limitBytes: documentBytesMax });
  }
  if (
    uncompressedSize > ENTRY_RATIO_FREE_BYTES &&
    uncompressedSize > compressedSize * ENTRY_RATIO_MAX
  ) {
    return bad(name, 'entry-too-compressed', { ratio: ENTRY_RATIO_MAX });
  }
  const bytes = await contentOf(zip, entry, documentBytesMax);
  if (bytes === 'too-large') return bad(name, 'entry-too-large', { limitBytes: documentBytesMax });
  if (bytes === 'corrupt') return bad(name, 'entry-corrupt');
  return guard.content(name, bytes);
}

async function contentOf(
  zip: ZipFile,
  entry: ZipEntry,
  bytesMax: number,
): Promise<Buffer | 'too-large' | 'corrupt'> {
  try {
    const raw = await readAll(
      await zip.openReadStreamPromise(entry, { decodeFileData: false } as never),
    );
    const bytes =
      entry.compressionMethod === STORED ? raw : await inflate(raw, { maxOutputLength: bytesMax });
    const sound = bytes.length === entry.uncompressedSize && crc32(bytes) === entry.crc32;
    return sound ? bytes : 'corrupt';
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    return tooLarge ? 'too-large' : 'corrupt';
  }
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}
