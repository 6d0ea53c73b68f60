/** Settings → traces: none, or those of OpenTelemetry sent to a collector. */
import type { Logger } from 'pino';
import type { Metrics } from './metrics.ts';
import { noTracing, type Tracing } from './tracing.ts';
import { pairsOf, type TracingSettings } from './tracing-settings.ts';

export interface TracingNeeds {
  readonly service: string;
  readonly metrics: Metrics;
  /** Asked for when there is something to say, which is after the start. */
  readonly log: () => Logger;
}

const EXPORT_TIMEOUT_MS = 3_000;

/** A collector that is away costs the traces of that time and nothing else. */
export async function openTracing(
  settings: TracingSettings,
  { service, metrics, log }: TracingNeeds,
): Promise<Tracing> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = settings;
  if (endpoint === '') return noTracing;
  const [{ createTracing }, { OTLPTraceExporter }] = await Promise.all([
    import('./open-telemetry.ts'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: pairsOf(settings.OTEL_EXPORTER_OTLP_HEADERS),
    timeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const lost = metrics.counter('trace_spans_lost_total', 'Spans that no collector took');
  let away = false;
  return createTracing({
    service,
    resource: pairsOf(settings.OTEL_RESOURCE_ATTRIBUTES),
    ratio: settings.OTEL_TRACES_SAMPLER_ARG,
    random: Math.random,
    exporter: {
      export: (spans, done) =>
        exporter.export(spans, (result) => {
          const { error } = result;
          if (error) lost.inc(spans.length);
          // Told at the change only: nobody's documents are touched.
          if (error && !away) log().warn({ err: error }, 'traces are not taken');
          if (!error && away) log().info('traces are taken again');
          away = error !== undefined;
          done(result);
        }),
      shutdown: () => exporter.shutdown(),
    },
  });
}
