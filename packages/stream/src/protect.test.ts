import { OperationalError } from '@ventanilla/errors';
import { DEAD_HEADERS, ENCODING_HEADER, protectStream, type ValueCodec } from './index.ts';
import { createMemoryLog, createMemoryStream } from './memory/index.ts';
import type { Batch, DeliveredRecord, Stream } from './stream.ts';

/** Turns every byte over; a value that starts with 0 does not decode. */
const codec: ValueCodec = {
  name: 'not',
  encode: async (records) => records.map(({ value }) => value.map((byte) => ~byte)),
  decode: async (records) => {
    if (records.some(({ value }) => value[0] === 0)) {
      throw new OperationalError('tampered', 'a value was changed', { retryable: false });
    }
    return records.map(({ value }) => value.map((byte) => ~byte));
  },
};
const record = (key: string, ...bytes: number[]) => ({
  key,
  headers: { kind: 'k' },
  value: Uint8Array.from(bytes),
});

const read = async (
  stream: Stream,
  topic: string,
  count: number,
  handler?: (batch: Batch) => Promise<void>,
) => {
  const seen: DeliveredRecord[] = [];
  const controller = new AbortController();
  const done = stream.consume({
    topic,
    group: 'g',
    member: 'm',
    signal: controller.signal,
    handler: async (batch) => {
      await handler?.(batch);
      seen.push(...batch.records);
      if (seen.length >= count) controller.abort();
    },
  });
  await done;
  return seen;
};

describe('protectStream', () => {
  const open = async () => {
    const timing = { retryMinMs: 5, lingerMs: 1, pollMinMs: 1 };
    const raw = createMemoryStream({ log: createMemoryLog(), timing });
    await raw.ensure([
      { name: 'topic', partitions: 1 },
      { name: 'dead', partitions: 1 },
    ]);
    return { raw, stream: protectStream(raw, { codec, deadTopic: 'dead' }) };
  };

  it('encodes on the way in, decodes on the way out, and leaves no trace in the headers', async () => {
    const { raw, stream } = await open();
    await stream.append('topic', [record('a', 1, 2)]);
    const [stored] = await read(raw, 'topic', 1);
    expect(stored).toMatchObject({ headers: { [ENCODING_HEADER]: 'not' } });
    expect([...(stored?.value ?? [])]).toEqual([254, 253]);
    await stream.append('topic', [record('a', 3)]);
    const [plain] = await read(stream, 'topic', 1);
    expect(plain).toMatchObject({ headers: { kind: 'k' } });
    expect(plain?.headers).not.toHaveProperty(ENCODING_HEADER);
    expect([...(plain?.value ?? [])]).toEqual([3]);
  });

  it('sets values aside that do not decode or skipped the codec, once, though the batch comes again', async () => {
    const { raw, stream } = await open();
    await stream.append('topic', [record('a', 1)]);
    await raw.append('topic', [
      record('plain', 9),
      { ...record('bad', 0, 9), headers: { [ENCODING_HEADER]: 'not' } },
    ]);
    await stream.append('topic', [record('b', 2)]);
    let outages = 2;
    const seen = await read(stream, 'topic', 2, async () => {
      if (outages-- > 0) throw new OperationalError('outage', 'wait', { retryable: true });
    });
    expect(seen.map(({ key }) => key)).toEqual(['a', 'b']);
    const [backlog] = await raw.backlog('dead', 'g');
    expect(backlog?.records).toBe(2);
    const letters = await read(stream, 'dead', 2);
    expect(letters.map(({ headers }) => headers[DEAD_HEADERS.reason])).toEqual([
      'not-encoded',
      'tampered',
    ]);
    expect([...(letters[1]?.value ?? [])]).toEqual([0, 9]);
  });
});
