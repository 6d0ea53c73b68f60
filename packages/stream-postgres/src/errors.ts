import { OperationalError } from '@ventanilla/errors';

/** SQLSTATE classes and codes after which the same statement may well succeed. */
const RETRYABLE = [
  '08', // connection
  '53', // resources: disk full, too many connections
  '57', // shut down, starting up, cancelled
  '58', // input or output
  '40', // serialization, deadlock
  '55P03', // lock not granted in time
  '25006', // read-only: a failover in progress
];

const isSqlState = (code: unknown): code is string =>
  typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E');

/** An error of the driver in our words; errors of ours and plain bugs stay what they are. */
export const translate = (error: unknown): unknown => {
  if (error instanceof OperationalError) return error;
  if (error instanceof TypeError || error instanceof RangeError) return error;
  const code = (error as { code?: unknown }).code;
  const text = error instanceof Error ? error.message : String(error);
  if (!isSqlState(code)) {
    // The driver gives no code to a connection that ended or did not answer in time.
    return new OperationalError('stream-unreachable', text, { retryable: true, cause: error });
  }
  if (code === '42P01' || code === '3F000' || code === '42883') {
    return new OperationalError('stream-not-ensured', text, { retryable: false, cause: error });
  }
  const retryable = RETRYABLE.some((prefix) => code.startsWith(prefix));
  return new OperationalError(retryable ? 'stream-unavailable' : 'stream-failed', text, {
    retryable,
    cause: error,
  });
};

export const unknownTopic = (topic: string): OperationalError =>
  new OperationalError('unknown-topic', `no topic ${topic}: ensure it first`, { retryable: false });
