import { InvariantError, OperationalError } from '@ventanilla/errors';

/** Errors of the service after which waiting mends nothing. */
const FINAL = new Set([
  'AccessDeniedException',
  'InvalidArgumentException',
  'ResourceNotFoundException',
  'ValidationException',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'KMSAccessDeniedException',
  'KMSNotFoundException',
  'KMSOptInRequired',
  'CredentialsProviderError',
]);
/** Ask less often. */
const THROTTLED = new Set([
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'KMSThrottlingException',
  'ThrottlingException',
]);

export const errorName = (error: unknown): string => (error as { name?: string })?.name ?? '';
export const isThrottled = (error: unknown): boolean => THROTTLED.has(errorName(error));
/** What is asked for is there already, or in another's hands. */
export const isInUse = (error: unknown): boolean => errorName(error) === 'ResourceInUseException';
export const isExpiredIterator = (error: unknown): boolean =>
  errorName(error) === 'ExpiredIteratorException';

/** An error of the client in our words; errors of ours and plain bugs stay what they are. */
export const translate = (error: unknown): unknown => {
  if (error instanceof OperationalError || error instanceof InvariantError) return error;
  if (error instanceof TypeError || error instanceof RangeError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const name = errorName(error);
  if (FINAL.has(name)) {
    return new OperationalError('stream-failed', `${name}: ${text}`, {
      retryable: false,
      cause: error,
    });
  }
  const code = isThrottled(error) ? 'stream-throttled' : 'stream-unreachable';
  return new OperationalError(code, `${name}: ${text}`, { retryable: true, cause: error });
};

export const translated = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    throw translate(error);
  }
};

export const unknownTopic = (topic: string): OperationalError =>
  new OperationalError('unknown-topic', `no stream ${topic}: ensure it first`, {
    retryable: false,
  });
