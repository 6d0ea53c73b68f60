import { KMSClient, type KMSClientConfig, KMSServiceException } from '@aws-sdk/client-kms';
import { OperationalError } from '@ventanilla/errors';

const NO_ANSWER_AFTER_MS = 5_000;
const CONNECT_WITHIN_MS = 2_000;

/** A client that gives up soon: the consumer pauses and asks again, so patience lives there. */
export const createKmsClient = (config: KMSClientConfig = {}): KMSClient =>
  new KMSClient({
    maxAttempts: 3,
    requestHandler: { requestTimeout: NO_ANSWER_AFTER_MS, connectionTimeout: CONNECT_WITHIN_MS },
    ...config,
  });

/** What KMS says when the ciphertext, its context or its key are not the ones it knows. */
const MISMATCHES = ['InvalidCiphertextException', 'IncorrectKeyException'];
/** The key is not there, not enabled, or may not do this. An operator has to act; waiting is right only then. */
const UNKNOWN = ['NotFoundException', 'InvalidArnException', 'ValidationException'];
const PAUSED = [
  'DisabledException',
  'KMSInvalidStateException',
  'KeyUnavailableException',
  'AccessDeniedException',
];

/** KMS's failure in our terms. */
function translate(error: unknown): unknown {
  if (error instanceof OperationalError) return error;
  const name = error instanceof Error ? error.name : 'unknown';
  const fail = (code: string, retryable: boolean): OperationalError =>
    new OperationalError(code, `KMS failed: ${name}`, { retryable, cause: error });
  if (MISMATCHES.includes(name)) return fail('key-mismatch', false);
  if (UNKNOWN.includes(name)) return fail('key-unknown', false);
  if (PAUSED.includes(name)) return fail('key-paused', true);
  const status = error instanceof KMSServiceException ? error.$metadata.httpStatusCode : undefined;
  const throttled =
    name.includes('Throttling') || name === 'LimitExceededException' || status === 429;
  return fail(throttled ? 'key-service-throttled' : 'key-service-unavailable', true);
}

export async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translate(error);
  }
}
