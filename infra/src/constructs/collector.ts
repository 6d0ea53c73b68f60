/**
 * What stands beside each service: the collector of OpenTelemetry as AWS distributes it. It scrapes the
 * service's own figures into CloudWatch and hands its traces to X-Ray.
 */
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { HEALTH_PORT, OTLP_PORT } from '../service-environment.ts';
import type { EnvironmentSettings, ServiceName } from '../settings/schema.ts';

/** Of the task's size. A collector that outgrows it is ended; the service goes on. */
export const COLLECTOR_SIZE = { cpu: 64, memoryMiB: 256 } as const;
export const METRIC_NAMESPACE = 'Ventanilla';

const HEALTH_CHECK_PORT = 13_133;
/** Of its memory: what it holds back from there on, it refuses or drops. */
const MEMORY_LIMIT_MIB = 180;
const MEMORY_SPIKE_MIB = 40;
const SCRAPE_SECONDS = 60;

/** Each of these and each service is a metric that is paid for: what alarms and the dashboard show. */
export const SHIPPED = [
  'ventanilla_batch_errors_total',
  'ventanilla_completeness_lag_seconds',
  'ventanilla_dead_letters_total',
  'ventanilla_documents_received_total',
  'ventanilla_failures_total',
  'ventanilla_key_service_failing',
  'ventanilla_oldest_unprocessed_seconds',
  'ventanilla_records_total',
  'ventanilla_trace_spans_lost_total',
  'ventanilla_verdicts_total',
] as const;

export type Telemetry = EnvironmentSettings['telemetry'];

export const hasCollector = ({ traces, metrics }: Telemetry): boolean => traces || metrics;

export interface CollectorNeeds {
  readonly service: ServiceName;
  readonly region: string;
  readonly telemetry: Telemetry;
  /** Of the metrics, in embedded metric format. */
  readonly metricsLog: Pick<ILogGroup, 'logGroupName'> | undefined;
}

/** For `AOT_CONFIG_CONTENT`, which is YAML, and so JSON. */
export function collectorConfig({
  service,
  region,
  telemetry,
  metricsLog,
}: CollectorNeeds): string {
  const pipelines = {
    ...(telemetry.traces && { traces: pipeline('otlp', 'awsxray') }),
    ...(metricsLog && { metrics: pipeline('prometheus', 'awsemf') }),
  };
  return JSON.stringify({
    extensions: { health_check: { endpoint: `127.0.0.1:${HEALTH_CHECK_PORT}` } },
    receivers: {
      ...(telemetry.traces && {
        otlp: { protocols: { http: { endpoint: `127.0.0.1:${OTLP_PORT}` } } },
      }),
      ...(metricsLog && { prometheus: scrape(service) }),
    },
    processors: {
      memory_limiter: {
        check_interval: '1s',
        limit_mib: MEMORY_LIMIT_MIB,
        spike_limit_mib: MEMORY_SPIKE_MIB,
      },
      batch: { timeout: '5s', send_batch_size: 50 },
    },
    exporters: {
      ...(telemetry.traces && {
        awsxray: { region, local_mode: true, indexed_attributes: ['ventanilla.document.id'] },
      }),
      ...(metricsLog && { awsemf: emf(service, region, metricsLog.logGroupName) }),
    },
    service: { extensions: ['health_check'], pipelines },
  });
}

const pipeline = (receiver: string, exporter: string) => ({
  receivers: [receiver],
  processors: ['memory_limiter', 'batch'],
  exporters: [exporter],
});

const scrape = (service: ServiceName) => ({
  config: {
    scrape_configs: [
      {
        job_name: service,
        scrape_interval: `${SCRAPE_SECONDS}s`,
        scrape_timeout: '10s',
        static_configs: [{ targets: [`127.0.0.1:${HEALTH_PORT}`] }],
        metric_relabel_configs: [
          { source_labels: ['__name__'], regex: SHIPPED.join('|'), action: 'keep' },
        ],
      },
    ],
  },
});

const emf = (service: ServiceName, region: string, logGroup: string) => ({
  region,
  namespace: METRIC_NAMESPACE,
  log_group_name: logGroup,
  log_stream_name: service,
  dimension_rollup_option: 'NoDimensionRollup',
  // It starts with the service, so that the first value of a counter is what was counted until then:
  // without it the first failure of each kind would be lost.
  retain_initial_value_of_delta_metric: true,
  metric_declarations: [{ dimensions: [['service']], metric_name_selectors: [...SHIPPED] }],
});
