import { createArchive } from '../test/archive.ts';
import { countKeys, readSuperseded, reencryptArchive, rewrapArchive } from './index.ts';

const isOld = (keyId: string): boolean => keyId === 'fake/1';

async function rotatedArchive() {
  const archive = await createArchive();
  await archive.write('original', 5);
  await archive.write('canonical', 7);
  archive.service.current = 'fake/2';
  await archive.write('original', 2, '2030-02-01');
  const { objects, service, index } = archive;
  const usable = (keyId: string) => !service.destroyed.has(keyId);
  const count = () => countKeys({ objects, usable, isIndexed: index.has });
  const dependent = async (keyId: string) =>
    (await count())
      .filter((use) => use.keyId === keyId)
      .reduce((sum, use) => sum + use.dependent, 0);
  return { ...archive, count, dependent };
}

describe('keys in use', () => {
  it('are counted by what they protect, without opening anything', async () => {
    const { count, service } = await rotatedArchive();
    const before = service.calls.unwrap;
    const january = { firstDay: '2030-01-02', lastDay: '2030-01-02', bytes: expect.any(Number) };
    expect(await count()).toEqual([
      { ...january, keyId: 'fake/1', purpose: 'canonical', messages: 8, dependent: 8 },
      { ...january, keyId: 'fake/1', purpose: 'original', messages: 6, dependent: 6 },
      {
        keyId: 'fake/2',
        purpose: 'original',
        // Two documents, and the details of the segment.
        messages: 3,
        dependent: 3,
        bytes: expect.any(Number),
        firstDay: '2030-02-01',
        lastDay: '2030-02-01',
      },
    ]);
    expect(service.calls.unwrap).toBe(before);
  });
});

describe('re-wrapping', () => {
  it('frees the old key and touches no segment', async () => {
    const { objects, service, dependent, readable, pointers } = await rotatedArchive();
    const options = { objects, wrapper: service, from: isOld, to: 'fake/2' };
    expect(await dependent('fake/1')).toBe(14);
    expect(await rewrapArchive(options)).toEqual({ segments: 3, dataKeys: 2, already: 0 });
    expect(await dependent('fake/1')).toBe(0);
    service.destroyed.add('fake/1');
    expect(await readable()).toBe(pointers.size);
  });

  it('goes on after a stop, and does nothing twice', async () => {
    const { objects, service } = await rotatedArchive();
    const stop = new AbortController();
    const options = { objects, wrapper: service, from: isOld, to: 'fake/2' };
    const onProgress = () => stop.abort();
    const first = await rewrapArchive({ ...options, signal: stop.signal, onProgress });
    expect(first).toEqual({ segments: 1, dataKeys: 1, already: 0 });
    expect(await rewrapArchive(options)).toEqual({ segments: 3, dataKeys: 2, already: 1 });
    expect(await rewrapArchive(options)).toEqual({ segments: 3, dataKeys: 2, already: 2 });
  });

  it('gets from key to key, by whichever form can still be opened', async () => {
    const { objects, service, dependent, readable, pointers } = await rotatedArchive();
    await rewrapArchive({ objects, wrapper: service, from: isOld, to: 'fake/2' });
    service.destroyed.add('fake/1');
    service.current = 'fake/3';
    const from = (keyId: string) => keyId !== 'fake/3';
    await rewrapArchive({ objects, wrapper: service, from, to: 'fake/3' });
    expect(await dependent('fake/2')).toBe(0);
    service.destroyed.add('fake/2');
    expect(await readable()).toBe(pointers.size);
  });

  it('never counts a form under the key that is to go, nor under one that is gone', async () => {
    const { objects, service, dependent } = await rotatedArchive();
    await rewrapArchive({ objects, wrapper: service, from: isOld, to: 'fake/2' });
    service.destroyed.add('fake/2');
    expect(await dependent('fake/1')).toBe(14);
  });
});

describe('encrypting again', () => {
  const reencrypt = ({ objects, envelopes, index }: Awaited<ReturnType<typeof rotatedArchive>>) =>
    ({ objects, envelopes: envelopes(), index, from: isOld }) as const;

  it('frees the old key, keeps the old objects, and points every row at the new ones', async () => {
    const archive = await rotatedArchive();
    const { objects, service, dependent, readable, pointers } = archive;
    const before = new Set([...pointers.values()].map(({ object }) => object));
    const done = await reencryptArchive(reencrypt(archive));
    expect(done).toMatchObject({ seen: 3, total: 3, reencrypted: 2 });
    expect(await dependent('fake/1')).toBe(0);
    for (const object of before) expect(await objects.get(object)).toBeDefined();
    service.destroyed.add('fake/1');
    expect(await readable()).toBe(pointers.size);
    const days = [...pointers.values()].map(({ object }) => object.slice(-75, -65));
    expect(new Set(days)).toEqual(new Set(['2030/01/02', '2030/02/01']));
    expect(await reencryptArchive(reencrypt(archive))).toMatchObject({ reencrypted: 0 });
  });

  it('finishes what a crash left between the record and the index', async () => {
    const archive = await rotatedArchive();
    const { index, dependent, service, readable, pointers } = archive;
    const move = () => Promise.reject(new Error('killed'));
    const options = { ...reencrypt(archive), index: { ...index, move } };
    await expect(reencryptArchive(options)).rejects.toThrow('killed');
    expect((await readSuperseded(archive.objects)).size).toBe(1);
    // Rows still point at the old object, so the key is still needed.
    expect(await dependent('fake/1')).toBe(14);
    await reencryptArchive(reencrypt(archive));
    expect(await dependent('fake/1')).toBe(0);
    service.destroyed.add('fake/1');
    expect(await readable()).toBe(pointers.size);
  });

  it('does not move the index to an object that does not hold the same', async () => {
    const archive = await rotatedArchive();
    const { objects, pointers } = archive;
    const before = new Map(pointers);
    const get: typeof objects.get = async (key) => {
      const bytes = await objects.get(key);
      const isNew = ![...before.values()].some(({ object }) => object === key);
      const flipped = bytes && isNew ? Buffer.from(bytes) : undefined;
      if (flipped) flipped[400] = (flipped[400] ?? 0) ^ 1;
      return flipped ?? bytes;
    };
    const options = { ...reencrypt(archive), objects: { ...objects, get } };
    await expect(reencryptArchive(options)).rejects.toMatchObject({ code: 'tampered' });
    expect(pointers).toEqual(before);
  });
});
