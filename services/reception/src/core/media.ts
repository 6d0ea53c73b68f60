/** What kinds of document are taken, by header, by name or by first byte. Pure. */
export type MediaType = 'application/xml' | 'application/json';

export const DOCUMENT_MEDIA_TYPES = 'application/xml, text/xml, application/json';

/** The essence of a Content-Type (RFC 9110 §8.3.1), lower case, without parameters. */
export function essenceOf(contentType: string | undefined): string {
  if (contentType === undefined) return '';
  const cut = contentType.indexOf(';');
  return (cut < 0 ? contentType : contentType.slice(0, cut)).trim().toLowerCase();
}

/** Of one document's Content-Type; undefined for what we do not take. */
export function documentMediaType(contentType: string | undefined): MediaType | undefined {
  switch (essenceOf(contentType)) {
    case 'application/xml':
    case 'text/xml':
      return 'application/xml';
    case 'application/json':
      return 'application/json';
    default:
      return undefined;
  }
}

const ARCHIVE_NAME = /\.(zip|gz|tgz|tar|bz2|xz|7z|rar|zst|jar)$/i;
/** First bytes of zip, gzip, bzip2, xz, 7z, rar, zstd. */
const ARCHIVE_MAGIC = [
  '504b0304',
  '504b0506',
  '1f8b',
  '425a68',
  'fd377a585a',
  '377abcaf',
  '526172',
  '28b52ffd',
];

/** Whether an entry is itself an archive: what it holds would escape every limit counted here. */
export const isArchive = (name: string, bytes: Uint8Array): boolean =>
  ARCHIVE_NAME.test(name) || ARCHIVE_MAGIC.includes(magicOf(bytes));

function magicOf(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(5, bytes.length)).toString(
    'hex',
  );
  return ARCHIVE_MAGIC.find((magic) => head.startsWith(magic)) ?? '';
}

/** Of an archive's entry: by extension, else by its first character. */
export function entryMediaType(name: string, bytes: Uint8Array): MediaType | undefined {
  if (/\.xml$/i.test(name)) return 'application/xml';
  if (/\.json$/i.test(name)) return 'application/json';
  return sniffMediaType(bytes);
}

/** By the first character after a byte order mark and white space, looked for in the first 64 bytes. */
export function sniffMediaType(bytes: Uint8Array): MediaType | undefined {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const end = Math.min(bytes.length, 64);
  while (at < end && isSpace(bytes[at] as number)) at += 1;
  const first = bytes[at];
  if (first === 0x3c) return 'application/xml';
  return first === 0x7b || first === 0x5b ? 'application/json' : undefined;
}

const isSpace = (byte: number): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
