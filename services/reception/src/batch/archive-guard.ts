/** What every archive's entries are held to, whatever the archive. */
import { entryMediaType, isArchive } from '../core/media.ts';
import { BatchBroken, type BatchLimits, bad, type Entry, RATIO_FREE_BYTES } from './entry.ts';
import { createNameSet } from './name-set.ts';

const NAME_LENGTH_MAX = 512;

/** Absolute, leaving its folder, with control characters or backslashes, or too long. */
function isUnsafeName(name: string): boolean {
  if (name === '' || name.length > NAME_LENGTH_MAX) return true;
  if (/^[a-zA-Z]:/.test(name) || name.startsWith('/') || name.includes('\\')) return true;
  for (let i = 0; i < name.length; i += 1) {
    const unit = name.charCodeAt(i);
    if (unit < 0x20 || unit === 0x7f || unit === 0xfffd) return true;
  }
  return name.split('/').includes('..');
}

export interface ArchiveGuard {
  /** The refusal of an entry by its name alone; undefined when the name is sound and new. */
  readonly name: (name: string) => Entry | undefined;
  /** The entry with its bytes, judged by what they are. */
  readonly content: (name: string, bytes: Buffer) => Entry;
  /** Throws BatchBroken when there are too many entries. */
  readonly count: () => void;
}

/** One guard a batch: it remembers names and counts. */
export function createArchiveGuard({ entriesMax }: BatchLimits): ArchiveGuard {
  const names = createNameSet();
  let entries = 0;
  return {
    name(name) {
      if (isUnsafeName(name)) return bad(printable(name), 'entry-name-unsafe');
      return names.add(name) ? undefined : bad(name, 'entry-name-duplicate');
    },
    content(name, bytes) {
      if (bytes.length === 0) return bad(name, 'entry-empty');
      if (isArchive(name, bytes)) return bad(name, 'entry-nested-archive');
      const mediaType = entryMediaType(name, bytes);
      return mediaType === undefined
        ? bad(name, 'entry-media-type-unsupported')
        : { ok: true, name, mediaType, bytes };
    },
    count() {
      entries += 1;
      if (entries > entriesMax)
        throw new BatchBroken('batch-too-many-entries', { limit: entriesMax });
    },
  };
}

/** A refused name as it may be shown: short, without control characters. */
const printable = (name: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  name.slice(0, 200).replace(/[\u0000-\u001f\u007f]/g, '\u{fffd}');

/** Throws BatchBroken when so few bytes cannot honestly have become so many. */
export function checkRatio(inflated: number, compressed: number, { ratioMax }: BatchLimits): void {
  if (inflated > RATIO_FREE_BYTES && inflated > compressed * ratioMax) {
    throw new BatchBroken('batch-too-compressed', { ratio: ratioMax });
  }
}
