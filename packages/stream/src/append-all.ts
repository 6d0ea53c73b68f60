import { OperationalError } from '@ventanilla/errors';
import type { Sink, StreamRecord } from './stream.ts';

/**
 * Appends every record or throws a retryable OperationalError `append-failed`: for handlers, whose
 * whole batch is then delivered again. Records that did get through are repeated, which is harmless.
 */
export async function appendAll(
  sink: Sink,
  topic: string,
  records: readonly StreamRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const failed = (await sink.append(topic, records)).filter((result) => !result.ok);
  const [first] = failed;
  if (first === undefined) return;
  throw new OperationalError('append-failed', `${failed.length} records were not appended.`, {
    retryable: true,
    cause: first.error,
  });
}
