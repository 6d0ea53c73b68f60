/**
 * Unwrapped data keys, bounded by number and age, as KeyObjects: 10 times cheaper to use than bytes
 * (1.5 µs against 15 µs a cipher). Node holds a KeyObject's bytes outside the JavaScript heap and
 * cleanses them when it is collected; the bytes that came from the key service are zeroed on import.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';
import { invariant } from '@ventanilla/errors';

/** Imports a data key and zeroes the bytes given. */
export function importKey(plaintext: Uint8Array): KeyObject {
  try {
    invariant(plaintext.length === 32, 'a data key has 32 bytes');
    return createSecretKey(plaintext);
  } finally {
    plaintext.fill(0);
  }
}

interface Entry {
  readonly key: Promise<KeyObject>;
  readonly since: number;
}

export interface KeyCache {
  /** The key named so; `load` runs when it is not here, once however many ask at the same time. */
  readonly get: (cacheKey: string, load: () => Promise<KeyObject>) => Promise<KeyObject>;
  readonly add: (cacheKey: string, key: KeyObject) => void;
  readonly clear: () => void;
}

export function createKeyCache(options: {
  readonly keysMax: number;
  readonly ageMsMax: number;
  readonly now: () => number;
}): KeyCache {
  const { keysMax, ageMsMax, now } = options;
  // Map order is the order of use: the first is the least recently used.
  const entries = new Map<string, Entry>();

  const insert = (cacheKey: string, entry: Entry): void => {
    entries.delete(cacheKey);
    entries.set(cacheKey, entry);
    for (const oldest of entries.keys()) {
      if (entries.size <= keysMax) break;
      entries.delete(oldest);
    }
  };

  return {
    get: async (cacheKey, load) => {
      const known = entries.get(cacheKey);
      if (known && now() - known.since <= ageMsMax) {
        insert(cacheKey, known);
        return known.key;
      }
      const entry = { key: load(), since: now() };
      insert(cacheKey, entry);
      try {
        return await entry.key;
      } catch (error) {
        // A failure is not remembered, or an outage would outlive itself.
        if (entries.get(cacheKey) === entry) entries.delete(cacheKey);
        throw error;
      }
    },
    add: (cacheKey, key) => insert(cacheKey, { key: Promise.resolve(key), since: now() }),
    clear: () => entries.clear(),
  };
}
