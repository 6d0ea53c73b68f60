/** Lists and forms of the Nordic rules that both syntaxes ask for. */
import { numberOf } from './context.ts';

export const SWEDISH_RATES: ReadonlySet<number> = new Set([25, 12, 6]);
export const DANISH_MEANS: ReadonlySet<string> = new Set(
  '1 10 31 42 48 49 50 58 59 93 97'.split(' '),
);
/** Editions of UNSPSC that Denmark takes. */
export const UNSPSC: ReadonlySet<string> = new Set(['19.05.01', '19.0501', '26.08.01', '26.0801']);

/** A tax other than VAT is named by four digits, or by two parts around `#`. */
export function isOtherTax(reason: string): boolean {
  const isNumber = reason.trim().length === 4 && numberOf(reason) >= 0 && numberOf(reason) <= 9999;
  return isNumber || (reason.includes('#') && !reason.startsWith('#') && !reason.endsWith('#'));
}
