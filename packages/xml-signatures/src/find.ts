/** Where signatures and identifiers are, in one walk over the tree. */
import type { XmlElement } from '@ventanilla/xml';
import { DSIG_NAMESPACE } from './algorithms.ts';

export interface Found {
  /** In document order; those inside another signature are its own affair. */
  readonly signatures: readonly XmlElement[];
  /** Elements by identifier. */
  readonly ids: ReadonlyMap<string, readonly XmlElement[]>;
}

const isSignature = ({ name, namespace }: XmlElement): boolean =>
  name === 'Signature' && namespace === DSIG_NAMESPACE;

/**
 * Without a DTD nothing says which attributes are identifiers, so every `Id` in any case and
 * namespace counts: what one reader would resolve must not be ambiguous for another.
 */
const isId = (name: string): boolean => name.length === 2 && name.toLowerCase() === 'id';

export function findSignatures(root: XmlElement): Found {
  const signatures: XmlElement[] = [];
  const ids = new Map<string, XmlElement[]>();
  const visit = (element: XmlElement, isInside: boolean): void => {
    for (const { name, value } of element.attributes) {
      if (!isId(name)) continue;
      const known = ids.get(value);
      if (known === undefined) ids.set(value, [element]);
      else known.push(element);
    }
    const isOne = isSignature(element);
    if (isOne && !isInside) signatures.push(element);
    for (const child of element.children) visit(child, isInside || isOne);
  };
  visit(root, false);
  return { signatures, ids };
}

export function isWithin(element: XmlElement, ancestor: XmlElement): boolean {
  let at: XmlElement | undefined = element;
  while (at !== undefined && at !== ancestor) at = at.parent;
  return at === ancestor;
}
