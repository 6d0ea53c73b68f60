/** Arithmetic as the rules mean it. */
import {
  add,
  compare,
  type Decimal,
  decimal,
  formatDecimal,
  subtract,
  sum,
  ZERO,
} from '@ventanilla/invoice';

const ONE = decimal(1);

/** Two decimals, halves towards positive infinity: XPath's `round(x * 100) div 100`. */
export function round2(value: Decimal): Decimal {
  if (value.scale <= 2) return value;
  const divisor = 10n ** BigInt(value.scale - 2);
  const shifted = value.units + divisor / 2n;
  const quotient = shifted / divisor;
  // BigInt division cuts towards zero; floor is wanted.
  const floor = shifted < 0n && quotient * divisor !== shifted ? quotient - 1n : quotient;
  return decimal(floor, 2);
}

export const same = (a: Decimal | undefined, b: Decimal): boolean =>
  a !== undefined && compare(a, b) === 0;

/** Strictly less than one unit apart. */
export const near = (a: Decimal, b: Decimal): boolean =>
  compare(subtract(a, ONE), b) < 0 && compare(add(a, ONE), b) > 0;

export const sumOf = <T>(
  entries: readonly T[] | undefined,
  pick: (entry: T) => Decimal | undefined,
): Decimal => (entries === undefined ? ZERO : sum(entries.map((entry) => pick(entry) ?? ZERO)));

export const shown = (value: Decimal | undefined): string =>
  value === undefined ? '—' : formatDecimal(value);
