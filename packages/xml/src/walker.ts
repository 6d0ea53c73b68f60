/**
 * Builds the tree by reading libxml2's node structs straight from the wasm heap: thirteen times
 * faster than node wrappers, and what is read is the very tree that the schema judged.
 *
 * The package pins the exact version, and a test compares trees of the corpora with the public API.
 */
import type { XmlAttribute, XmlElement } from './document.ts';
import { type Refused, refuse } from './guard.ts';
import { createHeapReader, type HeapReader, NODE, NODE_TYPE } from './heap.ts';
import type { XmlLimits } from './limits.ts';
import type { Sandbox } from './sandbox.ts';

const NONE: readonly never[] = Object.freeze([]);

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Walk {
  readonly reader: HeapReader;
  readonly limits: XmlLimits;
  elements: number;
  attributes: number;
  refused: Refused | undefined;
}

/** Reads the tree under `rootPointer`, within `limits`. */
export function walkTree(
  box: Sandbox,
  rootPointer: number,
  limits: XmlLimits,
  names: Map<number, string>,
): XmlElement | Refused {
  const walk: Walk = {
    reader: createHeapReader(box.raw, names),
    limits,
    elements: 0,
    attributes: 0,
    refused: undefined,
  };
  const root = readElement(walk, rootPointer, undefined, 1);
  return walk.refused ?? root;
}

function readElement(
  walk: Walk,
  pointer: number,
  parent: XmlElement | undefined,
  depth: number,
): XmlElement {
  const { reader } = walk;
  const { words } = reader;
  const at = pointer >> 2;
  const { href, prefix } = reader.namespace(words[at + NODE.namespace]!);
  const properties = words[at + NODE.properties]!;
  const declarations = words[at + NODE.declarations]!;
  if (declarations !== 0) countDeclarations(walk, declarations);
  const element: Mutable<XmlElement> = {
    name: reader.name(words[at + NODE.name]!),
    namespace: href,
    prefix,
    attributes: properties === 0 ? NONE : readAttributes(walk, properties),
    children: NONE,
    text: '',
    order: walk.elements,
    parent,
  };
  walk.elements += 1;
  if (walk.elements > walk.limits.elementsMax || depth > walk.limits.depthMax) {
    walk.refused ??= excess(walk, depth);
  } else {
    readContent(walk, words[at + NODE.children]!, element, depth);
  }
  return element;
}

function readContent(walk: Walk, first: number, element: Mutable<XmlElement>, depth: number): void {
  const { reader } = walk;
  const { words } = reader;
  let children: XmlElement[] | undefined;
  let text = '';
  for (let child = first; child !== 0; child = words[(child >> 2) + NODE.next]!) {
    const type = words[(child >> 2) + NODE.type]!;
    if (type === NODE_TYPE.element) {
      const read = readElement(walk, child, element, depth + 1);
      if (walk.refused !== undefined) return;
      if (children === undefined) children = [read];
      else children.push(read);
    } else if (type === NODE_TYPE.text || type === NODE_TYPE.cdata) {
      const piece = reader.text(words[(child >> 2) + NODE.content]!);
      text = text === '' ? piece : text + piece;
    } else if (type !== NODE_TYPE.comment && type !== NODE_TYPE.pi) {
      walk.refused = refuse('doctype', 'the document holds an entity reference or a declaration');
      return;
    }
  }
  if (children !== undefined) element.children = children;
  element.text = text;
}

function excess({ limits }: Walk, depth: number): Refused {
  return depth > limits.depthMax
    ? refuse('too-deep', `elements nested more than ${limits.depthMax} deep`)
    : refuse('too-complex', `more than ${limits.elementsMax} elements`);
}

function readAttributes(walk: Walk, first: number): readonly XmlAttribute[] {
  const attributes = walk.reader.attributes(first);
  countAttributes(walk, attributes.length);
  return attributes;
}

/** A namespace declaration is written as an attribute, and costs as much. */
function countDeclarations(walk: Walk, first: number): void {
  let count = 0;
  // The next declaration stands in the first word of this one.
  for (let at = first; at !== 0; at = walk.reader.words[at >> 2]!) count += 1;
  countAttributes(walk, count);
}

function countAttributes(walk: Walk, count: number): void {
  const { limits } = walk;
  walk.attributes += count;
  if (count > limits.attributesPerElementMax) {
    walk.refused ??= refuse('too-complex', `${count} attributes on one element`);
  } else if (walk.attributes > limits.attributesMax) {
    walk.refused ??= refuse('too-complex', `more than ${limits.attributesMax} attributes`);
  }
}
