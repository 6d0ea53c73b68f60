/**
 * One JSON document a line, or one envelope a line around any document:
 *
 *   {"name": "a.xml", "mediaType": "application/xml", "content": "<Invoice…", "encoding": "text"}
 *
 * A bare document is the line's exact bytes, without its end.
 */
import { documentMediaType, type MediaType } from '../core/media.ts';
import { BatchBroken, type BatchLimits, bad, type Entry } from './entry.ts';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const NAME_LENGTH_MAX = 512;
const ENVELOPE_ROOM = 2_048;

/** Lines in order. Throws BatchBroken. */
export async function* readNdjson(
  source: AsyncIterable<Buffer>,
  limits: BatchLimits,
): AsyncGenerator<Entry> {
  // Text inside JSON grows by escapes, base64 by a third.
  const lineBytesMax = limits.documentBytesMax * 2 + ENVELOPE_ROOM;
  let count = 0;
  for await (const line of linesOf(source, lineBytesMax)) {
    count += 1;
    if (count > limits.entriesMax) {
      throw new BatchBroken('batch-too-many-entries', { limit: limits.entriesMax });
    }
    yield line === 'too-long'
      ? bad(null, 'line-too-long', { limitBytes: lineBytesMax })
      : readLine(line, limits.documentBytesMax);
  }
  if (count === 0) throw new BatchBroken('batch-empty');
}

/** Lines that are not blank; of one that is too long only the fact, its bytes are let go as they come. */
async function* linesOf(
  source: AsyncIterable<Buffer>,
  lineBytesMax: number,
): AsyncGenerator<Buffer | 'too-long'> {
  let parts: Buffer[] = [];
  let size = 0;
  const take = (): Buffer | 'too-long' | undefined => {
    const tooLong = size > lineBytesMax;
    const line = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    parts = [];
    size = 0;
    if (tooLong) return 'too-long';
    return isBlank(line) ? undefined : withoutReturn(line);
  };
  for await (const chunk of unbroken(source)) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      size += end - start;
      if (size <= lineBytesMax) parts.push(chunk.subarray(start, end));
      const line = take();
      if (line !== undefined) yield line;
      start = end + 1;
    }
    size += chunk.length - start;
    if (size <= lineBytesMax) parts.push(chunk.subarray(start));
    else parts = [];
  }
  const last = take();
  if (last !== undefined) yield last;
}

async function* unbroken(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* source;
  } catch (error) {
    if (error instanceof BatchBroken) throw error;
    throw new BatchBroken('batch-unreadable', {}, error);
  }
}

const withoutReturn = (line: Buffer): Buffer =>
  line[line.length - 1] === CARRIAGE_RETURN ? line.subarray(0, -1) : line;

const isBlank = (line: Buffer): boolean =>
  line.length < 64 &&
  line.every((byte) => byte === 0x20 || byte === 0x09 || byte === CARRIAGE_RETURN);

function readLine(line: Buffer, bytesMax: number): Entry {
  const envelope = envelopeOf(line);
  if (envelope === undefined) {
    return within(null, 'application/json', Buffer.from(line), bytesMax);
  }
  const name = typeof envelope.name === 'string' ? envelope.name : null;
  if (name !== null && name.length > NAME_LENGTH_MAX) {
    return bad(name.slice(0, NAME_LENGTH_MAX), 'entry-name-unsafe');
  }
  const mediaType =
    typeof envelope.mediaType === 'string' ? documentMediaType(envelope.mediaType) : undefined;
  const bytes = contentOf(envelope.content, envelope.encoding);
  if (mediaType === undefined || bytes === undefined) return bad(name, 'line-envelope-invalid');
  return within(name, mediaType, bytes, bytesMax);
}

function within(name: string | null, mediaType: MediaType, bytes: Buffer, bytesMax: number): Entry {
  if (bytes.length === 0) return bad(name, 'entry-empty');
  if (bytes.length > bytesMax) return bad(name, 'entry-too-large', { limitBytes: bytesMax });
  return { ok: true, name, mediaType, bytes };
}

/**
 * The envelope when the line is one: an object with `content` and `mediaType`, which no invoice has.
 * Only lines that hold both words are parsed; what is not JSON at all is validation's to reject.
 */
function envelopeOf(line: Buffer): Readonly<Record<string, unknown>> | undefined {
  if (!line.includes('"mediaType"') || !line.includes('"content"')) return undefined;
  try {
    const value: unknown = JSON.parse(line.toString());
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.hasOwn(value, 'mediaType') && Object.hasOwn(value, 'content')
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function contentOf(content: unknown, encoding: unknown = 'text'): Buffer | undefined {
  if (typeof content !== 'string') return undefined;
  if (encoding === 'text') return Buffer.from(content);
  if (encoding !== 'base64' || content.length % 4 !== 0 || !BASE64.test(content)) return undefined;
  return Buffer.from(content, 'base64');
}
