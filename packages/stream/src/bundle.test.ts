import { BUNDLE_HEADER, bundleStream, packBundle, unpackBundle } from './index.ts';
import { createMemoryLog, createMemoryStream } from './memory/index.ts';
import type { Batch, DeliveredRecord, Stream } from './stream.ts';

const record = (key: string, text: string) => ({
  key,
  headers: { about: `${key}-${text}` },
  value: new TextEncoder().encode(text),
});
const textOf = ({ value }: { readonly value: Uint8Array }) => new TextDecoder().decode(value);

describe('bundle', () => {
  const records = [record('a', 'one'), record('b', ''), record('ñ', 'x'.repeat(70_000))];

  it('gives back every record, in order', () => {
    const opened = unpackBundle(packBundle(records));
    expect(opened.map(({ key, headers }) => ({ key, headers }))).toEqual(
      records.map(({ key, headers }) => ({ key, headers })),
    );
    expect(opened.map(textOf)).toEqual(records.map(textOf));
  });

  it('refuses what is cut short, longer than it says, or of another version', () => {
    const bundle = packBundle(records);
    const other = Uint8Array.from(bundle);
    other[0] = 9;
    const longer = Buffer.concat([bundle, Buffer.from([0])]);
    for (const broken of [bundle.subarray(0, -1), longer, other, new Uint8Array()]) {
      expect(() => unpackBundle(broken)).toThrow(
        expect.objectContaining({ code: 'bundle-unreadable', retryable: false }),
      );
    }
  });
});

describe('bundleStream', () => {
  const open = async (partitions: number) => {
    const timing = { retryMinMs: 1, retryMaxMs: 2, lingerMs: 1, pollMinMs: 1 };
    const raw = createMemoryStream({ log: createMemoryLog(), timing });
    await raw.ensure([
      { name: 'topic', partitions },
      { name: 'public', partitions },
    ]);
    const options = { lanes: 4, alone: ['public'], recordsMax: 3, deliveriesMax: 3 };
    return { raw, stream: bundleStream(raw, options) };
  };

  const read = async (
    stream: Stream,
    topic: string,
    count: number,
    batchSizeMax = 500,
    handler?: (batch: Batch) => Promise<void>,
  ) => {
    const seen: DeliveredRecord[] = [];
    const sizes: number[] = [];
    const controller = new AbortController();
    await stream.consume({
      topic,
      group: 'g',
      member: 'm',
      batchSizeMax,
      signal: controller.signal,
      handler: async (batch) => {
        await handler?.(batch);
        sizes.push(batch.records.length);
        seen.push(...batch.records);
        if (seen.length >= count) controller.abort();
      },
    });
    return { seen, sizes };
  };

  const keys = Array.from({ length: 40 }, (_, i) => `document-${i}`);

  it('carries many as one, keeps the order of each key and uses every partition', async () => {
    const { raw, stream } = await open(4);
    await stream.append(
      'topic',
      keys.map((key) => record(key, '1')),
    );
    await stream.append(
      'topic',
      keys.map((key) => record(key, '2')),
    );
    const backlog = await raw.backlog('topic', 'g');
    expect(backlog.map(({ records }) => records > 0)).toEqual([true, true, true, true]);
    expect(backlog.reduce((sum, { records }) => sum + records, 0)).toBeLessThan(40);
    const { seen } = await read(stream, 'topic', 80);
    for (const key of keys) {
      expect(seen.filter((each) => each.key === key).map(textOf)).toEqual(['1', '2']);
    }
    expect(seen[0]?.headers).toEqual({ about: `${seen[0]?.key}-1` });
  });

  it('never hands over more than asked for', async () => {
    const { stream } = await open(1);
    await stream.append(
      'topic',
      keys.map((key) => record(key, '1')),
    );
    const { sizes } = await read(stream, 'topic', 40, 7);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(7);
  });

  it('answers for each record with the fate of its bundle', async () => {
    const { raw } = await open(1);
    let calls = 0;
    const half: Stream = {
      ...raw,
      append: async (_, bundles) =>
        bundles.map((_, i) =>
          i % 2 === 0
            ? { ok: true as const, position: { partition: 0, offset: String(calls++) } }
            : { ok: false as const, error: new Error('no') },
        ),
    };
    const stream = bundleStream(half, { lanes: 1, alone: [], recordsMax: 2 });
    const results = await stream.append(
      'topic',
      keys.slice(0, 5).map((key) => record(key, '1')),
    );
    expect(results.map(({ ok }) => ok)).toEqual([true, true, false, false, true]);
  });

  it('leaves public topics alone and reads single records beside bundles', async () => {
    const { raw, stream } = await open(1);
    await stream.append('public', [record('a', '1')]);
    const { seen } = await read(raw, 'public', 1);
    expect(seen[0]?.headers[BUNDLE_HEADER]).toBeUndefined();
    await raw.append('topic', [record('single', '0')]);
    await stream.append('topic', [record('a', '1'), record('b', '2')]);
    const mixed = await read(stream, 'topic', 3);
    expect(mixed.seen.map(textOf)).toEqual(['0', '1', '2']);
  });

  it('takes a bundle apart that keeps failing, so that the record at fault stands alone', async () => {
    const { stream } = await open(1);
    await stream.append(
      'topic',
      ['a', 'bad', 'c'].map((key) => record(key, '1')),
    );
    const { seen } = await read(stream, 'topic', 3, 1, async ({ records }) => {
      if (records.some(({ key, position }) => key === 'bad' && position.index !== 0)) {
        throw new Error('crash');
      }
    });
    expect(seen.map(({ key }) => key).filter((key) => key === 'bad')).toEqual(['bad']);
  });
});
