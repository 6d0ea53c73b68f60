import { OperationalError } from '@ventanilla/errors';
import { translateDatabaseError } from './errors.ts';

const vendor = (code: string, message = 'value "secret" of a document') =>
  Object.assign(new Error(message), { code });

describe('translateDatabaseError', () => {
  it.each([
    ['40001', 'database-conflict'],
    ['40P01', 'database-conflict'],
    ['08006', 'database-unreachable'],
    ['57P01', 'database-stopping'],
    ['57P03', 'database-stopping'],
    ['53300', 'database-exhausted'],
    ['57014', 'database-timeout'],
    ['42501', 'database-forbidden'],
    ['28P01', 'database-forbidden'],
    ['42P01', 'database-not-ready'],
    ['ECONNREFUSED', 'database-unreachable'],
  ])('%s is retryable', (code, ours) => {
    expect(translateDatabaseError(vendor(code))).toMatchObject({ code: ours, retryable: true });
  });

  it.each(['23505', '22P02', '42601', '22021'])('%s is not', (code) => {
    const error = translateDatabaseError(vendor(code));
    expect(error).toMatchObject({ code: 'database-refused', retryable: false });
    expect(error.message).not.toContain('secret');
  });

  it('knows a lost connection by its words, a wrapped error by its cause, and ours as it is', () => {
    const lost = new Error('Connection terminated unexpectedly');
    expect(translateDatabaseError(lost)).toMatchObject({ code: 'database-unreachable' });
    const wrapped = new Error('Failed query', { cause: vendor('40001') });
    expect(translateDatabaseError(wrapped)).toMatchObject({ code: 'database-conflict' });
    const ours = new OperationalError('x', 'x', { retryable: false });
    expect(translateDatabaseError(ours)).toBe(ours);
  });
});
