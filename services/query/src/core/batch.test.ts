import { outcome } from '../test/fakes.ts';
import { batchView, lineView, partKey, readLines } from './batch.ts';
import { outcomeView } from './status.ts';

describe('batch results', () => {
  it('are found part by part', () => {
    expect(partKey('b', 7)).toBe('batches/b/part-00007.ndjson');
  });

  it('are lines that keep what reception told and gain the outcome', () => {
    const { documentId } = outcome();
    const text = [
      `{"index":0,"name":"a.xml","documentId":"${documentId}","status":"received"}`,
      '{"index":1,"name":"b.xml","status":"refused","code":"entry-empty"}',
      '',
    ].join('\n');
    const [received, refused] = readLines(Buffer.from(text));
    const view = outcomeView(outcome({ verdict: 'rejected', codes: ['X'] }));
    expect(received && lineView(received, view)).toMatchObject({
      index: 0,
      name: 'a.xml',
      status: 'rejected',
      codes: ['X'],
    });
    expect(received && lineView(received, undefined)).toBe(received);
    expect(refused && lineView(refused, view)).toBe(refused);
  });
});

describe('batch view', () => {
  const summary = {
    batchId: 'b',
    clientId: 'c',
    taxpayerId: '1',
    startedAt: '2026-03-01T12:00:00.000Z',
    finishedAt: '2026-03-01T12:00:05.000Z',
    received: 10,
    refused: 1,
    parts: 1,
  };
  const counts = { accepted: 6, acceptedWithObservations: 1, rejected: 1, waiting: 0 };
  const outcomes = { ...counts, lastRegisteredAt: null };

  it('is receiving until reception has summed it up', () => {
    const view = batchView('b', undefined, outcomes, undefined);
    expect(view).toMatchObject({ status: 'receiving', settled: 8 });
  });

  it('is settled when every document is counted, or when the mark has passed it', () => {
    const state = (...[counted, mark]: [typeof outcomes, string?]) => {
      const { status, settled } = batchView('b', summary, counted, mark);
      return [status, settled];
    };
    expect(state(outcomes)).toEqual(['settling', 8]);
    expect(state({ ...outcomes, accepted: 8 })).toEqual(['settled', 10]);
    expect(state(outcomes, '2026-03-01T12:00:04.000Z')).toEqual(['settling', 8]);
    expect(state(outcomes, '2026-03-01T12:00:06.000Z')).toEqual(['settled', 10]);
    expect(state({ ...outcomes, waiting: 2 }, '2026-03-01T12:00:06.000Z')).toEqual(['settling', 8]);
  });
});
