/** Documents named on the command line: files, folders, or standard input. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { CommandFailure, sentenceOf } from '../failure.ts';

const DOCUMENT_EXTENSIONS = ['.xml', '.json'];

/**
 * Files named, and every document under the folders named, in order of name; `-` is standard input.
 * A path with nothing there is listed too: reading it says so, and the others are not held up.
 */
export function* listDocuments(paths: readonly string[]): Generator<string> {
  for (const path of paths) {
    if (path === '-') {
      yield path;
      continue;
    }
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) yield* documentsUnder(path);
    else yield path;
  }
}

function* documentsUnder(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* documentsUnder(path);
    else if (DOCUMENT_EXTENSIONS.includes(extname(entry.name).toLowerCase())) yield path;
  }
}

/** The bytes of a file or of standard input; throws CommandFailure when they cannot be read. */
export async function readDocument(path: string): Promise<Uint8Array> {
  if (path === '-') return buffer(process.stdin);
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new CommandFailure(`${path} cannot be read: ${sentenceOf(cause)}`, { cause });
  }
}

const SPACE = [0x20, 0x09, 0x0a, 0x0d];

/** By its first character: JSON begins with a bracket, everything else is handed in as XML. */
export function mediaTypeOf(bytes: Uint8Array): 'application/json' | 'application/xml' {
  const first = bytes.find((byte) => !SPACE.includes(byte));
  return first === 0x7b || first === 0x5b ? 'application/json' : 'application/xml';
}
