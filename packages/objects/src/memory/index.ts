import { conflict, tooShort } from '../failures.ts';
import { checkKey, checkRange } from '../key.ts';
import type { ObjectStore } from '../objects.ts';

const copy = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);

/** A store that lasts as long as its process: for tests. */
export function createMemoryObjects(): ObjectStore {
  const objects = new Map<string, Uint8Array>();
  return {
    put: async (key, bytes) => {
      checkKey(key);
      const known = objects.get(key);
      if (known === undefined) {
        objects.set(key, copy(bytes));
        return 'stored';
      }
      if (!Buffer.from(known).equals(bytes)) throw conflict(key);
      return 'already-stored';
    },
    replace: async (key, bytes) => {
      checkKey(key);
      objects.set(key, copy(bytes));
    },
    get: async (key) => {
      checkKey(key);
      const known = objects.get(key);
      return known && copy(known);
    },
    getRange: async (key, offset, length) => {
      checkKey(key);
      checkRange(offset, length);
      const known = objects.get(key);
      if (known && known.length < offset + length) throw tooShort(key, offset, length);
      return known && copy(known.subarray(offset, offset + length));
    },
    list: async function* (prefix) {
      for (const key of [...objects.keys()].sort()) if (key.startsWith(prefix)) yield key;
    },
    close: async () => {},
  };
}
