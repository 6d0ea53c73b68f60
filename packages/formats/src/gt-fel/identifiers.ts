/** Guatemalan identifiers. Spaces, dots and hyphens are cleaned by the sender; here they are wrong. */

const NIT = /^[1-9]\d*[\dK]$/;
const CUI = /^\d{12,13}$/;
const FOREIGN = /^[A-Z0-9&%\-/#=]{3,18}$/;

/**
 * Ten times the sum of digits by weights 2, 3, 4 … from the right, modulo 11. Checked on public
 * NITs; for the eight digits of a CUI it equals the usual weights 2 to 9 from the left, modulo 11.
 */
function checkDigit(digits: string): number {
  let total = 0;
  for (let i = 0; i < digits.length; i += 1) {
    total += (digits.charCodeAt(i) - 48) * (digits.length - i + 1);
  }
  return (10 * total) % 11;
}

/** True for a NIT of the right form whose check digit agrees; K stands for ten. */
export function isNit(text: string): boolean {
  if (!NIT.test(text)) return false;
  const digit = checkDigit(text.slice(0, -1));
  return text.endsWith('K') ? digit === 10 : digit === Number(text.at(-1));
}

export const isCuiShape = (text: string): boolean => CUI.test(text);

/** Seven or eight digits, check digit, then department and municipality; ten is no digit. */
export function isCui(text: string): boolean {
  return CUI.test(text) && checkDigit(text.slice(0, -5)) === Number(text.at(-5));
}

/** Passport or other number of a foreigner. */
export const isForeignId = (text: string): boolean => FOREIGN.test(text);

/** Serie and Numero are the first eight hexadecimal digits, and the next eight as a decimal. */
export const seriesOf = (uuid: string): string => uuid.slice(0, 8);
export const numberOfUuid = (uuid: string): string =>
  String(Number.parseInt(uuid.slice(9, 13) + uuid.slice(14, 18), 16));

export const FINAL_CONSUMER = 'CF';
