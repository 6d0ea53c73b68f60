import type { XmlDocument, XmlElement } from '@ventanilla/xml';
import type { Location } from './format.ts';

const STEP = /^([^[]+)(?:\[(\d+)\])?$/;

/**
 * Finds a model path (`SAT/DTE/…/Item[2]/Total`, `…/@Serie`) in the document; a part that is
 * missing gives the place of the nearest element that is there.
 */
export function locateIn(xml: XmlDocument, at: string): Location {
  let element: XmlElement = xml.root;
  let attribute = '';
  for (const step of at === '' ? [] : at.split('/')) {
    if (step.startsWith('@')) {
      const name = step.slice(1);
      if (element.attributes.some((candidate) => candidate.name === name)) attribute = `/${step}`;
      break;
    }
    const [, name, position = '1'] = STEP.exec(step) ?? [];
    const found = element.children.filter((candidate) => candidate.name === name);
    const next = found[Number(position) - 1];
    if (next === undefined) break;
    element = next;
  }
  const place = xml.placeOf(element);
  return { ...place, path: place.path + attribute };
}
