/** A store that reaches only what its holder was granted. */

import { notGranted } from './failures.ts';
import { checkKey } from './key.ts';
import type { ObjectStore } from './objects.ts';

/** Prefixes of keys, by what may be done to the objects under them; `''` is every object. */
export interface ObjectGrants {
  /** `get`, `getRange` and `list`. */
  readonly reads: readonly string[];
  /** `put`: what is there is never changed. */
  readonly writes: readonly string[];
  /** `replace`: the few pointers, by their whole key. */
  readonly replaces: readonly string[];
}

/**
 * `objects` for `holder` alone: everything else fails with `not-granted` before the store is asked. That
 * is retryable, as a refusal of S3 is: no document is to blame, and nothing is lost while it lasts.
 */
export function grantObjects(
  objects: ObjectStore,
  holder: string,
  { reads, writes, replaces }: ObjectGrants,
): ObjectStore {
  const under = (prefixes: readonly string[], verb: string, key: string): void => {
    if (prefixes.some((prefix) => key.startsWith(prefix))) return;
    throw notGranted(holder, verb, key);
  };
  const mayRead = (key: string): void => {
    checkKey(key);
    under(reads, 'read', key);
  };
  return {
    put: async (key, bytes) => {
      checkKey(key);
      under(writes, 'write', key);
      return objects.put(key, bytes);
    },
    replace: async (key, bytes) => {
      checkKey(key);
      if (!replaces.includes(key)) throw notGranted(holder, 'replace', key);
      await objects.replace(key, bytes);
    },
    get: async (key) => {
      mayRead(key);
      return objects.get(key);
    },
    getRange: async (key, offset, length) => {
      mayRead(key);
      return objects.getRange(key, offset, length);
    },
    list: async function* (prefix) {
      under(reads, 'list', prefix);
      yield* objects.list(prefix);
    },
    close: objects.close,
  };
}
