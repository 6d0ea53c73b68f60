/** The keys that verifiers are told: ours of today, and those a file adds. */
import { readFile } from 'node:fs/promises';
import { type PublicKey, parsePublishedKeys, publishedKeys } from '@ventanilla/signatures';

/** `file` holds a list of published keys, in use or not; a key named in both is told once. */
export async function loadKeys(current: readonly PublicKey[], file: string | undefined) {
  const more =
    file === undefined ? [] : parsePublishedKeys(JSON.parse(await readFile(file, 'utf8')));
  const known = new Set(current.map(({ spki }) => Buffer.from(spki).toString('base64')));
  return publishedKeys([
    ...current,
    ...more.filter(({ spki }) => !known.has(Buffer.from(spki).toString('base64'))),
  ]);
}
