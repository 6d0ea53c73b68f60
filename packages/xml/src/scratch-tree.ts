/**
 * A parsed document to try things on: elements taken out, put back and put in, so that the schema
 * processor goes on where it had stopped. Never the tree that anything else reads.
 */
import { NODE, NODE_TYPE, NS } from './heap.ts';
import type { Sandbox } from './sandbox.ts';
import { withCString } from './wasm-strings.ts';

/** Nodes are pointers; no `before` is the end of the parent. */
export interface ScratchTree {
  readonly elements: number;
  /** Elements, texts, comments and instructions. */
  readonly nodes: number;
  readonly parentOf: (node: number) => number;
  /** `{namespace}name`, as the schema processor writes it; without braces where there is no namespace. */
  readonly nameOf: (element: number) => string;
  /** Which start tag of the document an element is, or that of an attribute; undefined for one put in. */
  readonly orderOf: (node: number) => number | undefined;
  /** Takes an element out, and says before what it stood. */
  readonly takeOut: (element: number) => number;
  readonly putIn: (element: number, parent: number, before: number) => void;
  /** Puts in an empty element of that name. */
  readonly putInEmpty: (name: string, parent: number, before: number) => number;
  /** Frees the document and whatever was taken out. */
  readonly dispose: () => void;
}

/** `_private`, the first word of a node, is libxml2's gift to its users: there stands the order, plus one. */
const PRIVATE = 0;

/** Takes over the document at `pointer`. */
export function createScratchTree(box: Sandbox, pointer: number): ScratchTree {
  const { raw } = box;
  const field = (node: number, at: number): number => raw.HEAP32[(node >> 2) + at]!;
  const root = raw._xmlDocGetRootElement(pointer);
  const outside = new Set<number>();
  const putIn = (element: number, parent: number, before: number): void => {
    if (before === 0) raw._xmlAddChild(parent, element);
    else raw._xmlAddPrevSibling(before, element);
    outside.delete(element);
  };
  return {
    ...numberElements(box, root),
    parentOf: (node) => field(node, NODE.parent),
    nameOf: (element) => {
      const local = raw.UTF8ToString(field(element, NODE.name));
      const namespace = field(element, NODE.namespace);
      return namespace === 0 ? local : `{${raw.UTF8ToString(field(namespace, NS.href))}}${local}`;
    },
    orderOf: (node) => {
      if (node === 0) return 0;
      const isElement = field(node, NODE.type) === NODE_TYPE.element;
      const order = field(isElement ? node : field(node, NODE.parent), PRIVATE);
      return order === 0 ? undefined : order - 1;
    },
    takeOut: (element) => {
      const next = field(element, NODE.next);
      raw._xmlUnlinkNode(element);
      outside.add(element);
      return next;
    },
    putIn,
    putInEmpty: (name, parent, before) => {
      const element = createElement(box, pointer, name);
      putIn(element, parent, before);
      return element;
    },
    dispose: () => {
      if (!box.isAlive()) return;
      for (const element of outside) raw._xmlFreeNode(element);
      raw._xmlFreeDoc(pointer);
    },
  };
}

/** Writes into every element its place in document order, and counts. */
function numberElements({ raw }: Sandbox, root: number): Pick<ScratchTree, 'elements' | 'nodes'> {
  const { HEAP32: words } = raw;
  let elements = 0;
  let nodes = 0;
  let node = root;
  while (node !== 0) {
    nodes += 1;
    const isElement = words[(node >> 2) + NODE.type] === NODE_TYPE.element;
    if (isElement) {
      elements += 1;
      words[(node >> 2) + PRIVATE] = elements;
    }
    let next = isElement ? words[(node >> 2) + NODE.children]! : 0;
    while (next === 0 && node !== root) {
      next = words[(node >> 2) + NODE.next]!;
      if (next === 0) node = words[(node >> 2) + NODE.parent]!;
    }
    node = next;
  }
  return { elements, nodes };
}

function createElement(box: Sandbox, document: number, name: string): number {
  const { raw } = box;
  const [, namespace, local = name] = /^\{(.*)\}(.*)$/s.exec(name) ?? [];
  return withCString(raw, local, (localName) => {
    const element = raw._xmlNewDocNode(document, 0, localName, 0);
    if (namespace !== undefined) {
      withCString(raw, namespace, (href) =>
        raw._xmlSetNs(element, raw._xmlNewNs(element, href, 0)),
      );
    }
    return element;
  });
}
