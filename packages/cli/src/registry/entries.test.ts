import { EntryError, joined, readEntries } from './entries.ts';

const full = {
  id: 'DE123456789',
  name: 'Muster GmbH',
  status: 'active',
  affiliation: 'GEN',
  activity: '',
  region: '',
  size: 'small',
  establishments: ['1'],
  since: '2000-01-01',
};
const mandate = { certifierId: '99', taxpayerId: 'DE123456789' };

describe('entries of a registry file', () => {
  it('fills in what is usual, and strips separators from ids', () => {
    const read = readEntries({ id: 'de 123.456-789', name: 'Muster GmbH' });
    expect(read).toEqual({ taxpayers: [full], mandates: [] });
  });

  it('reads mandates, arrays of both, and an object of two arrays', () => {
    const expected = { taxpayers: [full], mandates: [mandate] };
    expect(readEntries([full, mandate])).toEqual(expected);
    expect(readEntries({ taxpayers: [full], mandates: [mandate] })).toEqual(expected);
    expect(readEntries(mandate)).toEqual({ taxpayers: [], mandates: [mandate] });
  });

  it('keeps the last of taxpayers with the same id', () => {
    const later = { ...full, name: 'Later' } as never;
    const parts = [readEntries(full), { taxpayers: [later], mandates: [] }];
    expect(joined(parts).taxpayers).toEqual([later]);
  });

  it.each([
    ['text', 'is neither'],
    [null, 'is neither'],
    [{ id: '-', name: 'x' }, 'id: '],
    [{ ...full, status: 'gone' }, 'status: '],
    [{ ...full, since: '2020-02-30' }, 'since: '],
    [{ ...full, establishments: ['1,2'] }, 'establishments.0: is no code'],
    [{ ...full, colour: 'red' }, 'colour'],
    [{ taxpayers: {} }, 'taxpayers must be an array'],
  ])('refuses %j and says why', (value, message) => {
    expect(() => readEntries(value)).toThrow(EntryError);
    expect(() => readEntries(value)).toThrow(message);
  });
});
