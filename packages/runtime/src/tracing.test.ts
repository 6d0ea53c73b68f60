import { OperationalError } from '@ventanilla/errors';
import { startTraceCollector, type TraceCollector } from '@ventanilla/testing';
import { pino } from 'pino';
import { createMetrics } from './metrics.ts';
import { openTracing } from './open-tracing.ts';
import { maskSettings, readSettings, SettingsError } from './settings.ts';
import { recordedContext, unrecorded } from './traceparent.ts';
import { noTracing, type Tracing, traced } from './tracing.ts';

const CALLER = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const ARRIVAL = { method: 'POST', route: '/v1/documents', caller: CALLER, startedMs: 1 };

const lines: Record<string, unknown>[] = [];
const log = pino({ base: null }, { write: (line: string) => lines.push(JSON.parse(line)) });
const metrics = createMetrics('test');
const open = (more: Readonly<Record<string, string>>) =>
  openTracing(readSettings({}, more), { service: 'test', metrics, log: () => log });

const recordOf = (key: string, traceparent?: string) => ({
  key,
  headers: traceparent === undefined ? {} : { traceparent },
});
const batchOf = (...records: ReturnType<typeof recordOf>[]) => ({
  name: 'process documents.received',
  kind: 'consumer' as const,
  records,
});

describe('traces', () => {
  let collector: TraceCollector;
  let tracing: Tracing;
  beforeEach(async () => {
    collector = await startTraceCollector();
    tracing = await open({
      OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
      OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc,x-site=1',
      OTEL_TRACES_SAMPLER_ARG: '1',
    });
  });
  afterEach(async () => {
    await tracing.close();
    await collector.close();
  });
  const begin = () => tracing.begin(ARRIVAL) as NonNullable<ReturnType<Tracing['begin']>>;
  const ended = async () => {
    await tracing.close();
    return collector.spans;
  };

  it('begins one of its own for a document, linked with that of its caller', async () => {
    const { traceparent, end } = begin();
    end('stream-unavailable');
    const [span] = await ended();
    expect(traceparent).toBe(`00-${span?.traceId}-${span?.spanId}-01`);
    expect(span).toMatchObject({
      service: 'test',
      name: 'POST /v1/documents',
      links: [`${'a'.repeat(32)}/${'b'.repeat(16)}`],
      attributes: { 'http.route': '/v1/documents', 'error.type': 'stream-unavailable' },
      failed: true,
    });
    expect(span?.parentSpanId).toBeUndefined();
    expect(collector.headers()).toMatchObject({ authorization: 'Bearer abc', 'x-site': '1' });
  });

  it('shows a batch and its steps in the trace of a document, and in those of the others by a link', async () => {
    const [one, two] = [begin(), begin()];
    one.end();
    two.end();
    const port = traced(tracing, 'objects', { put: async () => tracing.ids() }, 'put');
    const records = [
      recordOf('d0'),
      recordOf('d1', one.traceparent),
      recordOf('d2', two.traceparent),
    ];
    const under = await tracing.batch(batchOf(...records), port.put);
    const spans = await ended();
    const [first, second] = spans.filter(({ name }) => name.startsWith('process'));
    const traceOf = (traceparent: string) => traceparent.split('-')[1];
    expect(first).toMatchObject({
      traceId: traceOf(one.traceparent),
      links: [two.traceparent.slice(3, -3).replace('-', '/')],
      attributes: { 'ventanilla.document.id': 'd1', 'messaging.batch.message_count': 3 },
    });
    expect(second).toMatchObject({
      traceId: traceOf(two.traceparent),
      links: [`${first?.traceId}/${first?.spanId}`],
      attributes: { 'ventanilla.document.id': 'd2' },
    });
    const step = spans.find(({ name }) => name === 'objects.put');
    expect(step?.parentSpanId).toBe(first?.spanId);
    expect(under).toEqual({ trace_id: step?.traceId, span_id: step?.spanId });
  });

  it('says the code of what failed, and in which span', async () => {
    const { traceparent, end } = begin();
    end();
    const error = new OperationalError('away', 'Not for a trace.', { retryable: true });
    const failing = tracing.batch(batchOf(recordOf('d', traceparent)), () =>
      tracing.step('objects.put', () => Promise.reject(error)),
    );
    await expect(failing).rejects.toBe(error);
    const spans = await ended();
    const failed = spans.filter((span) => span.failed);
    expect(failed.map(({ name, attributes }) => [name, attributes['error.type']])).toEqual([
      ['objects.put', 'away'],
      ['process documents.received', 'away'],
    ]);
    expect(tracing.ids(error)?.span_id).toBe(failed[0]?.spanId);
    expect(JSON.stringify(spans)).not.toContain('Not for a trace.');
  });

  it('leaves out what is not recorded, whatever else is under way', async () => {
    const { traceparent, end } = begin();
    end();
    const plain = batchOf(recordOf('d', unrecorded(traceparent)), recordOf('e'));
    await tracing.batch(batchOf(recordOf('f', traceparent)), () =>
      tracing.batch(plain, () => tracing.step('objects.put', async () => undefined)),
    );
    expect((await ended()).map(({ name }) => name)).toEqual([
      'POST /v1/documents',
      'process documents.received',
    ]);
  });
});

describe('a collector that is away', () => {
  it('costs the spans of that time, is told of once, and holds nothing up', async () => {
    lines.length = 0;
    const tracing = await open({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
      OTEL_TRACES_SAMPLER_ARG: '1',
    });
    for (let n = 0; n < 100; n += 1) tracing.begin(ARRIVAL)?.end();
    await tracing.close();
    expect(lines.map(({ msg }) => msg)).toEqual(['traces are not taken']);
    expect(await metrics.text()).toContain('ventanilla_trace_spans_lost_total{service="test"} 100');
  });
});

describe('without a collector', () => {
  it('nothing is traced, and ports stay as they are', async () => {
    expect(await open({})).toBe(noTracing);
    expect(noTracing.begin(ARRIVAL)).toBeUndefined();
    const port = { put: async () => 'stored' };
    expect(traced(noTracing, 'objects', port, 'put')).toBe(port);
    expect(await noTracing.batch(batchOf(recordOf('d', CALLER)), port.put)).toBe('stored');
    expect(await noTracing.step('x', port.put)).toBe('stored');
    expect(noTracing.ids(new Error('x'))).toBeUndefined();
  });

  it('a share of none records nothing', async () => {
    const tracing = await open({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
      OTEL_TRACES_SAMPLER_ARG: '0',
    });
    expect(tracing.begin(ARRIVAL)).toBeUndefined();
    await tracing.close();
  });
});

describe('traceparent', () => {
  it.each([
    [CALLER, { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }],
    [unrecorded(CALLER), undefined],
    [`01${CALLER.slice(2)}`, undefined],
    [`${CALLER}-more`, undefined],
    [CALLER.toUpperCase(), undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s', (text, expected) => expect(recordedContext(text)).toEqual(expected));

  it('keeps its ids when it says that nothing is recorded', () =>
    expect(unrecorded(CALLER)).toBe(`00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`));
});

describe('settings of traces', () => {
  it.each([
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318', /must be a URL/],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'no pairs', /name=value/],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%zz', /name=value/],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc', /http\/json/],
    ['OTEL_RESOURCE_ATTRIBUTES', 'a=1,,b=2', /name=value/],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5', /<=1/],
    ['OTEL_TRACES_SAMPLER_ARG', 'some', /number/],
  ])('%s=%s is refused', (name, value, says) => {
    const read = () => readSettings({}, { [name]: value });
    expect(read).toThrow(SettingsError);
    expect(read).toThrow(new RegExp(`${name}: .*${says.source}`));
  });

  it('are logged without credentials', () => {
    expect(
      maskSettings({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'https://user:password@collector',
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc',
      }),
    ).toEqual({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'https://***@collector',
      OTEL_EXPORTER_OTLP_HEADERS: '***',
    });
  });
});
