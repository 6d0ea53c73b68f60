import type { XmlElement } from './document.ts';

const qualified = ({ prefix, name }: XmlElement): string =>
  prefix === '' ? name : `${prefix}:${name}`;

/** XPath of an element with the document's own prefixes; positions only where a sibling shares the name. */
export function pathOf(element: XmlElement): string {
  const name = qualified(element);
  const { parent } = element;
  if (parent === undefined) return `/${name}`;
  let position = 0;
  let count = 0;
  for (const sibling of parent.children) {
    if (sibling.name === element.name && sibling.prefix === element.prefix) {
      count += 1;
      if (sibling === element) position = count;
    }
  }
  return `${pathOf(parent)}/${name}${count > 1 ? `[${position}]` : ''}`;
}
