/**
 * Exact decimal numbers: an integer and a scale, never a float.
 *
 * The scale is kept as written ("1.50" has scale 2), because some rules count decimals (BR-DEC-*).
 */
export type Decimal = { readonly units: bigint; readonly scale: number };

const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?$/;
/** Longest text read as a number: bounds the cost of hostile input. FEL allows 22 digits. */
export const DECIMAL_DIGITS_MAX = 40;

export const decimal = (units: bigint | number, scale = 0): Decimal => ({
  units: BigInt(units),
  scale,
});
export const ZERO: Decimal = decimal(0n);

/** Reads XSD `decimal` text (no exponent, surrounding white space allowed); undefined when it is not one. */
export const parseDecimal = (text: string): Decimal | undefined =>
  parseShort(text) ?? parseAny(text);

/** Digits that a float still counts exactly. */
const SHORT_MAX = 15;
const ZERO_CODE = 0x30;
const POINT = '.'.charCodeAt(0) - ZERO_CODE;

/** Short, unsigned and without white space, as nearly all amounts are: a third of the time of the other. */
function parseShort(text: string): Decimal | undefined {
  const { length } = text;
  if (length > SHORT_MAX) return undefined;
  let units = 0;
  let point = -1;
  for (let at = 0; at < length; at += 1) {
    const digit = text.charCodeAt(at) - ZERO_CODE;
    if (digit >= 0 && digit <= 9) units = units * 10 + digit;
    else if (digit === POINT && point < 0) point = at;
    else return undefined;
  }
  const digits = point < 0 ? length : length - 1;
  if (digits === 0) return undefined;
  return { units: BigInt(units), scale: point < 0 ? 0 : digits - point };
}

function parseAny(text: string): Decimal | undefined {
  const match = SHAPE.exec(text.trim());
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = whole + fraction;
  if (digits === '' || digits.length > DECIMAL_DIGITS_MAX) return undefined;
  const units = BigInt(digits);
  return { units: sign === '-' ? -units : units, scale: fraction.length };
}

/** Plain notation with exactly `scale` decimals: `{units: 150n, scale: 2}` is "1.50". */
export function formatDecimal({ units, scale }: Decimal): string {
  if (scale === 0) return units.toString();
  const negative = units < 0n;
  const digits = (negative ? -units : units).toString().padStart(scale + 1, '0');
  const cut = digits.length - scale;
  return `${negative ? '-' : ''}${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

const POWERS = Array.from({ length: 64 }, (_, power) => 10n ** BigInt(power));
const power = (exponent: number): bigint => POWERS[exponent] ?? 10n ** BigInt(exponent);

/** The same number with more decimals; never drops any. */
const widen = (value: Decimal, scale: number): bigint =>
  value.scale === scale ? value.units : value.units * power(scale - value.scale);

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: widen(a, scale) + widen(b, scale), scale };
}

export const negate = (a: Decimal): Decimal => ({ units: -a.units, scale: a.scale });
export const subtract = (a: Decimal, b: Decimal): Decimal => add(a, negate(b));
export const multiply = (a: Decimal, b: Decimal): Decimal => ({
  units: a.units * b.units,
  scale: a.scale + b.scale,
});

/** Negative, zero or positive as `a` is less than, equal to or greater than `b`; 1.0 equals 1.00. */
export function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = widen(a, scale) - widen(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export const equals = (a: Decimal, b: Decimal): boolean => compare(a, b) === 0;
export const isZero = (a: Decimal): boolean => a.units === 0n;
export const absolute = (a: Decimal): Decimal => (a.units < 0n ? negate(a) : a);
export const sum = (values: Iterable<Decimal>): Decimal => {
  let total = ZERO;
  for (const value of values) total = add(total, value);
  return total;
};

/** Half away from zero, the rounding of tax law and of XPath `round` on positive amounts. */
export function round(a: Decimal, scale: number): Decimal {
  if (a.scale <= scale) return { units: widen(a, scale), scale };
  const divisor = power(a.scale - scale);
  const magnitude = a.units < 0n ? -a.units : a.units;
  const rounded = (magnitude + divisor / 2n) / divisor;
  return { units: a.units < 0n ? -rounded : rounded, scale };
}

/** Quotient with `scale` decimals, half away from zero. The divisor must not be zero. */
export function divide(a: Decimal, b: Decimal, scale: number): Decimal {
  const numerator = a.units * power(scale + 1 + b.scale);
  const quotient = numerator / (b.units * power(a.scale));
  return round({ units: quotient, scale: scale + 1 }, scale);
}

/** True when the two differ by at most `tolerance`. */
export const isWithin = (a: Decimal, b: Decimal, tolerance: Decimal): boolean =>
  compare(absolute(subtract(a, b)), tolerance) <= 0;
