/** Consuming one topic the way every service does: figures, logging, and death when the consumer dies. */
import { errorCode } from '@ventanilla/errors';
import {
  type Batch,
  type BatchHandler,
  type DeliveredRecord,
  type Stream,
  withDeadLetters,
} from '@ventanilla/stream';
import type { ServiceContext } from './service.ts';
import type { TracedBatch } from './tracing.ts';

export interface ConsumeTopicOptions {
  readonly stream: Stream;
  readonly topic: string;
  readonly group: string;
  /** Its effect must be durable when it resolves, and harmless when run twice. */
  readonly handler: BatchHandler;
  /** Where records go that no retry can help; without it such a record holds up its partition. */
  readonly deadTopic?: string;
  readonly batchSizeMax?: number;
  readonly batchBytesMax?: number;
}

const BACKLOG_INTERVAL_MS = 5_000;
const SECONDS_BUCKETS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Starts consuming; the service stops when it stops, and fails when the consumer fails. */
export function consumeTopic(context: ServiceContext, options: ConsumeTopicOptions): void {
  const { stream, topic, group } = options;
  const figures = consumerFigures(context, options);
  const handler = figures.measured(options.handler);
  const running = stream.consume({
    topic,
    group,
    member: `${context.name}-${context.settings.MEMBER_ID}`,
    handler:
      options.deadTopic === undefined
        ? handler
        : withDeadLetters(handler, {
            sink: stream,
            deadTopic: options.deadTopic,
            group,
            log: figures.setAside,
          }),
    ...(options.batchSizeMax !== undefined && { batchSizeMax: options.batchSizeMax }),
    ...(options.batchBytesMax !== undefined && { batchBytesMax: options.batchBytesMax }),
    onError: figures.failed,
    signal: context.signal,
  });
  running.catch(context.fail);
  context.onStop(() => running.catch(() => undefined));
  watchBacklog(context, options);
}

function consumerFigures(context: ServiceContext, { topic, group }: ConsumeTopicOptions) {
  const { metrics, log, tracing } = context;
  const records = metrics.counter('records_total', 'Records settled', ['topic']);
  const dead = metrics.counter('dead_letters_total', 'Records set aside', ['topic', 'code']);
  const errors = metrics.counter('batch_errors_total', 'Failed batches', ['topic', 'code']);
  const seconds = metrics.histogram('batch_seconds', 'Time to settle a batch', SECONDS_BUCKETS, [
    'topic',
  ]);
  return {
    measured:
      (handler: BatchHandler): BatchHandler =>
      async (batch) => {
        const startedAt = performance.now();
        await tracing.batch(tracedBatch(batch, group), () => handler(batch));
        seconds.observe({ topic }, (performance.now() - startedAt) / 1000);
        records.inc({ topic }, batch.records.length);
      },
    setAside: (record: DeliveredRecord, _topic: string, error: unknown) => {
      dead.inc({ topic, code: errorCode(error) });
      const { key, position } = record;
      const ids = tracing.ids(error);
      log.error(
        { err: error, topic, documentId: key, ...position, ...ids },
        'record set aside as poison',
      );
    },
    failed: (error: unknown, { partition, records: { length } }: Batch) => {
      errors.inc({ topic, code: errorCode(error) });
      const ids = tracing.ids(error);
      log.warn(
        { err: error, topic, partition, records: length, ...ids },
        'batch failed, will be retried',
      );
    },
  };
}

const tracedBatch = ({ topic, partition, records }: Batch, group: string): TracedBatch => ({
  name: `process ${topic}`,
  kind: 'consumer',
  records,
  attributes: {
    'messaging.destination.name': topic,
    'messaging.destination.partition.id': String(partition),
    'messaging.consumer.group.name': group,
  },
});

function watchBacklog(context: ServiceContext, { stream, topic, group }: ConsumeTopicOptions) {
  const lag = context.metrics.gauge('lag_records', 'Records not yet settled', ['topic']);
  const age = context.metrics.gauge(
    'oldest_unprocessed_seconds',
    'Age of the oldest record not yet settled',
    ['topic'],
  );
  const measure = async () => {
    const backlog = await stream.backlog(topic, group);
    lag.set(
      { topic },
      backlog.reduce((total, { records }) => total + records, 0),
    );
    age.set({ topic }, Math.max(0, ...backlog.map(({ oldestAgeMs }) => oldestAgeMs)) / 1000);
  };
  const timer = setInterval(() => {
    // The consumer itself reports an unreachable stream; a missing figure is not worth a second line.
    measure().catch(() => undefined);
  }, BACKLOG_INTERVAL_MS);
  context.onStop(async () => clearInterval(timer));
}
