import { add, compare, divide, formatDecimal, multiply, parseDecimal, round } from './decimal.ts';

const d = (text: string) => parseDecimal(text)!;

describe('decimal', () => {
  it('keeps the scale as written', () => {
    expect(formatDecimal(d('1.50'))).toBe('1.50');
    expect(formatDecimal(d('-.5'))).toBe('-0.5');
  });

  it('refuses what XSD decimal refuses', () => {
    for (const text of ['', '.', '1e3', 'NaN', '1,5', '--1', '9'.repeat(41)]) {
      expect(parseDecimal(text)).toBeUndefined();
    }
  });

  it('reads short numbers as it reads long ones', () => {
    for (const text of ['0', '00.50', '.5', '5.', '12', '999999999999999', '99999999.999999']) {
      const long = d(`${'0'.repeat(20)}${text}`);
      expect(d(text)).toEqual(long);
      expect(d(` +${text}\n`)).toEqual(long);
    }
  });

  it('rounds half away from zero', () => {
    expect(formatDecimal(round(d('2.345'), 2))).toBe('2.35');
    expect(formatDecimal(round(d('-2.345'), 2))).toBe('-2.35');
    expect(formatDecimal(round(d('2.3'), 2))).toBe('2.30');
  });

  it('calculates exactly where floats do not', () => {
    expect(formatDecimal(add(d('0.1'), d('0.2')))).toBe('0.3');
    expect(formatDecimal(multiply(d('1.15'), d('3')))).toBe('3.45');
    expect(formatDecimal(divide(d('500'), d('1.12'), 10))).toBe('446.4285714286');
    expect(compare(d('1.0'), d('1.00'))).toBe(0);
  });
});
