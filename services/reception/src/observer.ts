/** Figures and logs of reception: codes and counts, never content or tokens. */
import { errorCode } from '@ventanilla/errors';
import type { ServiceContext } from '@ventanilla/runtime';
import type { GroupPorts } from './append-group.ts';
import type { AppendQueue, QueueOptions } from './append-queue.ts';
import type { Observer } from './ports.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const GROUP_SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256];

export function createObserver({ metrics, log }: Pick<ServiceContext, 'metrics' | 'log'>) {
  const received = metrics.counter('documents_received_total', 'Documents acknowledged');
  const bytes = metrics.counter('document_bytes_received_total', 'Their bytes');
  const refusals = metrics.counter('requests_refused_total', 'Refusals by code', ['code']);
  const failures = metrics.counter('failures_total', 'Failures of ours by code', ['code']);
  const entries = metrics.counter('batch_entries_total', 'Entries of batches', ['status']);
  const acknowledged = metrics.histogram('acknowledge_seconds', 'From request to answer', SECONDS);
  const appended = metrics.histogram('append_seconds', 'One append with its signature', SECONDS);
  const grouped = metrics.histogram('append_group_size', 'Documents of one append', GROUP_SIZES);

  const requests: Observer = {
    received(size, seconds) {
      received.inc();
      bytes.inc(size);
      acknowledged.observe(seconds);
    },
    refused: (code) => refusals.inc({ code }),
    batch(taken, refused) {
      entries.inc({ status: 'received' }, taken);
      entries.inc({ status: 'refused' }, refused);
    },
    failure(error, requestId) {
      failures.inc({ code: errorCode(error) });
      log.error({ err: error, requestId }, 'a request met a failure of ours');
    },
  };
  const appends: Pick<QueueOptions, 'onGroup'> & Pick<GroupPorts, 'onFailure'> = {
    onGroup(documents, seconds) {
      grouped.observe(documents);
      appended.observe(seconds);
    },
    onFailure(code, error, documents) {
      failures.inc({ code });
      log.error({ err: error, documents }, 'documents were not confirmed');
    },
  };
  return {
    requests,
    appends,
    /** Depth is read when it is asked for, not tracked at every offer. */
    watchQueue(queue: AppendQueue) {
      const depth = metrics.gauge('append_queue_documents', 'Documents waiting for the stream');
      Object.assign(depth, { collect: () => depth.set(queue.depth().documents) });
    },
  };
}
