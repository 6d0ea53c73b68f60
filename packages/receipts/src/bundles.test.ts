import {
  appendEntries,
  bundlePath,
  decodeBundle,
  encodeBundle,
  parsePiecePath,
  readBundle,
} from './bundles.ts';

const entriesOf = (from: number, to: number): Uint8Array[] =>
  Array.from({ length: to - from }, (_, i) => Buffer.from(`entry ${from + i}`));
const textsOf = (entries: readonly Uint8Array[] | undefined) =>
  entries?.map((entry) => Buffer.from(entry).toString());

function createLog() {
  const files = new Map<string, Uint8Array>();
  let held: readonly Uint8Array[] = [];
  let size = 0;
  return {
    files,
    store: {
      read: async (path: string) => files.get(path),
      list: async function* (prefix: string) {
        yield* [...files.keys()].filter((path) => path.startsWith(prefix)).sort();
      },
    },
    /** Without `recorded` the process dies before anybody learns of the new size. */
    growTo: (next: number, recorded = true) => {
      const grown = appendEntries(size, held, entriesOf(size, next));
      for (const { path, bytes } of grown.files) files.set(path, bytes);
      if (recorded) [held, size] = [grown.held, next];
    },
  };
}

describe('entry bundles', () => {
  it('give back every entry at every size, from full bundles and from pieces', async () => {
    const { files, store, growTo } = createLog();
    for (const size of [10, 11, 256, 300, 555, 900]) growTo(size);
    expect([...files.keys()].sort()).toEqual([
      'pieces/000000000000/000-010',
      'pieces/000000000000/010-011',
      'pieces/000000000001/000-044',
      'pieces/000000000002/000-043',
      'pieces/000000000003/000-132',
      'tile/entries/000',
      'tile/entries/001',
      'tile/entries/002',
    ]);
    for (const [index, width] of [
      [0, 256],
      [0, 10],
      [1, 17],
      [3, 132],
      [3, 1],
    ] as const) {
      const expected = textsOf(entriesOf(index * 256, index * 256 + width));
      expect(textsOf(await readBundle(store, index, width))).toEqual(expected);
    }
    expect(await readBundle(store, 3, 133)).toBeUndefined();
    expect(await readBundle(store, 4, 1)).toBeUndefined();
  });

  it('are whole after crashes that left pieces nobody signed for', async () => {
    const { store, growTo } = createLog();
    growTo(5);
    growTo(9, false);
    growTo(12, false);
    growTo(20);
    growTo(40, false);
    growTo(60);
    expect(textsOf(await readBundle(store, 0, 60))).toEqual(textsOf(entriesOf(0, 60)));
    expect(textsOf(await readBundle(store, 0, 7))).toEqual(textsOf(entriesOf(0, 7)));
  });

  it('say which file does not hold what its name says', async () => {
    const { files, store, growTo } = createLog();
    growTo(256);
    growTo(270);
    files.set('tile/entries/000', encodeBundle(entriesOf(0, 255)));
    files.set('pieces/000000000001/000-014', Buffer.from([0, 9]));
    await expect(readBundle(store, 0, 3)).rejects.toMatchObject({ code: 'log-tile-damaged' });
    await expect(readBundle(store, 1, 3)).rejects.toMatchObject({ code: 'log-tile-damaged' });
  });

  it('refuse an entry that their length cannot say, and know when they are cut', () => {
    expect(() => encodeBundle([Buffer.alloc(65_536)])).toThrow('65,535');
    expect(decodeBundle(Buffer.from([0, 5, 1]))).toBeUndefined();
    expect(decodeBundle(Buffer.from([0]))).toBeUndefined();
    expect(decodeBundle(Buffer.alloc(0))).toEqual([]);
    expect(() => appendEntries(3, [], entriesOf(0, 1))).toThrow('at hand');
  });

  it('are named as C2SP names them, pieces by their place', () => {
    expect(bundlePath(1_234_067)).toBe('tile/entries/x001/x234/067');
    expect(bundlePath(7, 12)).toBe('tile/entries/007.p/12');
    expect(parsePiecePath('pieces/000000000007/003-012')).toMatchObject({
      index: 7,
      from: 3,
      to: 12,
    });
    for (const wrong of ['pieces/7/003-012', 'pieces/000000000007/012-003', 'pieces/']) {
      expect(parsePiecePath(wrong)).toBeUndefined();
    }
  });
});
