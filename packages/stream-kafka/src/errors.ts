import { InvariantError, OperationalError } from '@ventanilla/errors';

/** What kafkajs tells of an error; `type` is the broker's own name for it. */
interface KafkaError {
  readonly name?: string;
  readonly type?: string;
  readonly code?: string | number;
  readonly retriable?: boolean;
  readonly cause?: unknown;
  readonly message?: string;
}

/** The broker's name of an error, also of one that kafkajs has wrapped; undefined when the broker did not speak. */
export const brokerErrorType = (error: unknown): string | undefined => {
  for (let e = error as KafkaError | undefined, depth = 0; e && depth < 5; depth++) {
    if (typeof e.type === 'string') return e.type;
    e = e.cause as KafkaError | undefined;
  }
  return undefined;
};

/** We hold no right any more: another generation of the group has begun. */
const FENCED = new Set([
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'FENCED_INSTANCE_ID',
  'REBALANCE_IN_PROGRESS',
]);
export const isFenced = (error: unknown): boolean => FENCED.has(brokerErrorType(error) ?? '');

/** Wrong settings or rights: waiting mends nothing. */
const FINAL = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'INVALID_TOPIC_EXCEPTION',
  'INVALID_REPLICATION_FACTOR',
  'INVALID_CONFIG',
  'INVALID_SESSION_TIMEOUT',
  'INVALID_GROUP_ID',
  'UNSUPPORTED_VERSION',
  'UNSUPPORTED_COMPRESSION_TYPE',
  'POLICY_VIOLATION',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
]);
const FINAL_NAMES = new Set(['KafkaJSSASLAuthenticationError', 'KafkaJSNotImplemented']);

/** An error of the client in our words; errors of ours and plain bugs stay what they are. */
export const translate = (error: unknown): unknown => {
  if (error instanceof OperationalError || error instanceof InvariantError) return error;
  if (error instanceof TypeError || error instanceof RangeError) return error;
  const { name = '', message = String(error) } = error as KafkaError;
  const type = brokerErrorType(error);
  if (FINAL.has(type ?? '') || FINAL_NAMES.has(name)) {
    return new OperationalError('stream-failed', message, { retryable: false, cause: error });
  }
  const code = type === undefined ? 'stream-unreachable' : 'stream-unavailable';
  return new OperationalError(code, message, { retryable: true, cause: error });
};

/** Runs `work`, translating what it throws. */
export const translated = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw translate(error);
  }
};

export const unknownTopic = (topic: string): OperationalError =>
  new OperationalError('unknown-topic', `no topic ${topic}: ensure it first`, { retryable: false });
