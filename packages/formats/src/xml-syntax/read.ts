/** Small readers over the tree that every XML binding shares. */
import type { XmlElement } from '@ventanilla/xml';

type Maybe = XmlElement | undefined;

/** First child of that name. */
export function find(parent: Maybe, name: string, namespace: string): Maybe {
  if (parent === undefined) return undefined;
  const { children } = parent;
  for (let at = 0; at < children.length; at += 1) {
    const child = children[at]!;
    if (child.name === name && child.namespace === namespace) return child;
  }
  return undefined;
}

const NONE: readonly XmlElement[] = [];

/** All children of that name. */
export function findAll(parent: Maybe, name: string, namespace: string): readonly XmlElement[] {
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

/** Trimmed text; '' for an empty element, undefined for none. */
export const textOf = (element: Maybe): string | undefined => element?.text.trim();

/** Value of an attribute without namespace. */
export function attribute(element: Maybe, name: string): string | undefined {
  if (element === undefined) return undefined;
  for (const candidate of element.attributes) {
    if (candidate.name === name && candidate.namespace === '') return candidate.value;
  }
  return undefined;
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
