import { compare, type Decimal, formatDecimal, round } from '@ventanilla/invoice';
import type { Rule, Severity } from '@ventanilla/rules';
import type { Cfdi } from './model.ts';

export type CfdiRule = Rule<Cfdi>;
export type Report = Parameters<CfdiRule['check']>[1];

interface Words {
  readonly code: string;
  readonly severity?: Severity;
  readonly scope?: 'registry';
  readonly es: string;
  readonly en: string;
  /** What to do, in Spanish and English. */
  readonly fix: readonly [es: string, en: string];
  readonly source?: string;
  readonly check: CfdiRule['check'];
}

/** A rule in few words; codes are those of the published matrix of validations where there is one. */
export const cfdi = ({ code, severity, scope, es, en, fix, source, check }: Words): CfdiRule => ({
  code,
  severity: severity ?? 'fatal',
  ...(scope !== undefined && { scope }),
  message: { es, en },
  hint: { es: fix[0], en: fix[1] },
  source: source ?? `CFDI 4.0, matriz de validaciones: ${code}`,
  check,
});

/** Decimals that amounts of a currency have; those not listed have two. */
const DECIMALS: Readonly<Record<string, number>> = {
  XXX: 0,
  JPY: 0,
  CLP: 0,
  KRW: 0,
  VND: 0,
  PYG: 0,
};
export const decimalsOf = (currency: string): number => DECIMALS[currency] ?? 2;

/** Decimals that say something: trailing zeros do not. */
export function usedDecimals(value: Decimal): number {
  const fraction = formatDecimal(value).split('.')[1] ?? '';
  return fraction.replace(/0+$/, '').length;
}

/** Reports when a stated amount is not the computed one after rounding to the currency. */
export function compareRounded(
  report: Report,
  at: string,
  stated: Decimal | undefined,
  computed: Decimal,
  decimals: number,
): void {
  if (stated === undefined) return;
  const expected = round(computed, decimals);
  if (compare(stated, expected) === 0) return;
  report({ at, expected: formatDecimal(expected), actual: formatDecimal(stated) });
}
