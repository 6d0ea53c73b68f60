/** Traces by the libraries of OpenTelemetry. Loaded only where traces are on. */
import {
  type Attributes,
  context,
  type Link,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { errorCode } from '@ventanilla/errors';
import { recordedContext, type TraceContext, writeTraceparent } from './traceparent.ts';
import type { TracedBatch, TraceIds, Tracing } from './tracing.ts';

export interface OpenTelemetryOptions {
  readonly service: string;
  readonly resource: Readonly<Record<string, string>>;
  /** Where spans go. */
  readonly exporter: SpanExporter;
  /** Share of the documents that are recorded. */
  readonly ratio: number;
  readonly random: () => number;
}

/** Spans that wait to be sent, about a kilobyte each; beyond, they are dropped. */
const QUEUE_MAX = 2_048;
const EXPORT_AT_ONCE_MAX = 256;
const EXPORT_EVERY_MS = 2_000;
const EXPORT_TIMEOUT_MS = 4_000;
/** Recorded documents of one batch: with a large share of them it is the batch that counts. */
const RECORDED_MAX = 64;

const KINDS = {
  consumer: SpanKind.CONSUMER,
  producer: SpanKind.PRODUCER,
  internal: SpanKind.INTERNAL,
} as const;

const asSpanContext = (given: TraceContext): SpanContext => ({
  ...given,
  traceFlags: TraceFlags.SAMPLED,
  isRemote: true,
});
const below = (parent: SpanContext) => trace.setSpanContext(ROOT_CONTEXT, parent);
const linkTo = (to: SpanContext): Link => ({ context: to });
const idsOf = ({ traceId, spanId }: SpanContext): TraceIds => ({
  trace_id: traceId,
  span_id: spanId,
});

export function createTracing(options: OpenTelemetryOptions): Tracing {
  const { ratio, random, exporter } = options;
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ ...options.resource, 'service.name': options.service }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        maxQueueSize: QUEUE_MAX,
        maxExportBatchSize: EXPORT_AT_ONCE_MAX,
        scheduledDelayMillis: EXPORT_EVERY_MS,
        exportTimeoutMillis: EXPORT_TIMEOUT_MS,
      }),
    ],
  });
  const tracer = provider.getTracer('ventanilla');
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const thrownIn = new WeakMap<object, TraceIds>();

  const failed = (spans: readonly Span[], error: unknown) => {
    const [span] = spans;
    if (span && typeof error === 'object' && error !== null && !thrownIn.has(error)) {
      thrownIn.set(error, idsOf(span.spanContext()));
    }
    for (const each of spans) fail(each, errorCode(error));
  };

  /** `first` is the one under way while `work` runs. */
  const within = async <T>(
    first: Span,
    others: readonly Span[],
    work: () => Promise<T>,
  ): Promise<T> => {
    const spans = [first, ...others];
    try {
      return await context.with(trace.setSpan(ROOT_CONTEXT, first), work);
    } catch (error) {
      failed(spans, error);
      throw error;
    } finally {
      for (const span of spans) span.end();
    }
  };

  return {
    begin: ({ method, route, caller, startedMs }) => {
      if (random() >= ratio) return undefined;
      const from = recordedContext(caller);
      const span = tracer.startSpan(
        `${method} ${route}`,
        {
          kind: SpanKind.SERVER,
          startTime: startedMs,
          attributes: { 'http.request.method': method, 'http.route': route },
          // A stranger decides neither what is recorded nor in whose trace it is found.
          ...(from && { links: [linkTo(asSpanContext(from))] }),
        },
        ROOT_CONTEXT,
      );
      return {
        traceparent: writeTraceparent(span.spanContext()),
        end: (code) => {
          if (code !== undefined) fail(span, code);
          span.end();
        },
      };
    },
    batch: (batch, work) => {
      const [first, ...others] = recordedOf(batch);
      // Not in the context of whatever happened to start this.
      if (first === undefined) return context.with(ROOT_CONTEXT, work);
      const start = (document: Recorded, links: Link[]) =>
        tracer.startSpan(
          batch.name,
          { kind: KINDS[batch.kind], attributes: attributesOf(batch, document), links },
          below(document.context),
        );
      const links = others.map((other) => linkTo(other.context));
      const span = start(first, links);
      const alongside = others.map((other) => start(other, [linkTo(span.spanContext())]));
      return within(span, alongside, work);
    },
    step: (name, work) =>
      trace.getActiveSpan() === undefined ? work() : within(tracer.startSpan(name), [], work),
    ids: (error) => {
      const span = trace.getActiveSpan();
      if (span !== undefined) return idsOf(span.spanContext());
      return typeof error === 'object' && error !== null ? thrownIn.get(error) : undefined;
    },
    close: async () => {
      await provider.shutdown().catch(() => undefined);
      context.disable();
    },
  };
}

function fail(span: Span, code: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', code);
}

interface Recorded {
  readonly key: string;
  readonly context: SpanContext;
}

function recordedOf({ records }: TracedBatch): readonly Recorded[] {
  const recorded: Recorded[] = [];
  for (const { key, headers } of records) {
    const found = recordedContext(headers.traceparent);
    if (found !== undefined) recorded.push({ key, context: asSpanContext(found) });
    if (recorded.length === RECORDED_MAX) break;
  }
  return recorded;
}

const attributesOf = ({ records, attributes }: TracedBatch, { key }: Recorded): Attributes => ({
  ...attributes,
  'messaging.batch.message_count': records.length,
  'ventanilla.document.id': key,
});
