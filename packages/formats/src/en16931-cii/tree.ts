/** Small readers over the tree of a CII invoice. */
import { type Decimal, parseDecimal } from '@ventanilla/invoice';
import type { XmlElement } from '@ventanilla/xml';
import { attribute, find, findAll, textOf } from '../xml-syntax/read.ts';
import { QDT_NS, RAM_NS, UDT_NS } from './cii-schema.ts';

type Maybe = XmlElement | undefined;

/** First element along a path of business entities. */
export function ram(parent: Maybe, ...names: readonly string[]): Maybe {
  let at = parent;
  for (const name of names) at = find(at, name, RAM_NS);
  return at;
}

export const rams = (parent: Maybe, name: string): readonly XmlElement[] =>
  findAll(parent, name, RAM_NS);

export const text = (parent: Maybe, ...names: readonly string[]): string | undefined =>
  textOf(ram(parent, ...names));

export const amountOf = (element: Maybe): Decimal | undefined =>
  element === undefined ? undefined : parseDecimal(element.text);
export const amount = (parent: Maybe, ...names: readonly string[]): Decimal | undefined =>
  amountOf(ram(parent, ...names));

const COMPACT_DAY = /^(\d{4})(\d{2})(\d{2})$/;

/** Day of a date element, as ISO; text of another format as it stands, undefined when absent. */
export function dateIn(holder: Maybe): string | undefined {
  const written =
    find(holder, 'DateTimeString', UDT_NS) ??
    find(holder, 'DateTimeString', QDT_NS) ??
    find(holder, 'DateString', UDT_NS);
  const value = textOf(written);
  if (value === undefined || attribute(written, 'format') !== '102') return undefined;
  const [, year, month, day] = COMPACT_DAY.exec(value) ?? [];
  return year === undefined ? value : `${year}-${month}-${day}`;
}

const indicatorOf = (holder: XmlElement): string | undefined =>
  textOf(find(ram(holder, 'ChargeIndicator'), 'Indicator', UDT_NS));

/** Not as a digit. */
export const isInWords = (holder: XmlElement): boolean => {
  const value = indicatorOf(holder);
  return value === 'true' || value === 'false';
};

/** Charge (true) or allowance (false). */
export function isCharge(holder: XmlElement): boolean | undefined {
  const value = indicatorOf(holder);
  if (value === 'true' || value === '1') return true;
  return value === 'false' || value === '0' ? false : undefined;
}

/** In the official set a breakdown of these falls to the rules of its category alone. */
export const CATEGORIES_APART: ReadonlySet<string> = new Set(['L', 'M', 'O']);

/** First tax of type VAT. */
export const vatIn = (taxes: readonly XmlElement[]): Maybe =>
  taxes.find((tax) => text(tax, 'TypeCode')?.toUpperCase() === 'VAT');
