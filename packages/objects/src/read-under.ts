import type { ObjectStore } from './objects.ts';

/** Reading what lies under `prefix`, by keys without it. */
export const readUnder = (objects: Pick<ObjectStore, 'get' | 'list'>, prefix: string) => ({
  read: (key: string) => objects.get(`${prefix}${key}`),
  list: async function* (under: string): AsyncGenerator<string> {
    for await (const key of objects.list(`${prefix}${under}`)) yield key.slice(prefix.length);
  },
});
