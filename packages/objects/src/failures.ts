import { OperationalError } from '@ventanilla/errors';

/** Other bytes are stored under this key already. */
export const conflict = (key: string): OperationalError =>
  new OperationalError('object-conflict', `Other bytes are stored under ${key}`, {
    retryable: false,
  });

/** A retention period or a legal hold keeps it. */
export const locked = (key: string, why: string): OperationalError =>
  new OperationalError('object-locked', `${key} is kept: ${why}`, { retryable: false });

/** The object ends before the range does. */
export const tooShort = (key: string, offset: number, length: number): OperationalError =>
  new OperationalError('object-truncated', `${key} does not hold ${length} bytes at ${offset}`, {
    retryable: false,
  });

/** The table of grants does not let this process do so. */
export const notGranted = (holder: string, verb: string, key: string): OperationalError =>
  new OperationalError('not-granted', `${holder} may not ${verb} ${key || 'everything'}.`, {
    retryable: true,
  });
