/** Traces of a platform that is measured, to a collector that takes them on this machine. */
import { startTraceCollector } from '@ventanilla/testing';
import { SERVICE_NAMES } from '../platform/environment.ts';
import type { PlatformOptions } from '../platform/platform.ts';

export interface Traced {
  readonly overrides: NonNullable<PlatformOptions['overrides']>;
  /** Spans that came. */
  readonly spans: () => number;
  readonly close: () => Promise<void>;
}

/** Settings that record this share of the documents. */
export async function startTraced(share: number): Promise<Traced> {
  const collector = await startTraceCollector();
  const settings = {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_TRACES_SAMPLER_ARG: String(share),
  };
  return {
    overrides: Object.fromEntries(SERVICE_NAMES.map((name) => [name, settings])),
    spans: () => collector.spans.length,
    close: collector.close,
  };
}
