/** From a path in the canonical invoice to the XML element that holds it, or its nearest ancestor there is. */
import type { XmlElement } from '@ventanilla/xml';

export interface Place {
  /** Element names from the parent, `/` between; `|` between alternatives. */
  readonly to: string;
  readonly fields?: Places;
  /** For elements that are allowances or charges: which of the two. */
  readonly isCharge?: boolean;
}
export type Places = Readonly<Record<string, string | Place>>;

/** Tells an allowance (false) from a charge (true). */
type IsCharge = (element: XmlElement) => boolean | undefined;

/** Descends one place: the element, or as far as there is one. */
function descend(
  from: XmlElement,
  place: Place,
  index: number,
  isCharge: IsCharge,
): [XmlElement, boolean] {
  let at = from;
  const steps = place.to === '' ? [] : place.to.split('/');
  for (const [depth, step] of steps.entries()) {
    const names = step.split('|');
    const matches = at.children.filter(({ name }) => names.includes(name));
    const wanted =
      place.isCharge === undefined
        ? matches
        : matches.filter((child) => isCharge(child) === place.isCharge);
    const next = wanted[depth === steps.length - 1 ? index : 0];
    if (next === undefined) return [at, false];
    at = next;
  }
  return [at, true];
}

/** `#0/3/1` is a path of child positions (syntax rules); anything else a path in the model. */
export function elementAt(
  root: XmlElement,
  at: string,
  document: Places,
  isCharge: IsCharge,
): XmlElement {
  if (at.startsWith('#')) return elementByPositions(root, at);
  const segments = at === '' ? [] : at.split('/');
  let element = root;
  let places: Places = document;
  for (let position = 0; position < segments.length; position += 1) {
    const found = places[segments[position]!];
    if (found === undefined) return element;
    const place: Place = typeof found === 'string' ? { to: found } : found;
    const following = segments[position + 1] ?? '';
    const isIndexed = /^\d+$/.test(following);
    if (isIndexed) position += 1;
    const [next, arrived] = descend(element, place, isIndexed ? Number(following) : 0, isCharge);
    element = next;
    if (!arrived) return element;
    places = place.fields ?? {};
  }
  return element;
}

function elementByPositions(root: XmlElement, at: string): XmlElement {
  let element = root;
  for (const position of at.slice(1).split('/')) {
    if (position !== '') element = element.children[Number(position)] ?? element;
  }
  return element;
}

/** The path `elementAt` understands for an element of the tree. */
export function positionsOf(element: XmlElement): string {
  const positions: number[] = [];
  for (let at = element; at.parent !== undefined; at = at.parent) {
    positions.push(at.parent.children.indexOf(at));
  }
  return `#${positions.reverse().join('/')}`;
}
