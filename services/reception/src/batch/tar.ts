/** Documents of a tar stream, read once from start to end in constant memory. */
import { type Extract, extract } from 'tar-stream';
import { type ArchiveGuard, createArchiveGuard } from './archive-guard.ts';
import { BatchBroken, type BatchLimits, bad, type Entry } from './entry.ts';

type TarEntry = Extract extends AsyncIterable<infer E> ? E : never;

/** Entries in the order of the stream. Throws BatchBroken. */
export async function* readTar(
  source: AsyncIterable<Buffer>,
  limits: BatchLimits,
): AsyncGenerator<Entry> {
  const guard = createArchiveGuard(limits);
  // At this mark every write waits until the entries before it have been taken.
  const tar = extract({ highWaterMark: 1 });
  // Told by the iteration below; without a listener it would end the process.
  tar.on('error', () => undefined);
  const fed = feed(source, tar);
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
    tar.destroy(new BatchBroken('batch-unreadable'));
    await fed;
  }
  if (count === 0) throw new BatchBroken('batch-empty');
}

/** Pours the source in; its failure becomes the tar's, after all that came before has been read. */
async function feed(source: AsyncIterable<Buffer>, tar: Extract): Promise<void> {
  const closed = new Promise((resolve) => tar.once('close', () => resolve(undefined)));
  try {
    for await (const chunk of source) {
      if (tar.destroyed) return;
      if (!tar.write(chunk))
        await Promise.race([
          new Promise((resolve) => tar.once('drain', () => resolve(undefined))),
          closed,
        ]);
    }
    tar.end(() => undefined);
  } catch (error) {
    tar.destroy(error as Error);
  }
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
