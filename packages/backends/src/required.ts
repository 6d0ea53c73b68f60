import { OperationalError } from '@ventanilla/errors';

/** The value of a setting that another one makes necessary; throws `setting-missing` without it. */
export function required<T>(value: T | undefined, name: string, because: string): T {
  if (value !== undefined) return value;
  throw new OperationalError('setting-missing', `${name} is needed when ${because}.`, {
    retryable: false,
  });
}
