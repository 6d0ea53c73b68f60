/** Check digits of the identifiers that Peppol knows. Each takes the id as written and never throws. */

const digitsOf = (text: string): number[] => [...text].map((digit) => digit.charCodeAt(0) - 48);
const isDigits = (text: string): boolean => /^[0-9]+$/.test(text);

/** GS1: weights 3 and 1 from the right. */
export function isGln(id: string): boolean {
  if (!isDigits(id)) return false;
  const digits = digitsOf(id);
  const check = digits.pop();
  const sum = digits
    .reverse()
    .reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === check;
}

/** Norway: modulus 11, weights 2 to 7 from the right. */
export function isMod11(id: string): boolean {
  if (!isDigits(id) || Number(id) === 0) return false;
  const digits = digitsOf(id);
  const check = digits.pop();
  const sum = digits.reverse().reduce((total, digit, at) => total + digit * ((at % 6) + 2), 0);
  return (11 - (sum % 11)) % 11 === check;
}

/** Belgium: the last two digits are 97 less the rest modulo 97. */
export const isBelgian = (id: string): boolean =>
  /^[0-9]{10}$/.test(id) && 97 - (Number(id.slice(0, 8)) % 97) === Number(id.slice(8));

/** Sweden: Luhn over the first nine digits. */
export function isSwedish(id: string): boolean {
  if (!isDigits(id)) return false;
  const main = digitsOf(id.slice(0, 9)).reverse();
  const sum = main.reduce((total, digit, at) => {
    const weighted = at % 2 === 0 ? digit * 2 : digit;
    return total + (weighted % 10) + Math.floor(weighted / 10);
  }, 0);
  return (10 - (sum % 10)) % 10 === Number(id.slice(9, 10) || Number.NaN);
}

const ABN_WEIGHTS = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];

/** Australia: modulus 89, the first digit less one. */
export function isAbn(id: string): boolean {
  if (!/^[0-9]{11}$/.test(id)) return false;
  const digits = digitsOf(id);
  const sum = ABN_WEIGHTS.reduce(
    (total, weight, at) => total + weight * ((digits[at] ?? 0) - (at === 0 ? 1 : 0)),
    0,
  );
  return sum % 89 === 0;
}

/** Greece: powers of two over the first eight digits, modulus 11 and 10. */
export function isGreekTin(id: string): boolean {
  if (!/^[0-9]{9}/.test(id)) return false;
  const digits = digitsOf(id.slice(0, 9));
  const sum = digits.slice(0, 8).reduce((total, digit, at) => total + digit * 2 ** (8 - at), 0);
  return (sum % 11) % 10 === digits[8];
}

export const isCodiceIpa = (id: string): boolean => /^[A-Za-z0-9]{6}$/.test(id);

/** Italian tax code: 11 digits, or 16 characters of a person. */
export const isCodiceFiscale = (id: string): boolean =>
  /^[0-9]{11}$/.test(id) || /^[A-Za-z]{6}[0-9]{2}[A-Za-z][0-9]{2}[\s\S]{3}[0-9][A-Za-z]$/.test(id);

const DOUBLED = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];

/** Italian VAT code with its country; ids of other countries pass. */
export function isPartitaIva(id: string): boolean {
  if (id.slice(0, 2).toUpperCase() !== 'IT') return true;
  const code = id.slice(2);
  if (!/^[0-9]{11}$/.test(code)) return false;
  const sum = digitsOf(code).reduce(
    (total, digit, at) => total + (at % 2 === 0 ? digit : (DOUBLED[digit] ?? 0)),
    0,
  );
  return sum % 10 === 0;
}

/** ISO 13616, white space allowed. */
export function isIban(text: string): boolean {
  const iban = text.replace(/\s/g, '');
  if (!/^[A-Z]{2}[0-9]{2}[a-zA-Z0-9]{0,30}$/.test(iban)) return false;
  const moved = iban.slice(4) + iban.slice(0, 4);
  const numeric = [...moved].map((char) => Number.parseInt(char, 36)).join('');
  return BigInt(numeric) % 97n === 1n;
}
