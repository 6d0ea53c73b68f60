/** What every object store must do. Runs inside a Jest test file. */
import { OperationalError } from '@ventanilla/errors';
import type { ObjectCustody } from '../custody.ts';
import type { ObjectStore } from '../objects.ts';

export interface ObjectStoreFixture {
  readonly objects: ObjectStore;
  /** The same store opened by another process. */
  readonly reopen: () => Promise<ObjectStore>;
  readonly close: () => Promise<void>;
}

export interface ObjectStoreTraits {
  /** Makes the store unreachable for a new client; of a remote one only. */
  readonly unreachable?: () => Promise<ObjectStore>;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (bytes: Uint8Array | undefined): string | undefined =>
  bytes && new TextDecoder().decode(bytes);
async function collect(keys: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const key of keys) all.push(key);
  return all;
}

/** Registers the tests. */
export function describeObjectStore(
  name: string,
  open: () => Promise<ObjectStoreFixture>,
  traits: ObjectStoreTraits = {},
): void {
  describe(`object store contract: ${name}`, () => {
    let fixture: ObjectStoreFixture;
    let objects: ObjectStore;
    beforeAll(async () => {
      fixture = await open();
      objects = fixture.objects;
    });
    afterAll(async () => {
      await fixture.close();
    });

    it('gives back what was put, also to another process', async () => {
      const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => (i * 31) & 255);
      await expect(objects.put('put/a/segment.seg', bytes)).resolves.toBe('stored');
      const again = await fixture.reopen();
      const got = await again.get('put/a/segment.seg');
      expect(Buffer.from(got ?? []).equals(bytes)).toBe(true);
      await again.close();
    });

    it('holds an object of no bytes', async () => {
      await objects.put('empty', new Uint8Array());
      expect(await objects.get('empty')).toHaveLength(0);
      expect(await objects.getRange('empty', 0, 0)).toHaveLength(0);
    });

    it('says that the same bytes are already stored', async () => {
      await objects.put('same', bytesOf('one'));
      await expect(objects.put('same', bytesOf('one'))).resolves.toBe('already-stored');
    });

    it('refuses other bytes under a key, and keeps the first', async () => {
      await objects.put('conflict', bytesOf('one'));
      for (const other of ['two', 'on', 'one more', '']) {
        await expect(objects.put('conflict', bytesOf(other))).rejects.toMatchObject({
          code: 'object-conflict',
          retryable: false,
        });
      }
      expect(read(await objects.get('conflict'))).toBe('one');
    });

    it('lets one of many writers win, and tells the others', async () => {
      const attempts = Array.from({ length: 12 }, (_, i) =>
        objects.put('race', bytesOf(`writer ${i % 3}`)).catch((error: unknown) => error),
      );
      const results = await Promise.all(attempts);
      expect(results.filter((result) => result === 'stored')).toHaveLength(1);
      expect(results.filter((result) => result === 'already-stored')).toHaveLength(3);
      const errors = results.filter((result) => result instanceof OperationalError);
      expect(errors).toHaveLength(8);
      const winner = results.indexOf('stored');
      expect(read(await objects.get('race'))).toBe(`writer ${winner % 3}`);
    });

    it('replaces a pointer', async () => {
      await objects.replace('checkpoint', bytesOf('1'));
      await objects.replace('checkpoint', bytesOf('22'));
      await objects.replace('checkpoint', bytesOf('3'));
      expect(read(await objects.get('checkpoint'))).toBe('3');
    });

    it('knows what it does not hold', async () => {
      expect(await objects.get('nothing/here')).toBeUndefined();
      expect(await objects.getRange('nothing/here', 0, 1)).toBeUndefined();
    });

    it('reads a range, and refuses one that the object does not hold', async () => {
      await objects.put('range', bytesOf('0123456789'));
      expect(read(await objects.getRange('range', 0, 10))).toBe('0123456789');
      expect(read(await objects.getRange('range', 3, 4))).toBe('3456');
      expect(read(await objects.getRange('range', 9, 1))).toBe('9');
      expect(await objects.getRange('range', 4, 0)).toHaveLength(0);
      for (const [offset, length] of [
        [5, 6],
        [10, 1],
        [100, 5],
      ] as const) {
        const attempt = objects.getRange('range', offset, length);
        await expect(attempt).rejects.toMatchObject({ code: 'object-truncated', retryable: false });
      }
    });

    it('lists under a prefix, in the order of bytes', async () => {
      const keys = ['l/x001/000', 'l/a', 'l/c', 'l/b/d', 'l/b/c', 'l/B', 'l/000', 'l/000.p/7', 'm'];
      for (const key of keys) await objects.put(key, bytesOf(key));
      const sorted = keys.filter((key) => key !== 'm').sort();
      expect(await collect(objects.list('l/'))).toEqual(sorted);
      expect(await collect(objects.list('l/b'))).toEqual(['l/b/c', 'l/b/d']);
      expect(await collect(objects.list('l/b/'))).toEqual(['l/b/c', 'l/b/d']);
      expect(await collect(objects.list('l/b/c'))).toEqual(['l/b/c']);
      expect(await collect(objects.list('none/'))).toEqual([]);
    });

    it('can stop in the middle of a list', async () => {
      for (let i = 0; i < 20; i += 1) await objects.put(`many/${i}`, bytesOf('x'));
      for await (const key of objects.list('many/')) {
        expect(key).toBe('many/0');
        break;
      }
    });

    it.each([
      '',
      '/',
      'a/',
      '/a',
      'a//b',
      '../a',
      'a/../b',
      'a/.',
      'a\\b',
      'a b',
      'ñ',
      'a\0',
      '~',
      '.tmp/a',
    ])('refuses the key %j', async (key) => {
      await expect(objects.put(key, bytesOf('x'))).rejects.toThrow('plain segments');
      await expect(objects.replace(key, bytesOf('x'))).rejects.toThrow('plain segments');
      await expect(objects.get(key)).rejects.toThrow('plain segments');
      await expect(objects.getRange(key, 0, 1)).rejects.toThrow('plain segments');
    });

    const { unreachable } = traits;
    if (!unreachable) return;
    it('throws a retryable error when it cannot be reached', async () => {
      const gone = await unreachable();
      const retryable = { name: 'OperationalError', retryable: true };
      await expect(gone.put('k', bytesOf('x'))).rejects.toMatchObject(retryable);
      await expect(gone.replace('k', bytesOf('x'))).rejects.toMatchObject(retryable);
      await expect(gone.get('k')).rejects.toMatchObject(retryable);
      await expect(gone.getRange('k', 0, 1)).rejects.toMatchObject(retryable);
      await expect(collect(gone.list('k'))).rejects.toMatchObject(retryable);
      await gone.close();
    });
  });
}

export interface ObjectCustodyFixture {
  readonly objects: ObjectStore;
  readonly custody: ObjectCustody;
  /** Objects put through it are locked until long after the test. */
  readonly locking: ObjectStore;
  readonly close: () => Promise<void>;
}

/** What custody of every object store must do. */
export function describeObjectCustody(
  name: string,
  open: () => Promise<ObjectCustodyFixture>,
): void {
  describe(`object custody contract: ${name}`, () => {
    let fixture: ObjectCustodyFixture;
    beforeAll(async () => {
      fixture = await open();
    });
    afterAll(async () => {
      await fixture.close();
    });
    const refused = { code: 'object-locked', retryable: false };

    it('removes what nothing keeps, once', async () => {
      const { objects, custody } = fixture;
      await objects.put('segments/free', bytesOf('x'));
      expect(await custody.lockOf('segments/free')).toEqual({ held: false });
      await expect(custody.remove('segments/free')).resolves.toBe('removed');
      await expect(custody.remove('segments/free')).resolves.toBe('absent');
      expect(await objects.get('segments/free')).toBeUndefined();
      expect(await custody.lockOf('segments/free')).toBeUndefined();
    });

    it('keeps what is held until the hold is lifted', async () => {
      const { objects, custody } = fixture;
      await objects.put('segments/held', bytesOf('x'));
      await custody.setHold('segments/held', true);
      await custody.setHold('segments/held', true);
      expect(await custody.lockOf('segments/held')).toMatchObject({ held: true });
      await expect(custody.remove('segments/held')).rejects.toMatchObject(refused);
      expect(read(await objects.get('segments/held'))).toBe('x');
      await custody.setHold('segments/held', false);
      await expect(custody.remove('segments/held')).resolves.toBe('removed');
    });

    it('keeps what is locked until its time is over', async () => {
      const { locking, custody } = fixture;
      await locking.put('segments/locked', bytesOf('x'));
      const lock = await custody.lockOf('segments/locked');
      expect(Date.parse(lock?.retainUntil ?? '')).toBeGreaterThan(Date.now());
      await expect(custody.remove('segments/locked')).rejects.toMatchObject(refused);
      expect(read(await locking.get('segments/locked'))).toBe('x');
    });
  });
}
