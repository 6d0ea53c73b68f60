import { recordPurge } from '@ventanilla/custody';
import {
  encodeCheckpoint,
  parseCheckpoint,
  parseNote,
  type ReadTile,
  signNote,
} from '@ventanilla/receipts';
import { buildRemains, readSegment } from '@ventanilla/segments';
import {
  createRowComparer,
  type Finding,
  type LedgerRow,
  monitorLog,
  verifySegments,
} from '../src/index.ts';
import { createPlatform, createSigner, ORIGIN } from './platform.ts';

async function compareRows(
  rows: readonly LedgerRow[],
  size: number,
  readTile: ReadTile,
): Promise<readonly Finding[]> {
  const comparer = createRowComparer(size, readTile);
  await comparer.take(rows);
  return comparer.finish();
}

type Platform = Awaited<ReturnType<typeof createPlatform>>;
const headOf = (note: string) => parseCheckpoint(parseNote(note)?.text ?? '');

describe('monitor', () => {
  let platform: Platform;
  beforeEach(async () => {
    platform = await createPlatform();
  });
  const check = (more: object = {}) =>
    monitorLog({ files: platform.files, keys: platform.keys, ...more });
  const codes = async (more: object = {}) =>
    (await check(more)).findings.map(({ code, where }) => `${code} ${where}`);

  it('finds nothing in a sound log, at every size on the way', async () => {
    let remembered: ReturnType<typeof headOf>;
    for (const count of [1, 6, 249, 1, 300, 200]) {
      await platform.register(count);
      const report = await check(remembered ? { remembered } : {});
      expect(report.findings).toEqual([]);
      remembered = report.checkpoint;
    }
    expect(remembered?.size).toBe(757);
    expect((await check()).tiles).toBe(9);
    const overHttp = { files: { read: platform.readTile } };
    expect((await check(overHttp)).findings).toEqual([]);
  });

  it('finds a log that went back to an older head, though it was signed once', async () => {
    const older = await platform.register(300);
    const remembered = headOf(await platform.register(100));
    expect(await codes({ remembered })).toEqual([]);
    await platform.objects.replace('log/checkpoint', Buffer.from(older));
    expect(await codes()).toEqual([]);
    expect(await codes({ remembered })).toEqual(['shrunk checkpoint']);
  });

  it('finds a fork: another past under a longer signed head', async () => {
    const remembered = headOf(await platform.register(400));
    const other = await createPlatform();
    const { root } = headOf(await other.register(500)) ?? { root: Buffer.alloc(0) };
    const text = encodeCheckpoint({ origin: ORIGIN, size: 500, root });
    const note = await signNote(text, platform.signer.key, platform.signer.sign);
    await other.objects.replace('log/checkpoint', Buffer.from(note));
    expect(await codes({ files: other.files })).toEqual([]);
    expect(await codes({ files: other.files, remembered })).toEqual(['forked checkpoint']);
  });

  it('does not believe a checkpoint of another key, or none', async () => {
    expect(await codes()).toEqual(['missing checkpoint']);
    await platform.register(3);
    expect(await codes({ keys: [createSigner().key] })).toEqual(['key-unknown checkpoint']);
    await platform.objects.replace('log/checkpoint', Buffer.from([0xff, 0xfe]));
    expect(await codes()).toEqual(['checkpoint-malformed checkpoint']);
  });

  it('names a file that no log writes, and takes tiles written ahead of the head', async () => {
    await platform.register(10);
    await platform.objects.put('log/tile/9x', Buffer.from('x'));
    await platform.objects.put('log/tile/0/000.p/12', Buffer.alloc(12 * 32));
    expect(await codes()).toEqual(['unexpected tile/9x']);
  });
});

describe('ledger rows', () => {
  it('are compared with the leaves, and missed when they are gone', async () => {
    const { register, rows, readTile } = await createPlatform();
    await register(300);
    await register(4);
    expect(await compareRows(rows, 304, readTile)).toEqual([]);
    expect(await compareRows(rows, 300, readTile)).toEqual([]);
    const without = rows.filter(({ logIndex }) => logIndex !== 7 && logIndex !== 303);
    expect(await compareRows(without, 304, readTile)).toEqual([
      { code: 'row-missing', where: '7' },
      { code: 'row-missing', where: '303' },
    ]);
    const twice = [...rows.slice(0, 3), ...rows.slice(2)];
    expect((await compareRows(twice, 304, readTile)).map(({ code }) => code)).toEqual([
      'row-differs',
    ]);
  });
});

describe('archive', () => {
  it('is walked, decrypted and hashed', async () => {
    const { register, objects, envelopes } = await createPlatform();
    await register(5);
    await register(7);
    expect(await verifySegments({ objects })).toMatchObject({ findings: [], segments: 2 });
    const deep = await verifySegments({ objects, envelopes });
    expect(deep).toMatchObject({ findings: [], segments: 2, documents: 12 });
    await objects.put('segments/original/notes.txt', Buffer.from('x'));
    expect((await verifySegments({ objects })).findings).toEqual([
      { code: 'unexpected', where: 'segments/original/notes.txt' },
    ]);
  });

  it('finds content that is encrypted under a key it cannot have', async () => {
    const { register, objects } = await createPlatform();
    await register(5);
    const { envelopes } = await createPlatform();
    const { findings } = await verifySegments({ objects, envelopes });
    expect(findings).toMatchObject([{ code: 'tampered' }]);
  });
});

describe('an archive of which a segment was purged', () => {
  async function purged() {
    const { register, objects, envelopes } = await createPlatform();
    await register(3);
    await register(2);
    const [object = ''] = await Array.fromAsync(objects.list('segments/original/'));
    const remains = await buildRemains(objects, envelopes, object);
    if (remains === undefined) throw new Error('no segment');
    await recordPurge(objects, remains, '2031-01-01T00:00:00.000Z');
    const without = (...gone: readonly string[]): typeof objects => ({
      ...objects,
      get: async (key) => (gone.includes(key) ? undefined : objects.get(key)),
      getRange: async (key, ...range) =>
        gone.includes(key) ? undefined : objects.getRange(key, ...range),
      list: async function* (prefix) {
        for await (const key of objects.list(prefix)) if (!gone.includes(key)) yield key;
      },
    });
    return { object, remains: remains.object, envelopes, without };
  }

  it('is sound without it, and holds no original any more', async () => {
    const { object, envelopes, without } = await purged();
    const objects = without(object);
    expect(await verifySegments({ objects, envelopes })).toMatchObject({
      findings: [],
      segments: 2,
      documents: 5,
    });
    const left = await Array.fromAsync(objects.list('segments/original/'));
    const opened = left.map((key) => readSegment({ objects, envelope: envelopes.original }, key));
    const contents = (await Promise.all(opened)).flatMap(({ documents }) => documents);
    expect(contents.filter(({ content }) => content.length > 0).length).toBeLessThan(5);
  });

  it('lacks something when its remains are gone too', async () => {
    const { object, remains, without } = await purged();
    expect((await verifySegments({ objects: without(object, remains) })).findings).toEqual([
      { code: 'missing', where: object },
    ]);
  });
});
