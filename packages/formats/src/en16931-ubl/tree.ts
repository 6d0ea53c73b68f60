/** Small readers over the tree: by local name and UBL's own namespaces, nothing else matches. */
import { type Decimal, parseDecimal } from '@ventanilla/invoice';
import type { XmlElement } from '@ventanilla/xml';
import { CAC_NS, CBC_NS } from './ubl-schema.ts';

type Maybe = XmlElement | undefined;

function find(parent: Maybe, name: string, namespace: string): Maybe {
  if (parent === undefined) return undefined;
  const { children } = parent;
  for (let at = 0; at < children.length; at += 1) {
    const child = children[at]!;
    if (child.name === name && child.namespace === namespace) return child;
  }
  return undefined;
}

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

const NONE: readonly XmlElement[] = [];

function findAll(parent: Maybe, name: string, namespace: string): readonly XmlElement[] {
  if (parent === undefined) return NONE;
  let found: XmlElement[] | undefined;
  for (const child of parent.children) {
    if (child.name === name && child.namespace === namespace) {
      if (found === undefined) found = [child];
      else found.push(child);
    }
  }
  return found ?? NONE;
}

/** All aggregates of that name. */
export const all = (parent: Maybe, name: string): readonly XmlElement[] =>
  findAll(parent, name, CAC_NS);
/** All basic elements of that name. */
export const allBasic = (parent: Maybe, name: string): readonly XmlElement[] =>
  findAll(parent, name, CBC_NS);

/** Trimmed text; '' for an empty element, undefined for none. */
export const textOf = (element: Maybe): string | undefined => element?.text.trim();
export const text = (parent: Maybe, name: string): string | undefined => textOf(cbc(parent, name));

export const amountOf = (element: Maybe): Decimal | undefined =>
  element === undefined ? undefined : parseDecimal(element.text);
/** Exact number of a basic element; undefined when absent or not a number. */
export const amount = (parent: Maybe, name: string): Decimal | undefined =>
  amountOf(cbc(parent, name));

export function attribute(element: Maybe, name: string): string | undefined {
  if (element === undefined) return undefined;
  for (const candidate of element.attributes) {
    if (candidate.name === name && candidate.namespace === '') return candidate.value;
  }
  return undefined;
}

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

/** Leaves keys out that have no value, so that models compare and serialise alike. */
export function compact<T extends object>(
  value: {
    readonly [K in keyof T]: T[K] | undefined;
  },
): T {
  const result: Record<string, unknown> = {};
  for (const key in value) {
    if (value[key] !== undefined) result[key] = value[key];
  }
  return result as T;
}

/** undefined for an empty list: absent, not empty. */
export const list = <T>(values: readonly T[]): readonly T[] | undefined =>
  values.length === 0 ? undefined : values;
