/** Postgres errors in our words: what waiting can help is retryable, everything else is not. */
import { OperationalError } from '@ventanilla/errors';

interface VendorError {
  readonly code?: string;
  readonly message: string;
}

/** SQLSTATE, or its class of two characters, to our code. */
const RETRYABLE: ReadonlyMap<string, string> = new Map([
  ['08', 'database-unreachable'],
  ['53', 'database-exhausted'],
  ['57P', 'database-stopping'],
  ['57014', 'database-timeout'],
  ['55P03', 'database-lock-timeout'],
  ['40', 'database-conflict'],
  ['58', 'database-system'],
  ['25006', 'database-read-only'],
  ['XX000', 'database-internal'],
  // Rights, roles and schema are the operator's to mend; no document is to blame.
  ['28', 'database-forbidden'],
  ['42501', 'database-forbidden'],
  ['3D', 'database-not-ready'],
  ['3F', 'database-not-ready'],
  ['42P01', 'database-not-ready'],
  ['42703', 'database-not-ready'],
  ['42883', 'database-not-ready'],
]);
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENOENT',
]);
/** The driver gives no code to these. */
const CONNECTION_LOST =
  /Connection terminated|timeout exceeded when trying to connect|timeout expired|not queryable|Client was closed/i;
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Always an OperationalError; one of ours passes through unchanged. */
export function translateDatabaseError(error: unknown): OperationalError {
  if (error instanceof OperationalError) return error;
  // A query builder wraps the driver's error.
  const cause = (error as { cause?: unknown }).cause;
  const vendor = (cause instanceof Error && 'code' in cause ? cause : error) as VendorError;
  const code = vendor.code ?? '';
  const transient = RETRYABLE.get(code) ?? RETRYABLE.get(code.slice(0, 3)) ?? retryableClass(code);
  if (transient !== undefined) return operational(transient, true, code, error);
  if (NETWORK.has(code) || CONNECTION_LOST.test(vendor.message)) {
    return operational('database-unreachable', true, code, error);
  }
  return operational('database-refused', false, code, error);
}

const retryableClass = (code: string): string | undefined =>
  SQLSTATE.test(code) ? RETRYABLE.get(code.slice(0, 2)) : undefined;

function operational(
  ours: string,
  retryable: boolean,
  vendorCode: string,
  cause: unknown,
): OperationalError {
  // The vendor's message may quote values of a document, so it stays in the cause.
  const sentence = `The database failed (${vendorCode === '' ? 'no code' : vendorCode}).`;
  return new OperationalError(ours, sentence, { retryable, cause });
}
