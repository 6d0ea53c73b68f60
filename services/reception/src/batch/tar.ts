/** Documents of a tar stream, read once from start to end in constant memory. */
import type { Readable } from 'node:stream';
import { type Extract, extract } from 'tar-stream';
import { type ArchiveGuard, createArchiveGuard } from './archive-guard.ts';
import { BatchBroken, type BatchLimits, bad, type Entry } from './entry.ts';

type TarEntry = Extract extends AsyncIterable<infer E> ? E : never;

/** Entries in the order of the stream. Throws BatchBroken. */
export async function* readTar(source: Readable, limits: BatchLimits): AsyncGenerator<Entry> {
  const guard = createArchiveGuard(limits);
  const tar = extract();
  source.on('error', (error) => tar.destroy(error));
  source.on('close', () => {
    if (!source.readableEnded) tar.destroy(new BatchBroken('batch-unreadable'));
  });
  source.pipe(tar as unknown as NodeJS.WritableStream);
  let count = 0;
  try {
    for await (const entry of tar) {
      if (entry.header.type === 'directory') {
        entry.resume();
        continue;
      }
      guard.count();
      count += 1;
      yield await judge(entry, guard, limits);
    }
  } catch (error) {
    if (error instanceof BatchBroken) throw error;
    throw new BatchBroken('batch-unreadable', {}, error);
  } finally {
    source.unpipe();
  }
  if (count === 0) throw new BatchBroken('batch-empty');
}

async function judge(
  entry: TarEntry,
  guard: ArchiveGuard,
  { documentBytesMax }: BatchLimits,
): Promise<Entry> {
  const { size = 0, type } = entry.header;
  const name = entry.header.name.replace(/^(\.\/)+/, '');
  const refused =
    guard.name(name) ??
    (type === 'file' || type === 'contiguous-file' ? undefined : bad(name, 'entry-not-regular')) ??
    (size > documentBytesMax
      ? bad(name, 'entry-too-large', { limitBytes: documentBytesMax })
      : undefined);
  if (refused !== undefined) {
    await skip(entry);
    return refused;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk as Buffer);
  return guard.content(name, Buffer.concat(chunks));
}

async function skip(entry: TarEntry): Promise<void> {
  for await (const _ of entry) {
    // The next header comes after these bytes.
  }
}
