import { cacheFiles } from './tile-cache.ts';

function setUp(filesMax: number) {
  const asked: string[] = [];
  const read = cacheFiles(async (path) => {
    asked.push(path);
    return path === 'none' ? undefined : Buffer.from(path);
  }, filesMax);
  return { read, asked };
}

describe('file cache', () => {
  it('reads a file once', async () => {
    const { read, asked } = setUp(2);
    await read('a');
    expect(String(await read('a'))).toBe('a');
    expect(asked).toEqual(['a']);
  });

  it('asks again for what was not there', async () => {
    const { read, asked } = setUp(2);
    expect(await read('none')).toBeUndefined();
    await read('none');
    expect(asked).toEqual(['none', 'none']);
  });

  it('forgets what was used longest ago', async () => {
    const { read, asked } = setUp(2);
    for (const path of ['a', 'b', 'a', 'c', 'a', 'b']) await read(path);
    expect(asked).toEqual(['a', 'b', 'c', 'b']);
  });
});
