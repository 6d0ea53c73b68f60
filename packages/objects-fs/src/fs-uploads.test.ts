import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFsObjects, createFsUploadDoor } from './index.ts';

async function* chunks(...texts: readonly string[]) {
  for (const text of texts) yield Buffer.from(text);
}
const termsOf = (text: string) => ({
  bytes: text.length,
  sha256: createHash('sha256').update(text).digest('hex'),
});

describe('the upload door of a folder', () => {
  const dir = mkdtempSync(join(tmpdir(), 'door-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const door = createFsUploadDoor({ dir });
  if (door.kind !== 'received') throw new Error('a folder has no address of its own');
  const leftBehind = () => readdirSync(join(dir, '.tmp'));

  it('stores what meets the terms, once, for the store of that folder to read', async () => {
    const store = await createFsObjects({ dir });
    const receive = () => door.receive('uploads/a/content', chunks('ab', 'cd'), termsOf('abcd'));
    await expect(receive()).resolves.toBe('stored');
    await expect(receive()).resolves.toBe('already-stored');
    expect(Buffer.from((await store.get('uploads/a/content')) ?? []).toString()).toBe('abcd');
    expect(leftBehind()).toEqual([]);
  });

  it.each([
    ['shorter', 'abc'],
    ['longer', 'abcde'],
    ['other', 'abce'],
  ])('stores nothing that is %s', async (_, text) => {
    const outcome = await door.receive('uploads/b/content', chunks(text), termsOf('abcd'));
    expect(outcome).toBe('differs');
    expect(existsSync(join(dir, 'uploads/b/content'))).toBe(false);
    expect(leftBehind()).toEqual([]);
  });

  it('stores nothing of a source that breaks off, and says what it said', async () => {
    async function* broken() {
      yield Buffer.from('ab');
      throw new Error('gone');
    }
    await expect(door.receive('uploads/c/content', broken(), termsOf('abcd'))).rejects.toThrow(
      'gone',
    );
    expect(leftBehind()).toEqual([]);
  });

  it('sweeps what is older, and nothing beside it', async () => {
    await door.receive('uploads/old/content', chunks('x'), termsOf('x'));
    await door.receive('uploads/new/content', chunks('x'), termsOf('x'));
    await door.receive('else/old/content', chunks('x'), termsOf('x'));
    for (const folder of ['uploads/old', 'else/old']) utimesSync(join(dir, folder), 1_000, 1_000);
    await door.sweep('uploads/', 2_000_000);
    expect(readdirSync(join(dir, 'uploads'))).not.toContain('old');
    expect(readdirSync(join(dir, 'uploads'))).toContain('new');
    expect(readdirSync(join(dir, 'else'))).toEqual(['old']);
    await expect(door.sweep('nothing/', 2_000_000)).resolves.toBeUndefined();
  });
});
