import { noTracing, type Tracing } from '@ventanilla/runtime';
import { sendBatch } from './test/batch.ts';
import { createRig } from './test/rig.ts';

/** Records every second document. */
function everySecond() {
  const ended: string[] = [];
  let count = 0;
  const tracing: Tracing = {
    ...noTracing,
    begin: ({ method, route }) => {
      count += 1;
      if (count % 2 === 1) return undefined;
      const trace = count.toString(16).padStart(32, 'a');
      return {
        traceparent: `00-${trace}-${'b'.repeat(16)}-01`,
        end: (code = 'received') => ended.push(`${method} ${route} ${code}`),
      };
    },
  };
  return { tracing, ended };
}

describe('what is recorded of documents', () => {
  it('of a batch: each has a trace of its own, the others share one that is not recorded', async () => {
    const { tracing, ended } = everySecond();
    const rig = await createRig({ tracing });
    const lines = Array.from({ length: 6 }, (_, n) => `{"content":"<Invoice n='${n}'/>"}`);
    await sendBatch(rig, lines.join('\n'), 'application/x-ndjson', {});
    const traces = rig.documents().map(({ submission }) => submission.traceparent ?? '');
    const [plain, ...recorded] = [
      ...new Set(traces.toSorted((a, b) => (a.slice(-1) < b.slice(-1) ? -1 : 1))),
    ];
    expect(traces.filter((trace) => trace === plain)).toHaveLength(3);
    expect(plain).toMatch(/-00$/);
    expect(recorded.map((trace) => trace.slice(-2))).toEqual(['01', '01', '01']);
    expect(ended).toEqual(Array(3).fill('POST /v1/batches received'));
    await rig.close();
  });

  it('ends with the code of what kept a document from the stream', async () => {
    const { tracing, ended } = everySecond();
    const rig = await createRig({ tracing, signatures: 'away' });
    for (const body of ['<Invoice/>', '<Invoice n="2"/>']) {
      const headers = { authorization: rig.bearer, 'content-type': 'application/xml' };
      await rig.app.inject({ method: 'POST', url: '/v1/documents', headers, payload: body });
    }
    expect(ended).toEqual(['POST /v1/documents receipt-unavailable']);
    await rig.close();
  });
});
