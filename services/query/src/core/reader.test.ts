import { isStaff, readerOf } from './reader.ts';

const principal = (
  roles: readonly ('taxpayer' | 'certifier' | 'auditor' | 'operator')[],
  regions: readonly string[] = ['01'],
) => ({ clientId: 'c', taxpayerId: '1234K', roles: new Set(roles), regions });

describe('reader', () => {
  it('reads as the taxpayer of the token, whatever regions it claims', () => {
    const reader = readerOf(principal(['certifier']));
    expect(reader?.scope).toEqual({ scope: 'taxpayer', taxpayerId: '1234K' });
    expect(reader && isStaff(reader)).toBe(false);
  });

  it('is nobody when the token names no taxpayer, and for operators', () => {
    expect(readerOf({ ...principal([]), taxpayerId: undefined })).toBeUndefined();
    expect(readerOf({ ...principal(['operator']), taxpayerId: undefined })).toBeUndefined();
  });

  it('auditors read their regions, the country by *, and nothing when none is named', () => {
    const roles = ['taxpayer', 'auditor'] as const;
    expect(readerOf(principal(roles))?.scope).toEqual({ scope: 'regions', regions: ['01'] });
    expect(readerOf(principal(roles, ['*']))?.scope).toEqual({ scope: 'all' });
    expect(readerOf(principal(roles, []))?.scope).toEqual({ scope: 'regions', regions: [] });
  });
});
