/** From a node of the heap to its element in our tree, and back: the same indices from the root down. */
import { invariant } from '@ventanilla/errors';
import type { XmlElement } from './document.ts';
import { NODE, NODE_TYPE } from './heap.ts';
import type { Sandbox } from './sandbox.ts';

/** The element a node is or belongs to; the root for a null pointer. */
export function elementOf({ raw }: Sandbox, node: number, root: XmlElement): XmlElement {
  const { HEAP32 } = raw;
  const typeOf = (pointer: number): number => HEAP32[(pointer >> 2) + NODE.type]!;
  if (node === 0) return root;
  const parentOf = (pointer: number): number => HEAP32[(pointer >> 2) + NODE.parent]!;
  let at = typeOf(node) === NODE_TYPE.element ? node : parentOf(node);
  const previousOf = (pointer: number): number => HEAP32[(pointer >> 2) + NODE.previous]!;
  const indices: number[] = [];
  for (let parent = parentOf(at); typeOf(parent) === NODE_TYPE.element; parent = parentOf(at)) {
    let index = 0;
    for (let prior = previousOf(at); prior !== 0; prior = previousOf(prior)) {
      if (typeOf(prior) === NODE_TYPE.element) index += 1;
    }
    indices.push(index);
    at = parent;
  }
  let element = root;
  for (const index of indices.reverse()) element = element.children[index] ?? element;
  return element;
}

const OF_ATTRIBUTE = /^Element '[^']*', attribute '(?:\{([^}]*)\})?([^']+)':/;

/** The last step of the path of what an error is about: `/@name` of an attribute, nothing of an element. */
export function attributeStep(message: string, { attributes }: XmlElement): string {
  const [, namespace = '', name] = OF_ATTRIBUTE.exec(message) ?? [];
  const found = attributes.find((it) => it.name === name && it.namespace === namespace);
  if (found === undefined) return '';
  return `/@${found.prefix === '' ? '' : `${found.prefix}:`}${found.name}`;
}

/** The element whose start tag is number `order` of the document. */
export function elementAt(root: XmlElement, order: number): XmlElement {
  let element = root;
  while (element.order < order) {
    const next = element.children.findLast((child) => child.order <= order);
    invariant(next !== undefined, 'every start tag of the document is in its tree');
    element = next;
  }
  return element;
}

/** The node of an element of the tree whose root is at `rootPointer`. */
export function pointerOf(box: Sandbox, element: XmlElement, rootPointer: number): number {
  const { HEAP32 } = box.raw;
  const { parent } = element;
  if (parent === undefined) return rootPointer;
  let left = parent.children.indexOf(element);
  let node = HEAP32[(pointerOf(box, parent, rootPointer) >> 2) + NODE.children]!;
  for (; node !== 0; node = HEAP32[(node >> 2) + NODE.next]!) {
    if (HEAP32[(node >> 2) + NODE.type] !== NODE_TYPE.element) continue;
    if (left === 0) return node;
    left -= 1;
  }
  throw new Error('an element of the tree is on the heap');
}
