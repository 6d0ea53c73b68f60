import { maskId, maskName } from './mask.ts';

describe('mask', () => {
  it('keeps first letters of names, whole characters at a time', () => {
    expect(maskName('  Comercial Ñandú  S.A.')).toBe('C*** Ñ*** S***');
    expect(maskName('🌽 maíz')).toBe('🌽*** m***');
    expect(maskName('')).toBe('');
  });

  it('shows the end of long ids only', () => {
    expect(maskId('12345678')).toBe('****678');
    expect(maskId('CF')).toBe('****');
  });
});
