import { mkdir, mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeObjectCustody, describeObjectStore } from '@ventanilla/objects/contract';
import { createFsCustody, createFsObjects } from './index.ts';

const inFolder = async () => {
  const dir = await mkdtemp(join(tmpdir(), 'objects-'));
  return { dir, remove: () => rm(dir, { recursive: true, force: true }) };
};

async function open() {
  const { dir, remove } = await inFolder();
  const objects = await createFsObjects({ dir });
  return { objects, reopen: () => createFsObjects({ dir }), close: remove };
}

const trash: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const remove of trash) await remove();
});

/** A store whose folder was unmounted under it. */
async function unreachable() {
  const { dir, remove } = await inFolder();
  trash.push(remove);
  const objects = await createFsObjects({ dir: join(dir, 'objects') });
  await rm(join(dir, 'objects'), { recursive: true });
  return objects;
}

describeObjectStore('file system', open, { unreachable });

describeObjectCustody('file system', async () => {
  const { dir, remove } = await inFolder();
  const objects = await createFsObjects({ dir });
  const days = (lockDays: number) => createFsCustody({ dir, lockDays, now: Date.now });
  const [free, long] = [days(0), days(365)];
  const isLocked = (key: string) => key.endsWith('/locked');
  const of = (key: string) => (isLocked(key) ? long : free);
  return {
    objects,
    locking: objects,
    custody: {
      lockOf: (key) => of(key).lockOf(key),
      setHold: (key, held) => of(key).setHold(key, held),
      remove: (key) => of(key).remove(key),
      close: async () => {},
    },
    close: remove,
  };
});

describe('file system store', () => {
  it('lists in the order of whole keys, not folder by folder', async () => {
    const { dir, remove } = await inFolder();
    const objects = await createFsObjects({ dir });
    for (const key of ['b/c', 'b-c', 'b.c', 'b0']) await objects.put(key, Buffer.from(key));
    const keys: string[] = [];
    for await (const key of objects.list('')) keys.push(key);
    expect(keys).toEqual(['b-c', 'b.c', 'b/c', 'b0']);
    await remove();
  });

  it('makes what was put read-only, leaves no temporary file, and is a plain tree', async () => {
    const { dir, remove } = await inFolder();
    const objects = await createFsObjects({ dir });
    await objects.put('tile/0/x001/067', Buffer.from('hash'));
    await objects.put('tile/0/x001/067', Buffer.from('hash'));
    await objects.replace('checkpoint', Buffer.from('1'));
    expect((await stat(join(dir, 'tile/0/x001/067'))).mode & 0o777).toBe(0o440);
    expect((await stat(join(dir, 'checkpoint'))).mode & 0o777).toBe(0o640);
    expect(await readdir(join(dir, '.tmp'))).toEqual([]);
    await remove();
  });

  it('replaces nothing that was put', async () => {
    const { dir, remove } = await inFolder();
    const objects = await createFsObjects({ dir });
    await objects.put('original', Buffer.from('1'));
    await expect(objects.replace('original', Buffer.from('2'))).rejects.toMatchObject({
      code: 'object-conflict',
    });
    expect(Buffer.from((await objects.get('original')) ?? []).toString()).toBe('1');
    await remove();
  });

  it('sweeps files abandoned days ago, not those being written', async () => {
    const { dir, remove } = await inFolder();
    await mkdir(join(dir, '.tmp'));
    await writeFile(join(dir, '.tmp/old'), 'x');
    await writeFile(join(dir, '.tmp/new'), 'x');
    await utimes(join(dir, '.tmp/old'), 1, 1);
    await createFsObjects({ dir });
    expect(await readdir(join(dir, '.tmp'))).toEqual(['new']);
    await remove();
  });
});
