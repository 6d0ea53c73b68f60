/** Figures of one process, in Prometheus form. Names end in units; labels are bounded sets. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** A figure asked for again is the same one. */
export interface Metrics {
  readonly counter: (name: string, help: string, labels?: readonly string[]) => Counter;
  readonly gauge: (name: string, help: string, labels?: readonly string[]) => Gauge;
  readonly histogram: (
    name: string,
    help: string,
    buckets: readonly number[],
    labels?: readonly string[],
  ) => Histogram;
  /** Text in the Prometheus exposition format. */
  readonly text: () => Promise<string>;
  readonly contentType: string;
}

export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const once = <T>(name: string, make: (name: string) => T): T => {
    const full = `ventanilla_${name}`;
    return (registry.getSingleMetric(full) as T | undefined) ?? make(full);
  };
  return {
    counter: (metric, help, labels = []) =>
      once(metric, (name) => new Counter({ name, help, labelNames: [...labels], registers })),
    gauge: (metric, help, labels = []) =>
      once(metric, (name) => new Gauge({ name, help, labelNames: [...labels], registers })),
    histogram: (metric, help, buckets, labels = []) =>
      once(
        metric,
        (name) =>
          new Histogram({
            name,
            help,
            buckets: [...buckets],
            labelNames: [...labels],
            registers,
          }),
      ),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
