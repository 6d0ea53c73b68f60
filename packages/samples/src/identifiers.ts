/** Identifiers with right check digits, in ranges that the authorities do not issue from. */

/** Weights 2, 3, 4 … from the right, times ten, modulo eleven; the same formula serves NIT and CUI. */
const checkDigit = (digits: string): number => {
  let total = 0;
  for (let i = 0; i < digits.length; i += 1) {
    total += Number(digits[i]) * (digits.length - i + 1);
  }
  return (10 * total) % 11;
};

/** The NIT whose digits before the check digit are `digits`. */
export const createNit = (digits: string): string => {
  const digit = checkDigit(digits);
  return digits + (digit === 10 ? 'K' : String(digit));
};

/** A CUI: eight digits, check digit, department and municipality; the next number that has a digit is taken. */
export function createCui(number: number, department: string, municipality: string): string {
  for (let candidate = number; ; candidate += 1) {
    const digits = String(candidate).padStart(8, '0');
    const digit = checkDigit(digits);
    if (digit < 10) return digits + digit + department + municipality;
  }
}

/** The same identifier with a check digit that cannot be right. */
export const breakCheckDigit = (nit: string): string => {
  const last = nit.at(-1)!;
  return nit.slice(0, -1) + (last === 'K' ? '0' : String((Number(last) + 1) % 10));
};
