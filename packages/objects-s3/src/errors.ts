import { S3ServiceException } from '@aws-sdk/client-s3';
import { InvariantError, OperationalError } from '@ventanilla/errors';

/** The HTTP status S3 answered with; undefined when it did not answer. */
export const statusOf = (error: unknown): number | undefined =>
  error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;

const isOurs = (error: unknown): boolean =>
  error instanceof OperationalError || error instanceof InvariantError;

/**
 * S3's failure in our terms. Throttling, 5xx, no answer, and a refused credential (403: it expires and
 * is renewed, or the operator mends the policy) are worth waiting for; any other 4xx is not.
 */
export function translate(error: unknown): unknown {
  if (isOurs(error)) return error;
  const status = statusOf(error);
  const name = error instanceof Error ? error.name : 'unknown';
  const final = status !== undefined && status < 500 && ![403, 408, 409, 429].includes(status);
  return new OperationalError(
    final ? 'object-store-refused' : 'object-store-unavailable',
    `S3 failed: ${name}${status === undefined ? '' : ` (${status})`}`,
    { retryable: !final, cause: error },
  );
}
