/** Registry files: JSON as a whole, NDJSON line by line, so that a country's registry fits. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { CommandFailure, EXIT, sentenceOf } from '../failure.ts';
import { EntryError, joined, type RegistryEntries, readEntries } from './entries.ts';

const GROUP = 5_000;
const JSON_CHARACTERS_MAX = 256 * 1024 * 1024;

/** Entries of a file (`-` is standard input) in groups; throws CommandFailure naming the line. */
export async function* readRegistryFile(path: string): AsyncGenerator<RegistryEntries, void> {
  const input = path === '-' ? process.stdin : createReadStream(path);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  try {
    const iterator = lines[Symbol.asyncIterator]();
    const { value: first, done } = await iterator.next();
    if (done) return;
    // Only a file whose first line is not JSON by itself is read as a whole.
    if (isJson(first)) yield* readLines(path, first, iterator);
    else yield await readWhole(path, first, iterator);
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    throw new CommandFailure(`${path} cannot be read: ${sentenceOf(error)}`, { cause: error });
  }
}

type Lines = AsyncIterable<string>;

async function* readLines(path: string, first: string, rest: Lines) {
  let group = [entriesOf(first, `${path}:1`)];
  let number = 1;
  for await (const line of rest) {
    number += 1;
    if (line.trim() === '') continue;
    group.push(entriesOf(line, `${path}:${number}`));
    if (group.length < GROUP) continue;
    yield joined(group);
    group = [];
  }
  if (group.length > 0) yield joined(group);
}

async function readWhole(path: string, first: string, rest: Lines): Promise<RegistryEntries> {
  const lines = [first];
  let characters = first.length;
  for await (const line of rest) {
    lines.push(line);
    characters += line.length;
    if (characters > JSON_CHARACTERS_MAX) throw wrong(path, 'too large for JSON: use NDJSON');
  }
  return entriesOf(lines.join('\n'), path);
}

const wrong = (place: string, why: string) =>
  new CommandFailure(`${place}: ${why}`, { exitCode: EXIT.usage });

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function entriesOf(text: string, place: string): RegistryEntries {
  try {
    return joined([readEntries(JSON.parse(text))]);
  } catch (error) {
    if (error instanceof EntryError || error instanceof SyntaxError) {
      throw wrong(place, error.message);
    }
    throw error;
  }
}
