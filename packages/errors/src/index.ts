/**
 * The two kinds of error that are thrown. (A Fault, the third kind, is returned: see `@ventanilla/rules`.)
 *
 * OperationalError: the world failed; `retryable` says whether waiting can help.
 * InvariantError: our own bug; the process should stop.
 */
export class OperationalError extends Error {
  readonly code: string;
  readonly retryable: boolean;

  constructor(code: string, message: string, options: { retryable: boolean; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'OperationalError';
    this.code = code;
    this.retryable = options.retryable;
  }
}

/** Thrown by `invariant`: a promise of ours is broken. Never retried, never caught to go on. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Stops with `sentence` when `condition` does not hold. */
export function invariant(condition: unknown, sentence: string): asserts condition {
  if (!condition) throw new InvariantError(sentence);
}

/** True only for an OperationalError that says waiting can help; foreign errors are not retryable. */
export const isRetryable = (error: unknown): boolean =>
  error instanceof OperationalError && error.retryable;

/** The stable code of an error, or `unexpected` for one that carries none of ours. */
export const errorCode = (error: unknown): string =>
  error instanceof OperationalError ? error.code : 'unexpected';

/**
 * Runs work that no document can be to blame for: an OperationalError that says waiting cannot help is
 * thrown as one that is retried, so that an outage never sends records to the dead letters.
 */
export async function asOutage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OperationalError) || error.retryable) throw error;
    throw new OperationalError(error.code, error.message, { retryable: true, cause: error });
  }
}
