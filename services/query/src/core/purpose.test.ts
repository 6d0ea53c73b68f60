import { readPurpose } from './purpose.ts';

describe('purpose', () => {
  it('is one line of sensible length', () => {
    expect(readPurpose('  Case  2026-17 ')).toBe('Case 2026-17');
    for (const bad of [undefined, '', 'x', 'y'.repeat(201), 'a\u0007bc', ['a', 'b']]) {
      expect(readPurpose(bad)).toBeUndefined();
    }
  });

  it('reads the UTF-8 that clients send', () => {
    expect(readPurpose(Buffer.from('Fiscalización').toString('latin1'))).toBe('Fiscalización');
  });
});
