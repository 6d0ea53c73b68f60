import { outcome } from '../test/fakes.ts';
import { lineView, partKey, readLines } from './batch.ts';
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
