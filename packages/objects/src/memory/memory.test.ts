import { describeObjectStore } from '../contract/index.ts';
import { createMemoryObjects } from './index.ts';

describeObjectStore('memory', async () => {
  const objects = createMemoryObjects();
  return { objects, reopen: async () => objects, close: objects.close };
});

describe('memory store', () => {
  it('is not changed by whoever holds the bytes', async () => {
    const objects = createMemoryObjects();
    const bytes = new Uint8Array([1, 2]);
    await objects.put('k', bytes);
    bytes[0] = 9;
    const got = await objects.get('k');
    got?.fill(7);
    expect(await objects.get('k')).toEqual(new Uint8Array([1, 2]));
  });
});
