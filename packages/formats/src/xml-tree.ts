/** Small readings of the XML tree; names are local, since structure has judged the namespaces. */
import { type Decimal, parseDecimal } from '@ventanilla/invoice';
import type { XmlElement } from '@ventanilla/xml';

export const child = (element: XmlElement | undefined, name: string): XmlElement | undefined => {
  if (element === undefined) return undefined;
  for (const candidate of element.children) if (candidate.name === name) return candidate;
  return undefined;
};

const NONE: readonly XmlElement[] = [];

export const childrenNamed = (
  element: XmlElement | undefined,
  name: string,
): readonly XmlElement[] =>
  element === undefined ? NONE : element.children.filter((candidate) => candidate.name === name);

export const attribute = (element: XmlElement | undefined, name: string): string | undefined => {
  if (element === undefined) return undefined;
  for (const candidate of element.attributes) {
    if (candidate.name === name && candidate.namespace === '') return candidate.value.trim();
  }
  return undefined;
};

export const textOf = (element: XmlElement | undefined): string | undefined => element?.text.trim();

export const childText = (element: XmlElement | undefined, name: string): string | undefined =>
  textOf(child(element, name));

export const numberOf = (text: string | undefined): Decimal | undefined =>
  text === undefined ? undefined : parseDecimal(text);

export const childNumber = (element: XmlElement | undefined, name: string): Decimal | undefined =>
  numberOf(child(element, name)?.text);

export const attributeNumber = (
  element: XmlElement | undefined,
  name: string,
): Decimal | undefined => numberOf(attribute(element, name));
