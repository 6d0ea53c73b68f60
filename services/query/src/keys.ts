/** The keys that verifiers are told: those on record, ours of today, and those a file adds. */
import { readFile } from 'node:fs/promises';
import { readSigningKeys } from '@ventanilla/custody';
import type { ObjectStore } from '@ventanilla/objects';
import {
  type PublicKey,
  type PublishedKeys,
  parsePublishedKeys,
  publishedKeys,
} from '@ventanilla/signatures';
import { briefly } from './briefly.ts';

export interface KeysOptions {
  readonly objects: Pick<ObjectStore, 'list' | 'get'>;
  /** Our own of today: on record as soon as it signs. */
  readonly current: () => PublicKey;
  /** A list of published keys, in use or not. */
  readonly file: string | undefined;
  readonly now: () => number;
}

/** Well below what verifiers may keep the list for. */
const FRESH_MS = 10_000;

/** The list as it is now; a key named twice is told as the record has it. */
export function createKeys({ objects, current, file, now }: KeysOptions) {
  const read = async (): Promise<PublishedKeys> => {
    const more =
      file === undefined ? [] : parsePublishedKeys(JSON.parse(await readFile(file, 'utf8')));
    const keys = new Map<string, PublicKey>();
    for (const key of [current(), ...more, ...(await readSigningKeys(objects))]) {
      keys.set(`${key.name} ${Buffer.from(key.spki).toString('base64')}`, key);
    }
    return publishedKeys([...keys.values()]);
  };
  return briefly(read, now, FRESH_MS).read;
}
