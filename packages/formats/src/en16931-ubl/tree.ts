/** Small readers over the tree: by local name and UBL's own namespaces, nothing else matches. */
import { type Decimal, parseDecimal } from '@ventanilla/invoice';
import type { XmlElement } from '@ventanilla/xml';
import { attribute, compact, find, findAll, list, textOf } from '../xml-syntax/read.ts';
import { CAC_NS, CBC_NS } from './ubl-schema.ts';

export { attribute, compact, list, textOf };

type Maybe = XmlElement | undefined;

/** First aggregate of that name. */
export const cac = (parent: Maybe, name: string): Maybe => find(parent, name, CAC_NS);
/** First basic element of that name. */
export const cbc = (parent: Maybe, name: string): Maybe => find(parent, name, CBC_NS);

/** First element along a path of aggregates. */
export function path(parent: Maybe, ...names: readonly string[]): Maybe {
  let at = parent;
  for (const name of names) at = cac(at, name);
  return at;
}

/** All aggregates of that name. */
export const all = (parent: Maybe, name: string): readonly XmlElement[] =>
  findAll(parent, name, CAC_NS);
/** All basic elements of that name. */
export const allBasic = (parent: Maybe, name: string): readonly XmlElement[] =>
  findAll(parent, name, CBC_NS);

export const text = (parent: Maybe, name: string): string | undefined => textOf(cbc(parent, name));

export const amountOf = (element: Maybe): Decimal | undefined =>
  element === undefined ? undefined : parseDecimal(element.text);
/** Exact number of a basic element; undefined when absent or not a number. */
export const amount = (parent: Maybe, name: string): Decimal | undefined =>
  amountOf(cbc(parent, name));

const isVat = (holder: XmlElement): boolean =>
  text(cac(holder, 'TaxScheme'), 'ID')?.toUpperCase() === 'VAT';

/** First tax category (or party tax scheme) under the VAT scheme. */
export const vatIn = (holders: readonly XmlElement[]): Maybe => holders.find(isVat);
export const otherThanVatIn = (holders: readonly XmlElement[]): Maybe =>
  holders.find((holder) => !isVat(holder));

/** XSD boolean; undefined when absent or neither. */
export function indicator(parent: Maybe, name: string): boolean | undefined {
  const value = text(parent, name);
  if (value === 'true' || value === '1') return true;
  return value === 'false' || value === '0' ? false : undefined;
}
