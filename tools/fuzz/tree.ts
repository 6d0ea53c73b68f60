/** A document as a tree that can be changed, and written out again. */
import type { XmlElement } from '../../packages/xml/src/index.ts';

export interface Attribute {
  readonly name: string;
  readonly namespace: string;
  readonly prefix: string;
  value: string;
}

export interface Node {
  name: string;
  namespace: string;
  prefix: string;
  attributes: Attribute[];
  children: Node[];
  text: string;
}

/** A tree of our own out of what the parser read; white space between elements is left out. */
export const toTree = (element: XmlElement): Node => ({
  name: element.name,
  namespace: element.namespace,
  prefix: element.prefix,
  attributes: element.attributes.map((attribute) => ({ ...attribute })),
  children: element.children.map(toTree),
  text: element.children.length > 0 ? element.text.trim() : element.text,
});

export const copy = (node: Node): Node => ({
  ...node,
  attributes: node.attributes.map((attribute) => ({ ...attribute })),
  children: node.children.map(copy),
});

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};
const escapeText = (text: string): string => text.replace(/[&<>\r]/g, (c) => ENTITIES[c] ?? c);
const escapeValue = (text: string): string => text.replace(/[&<"\r\n\t]/g, (c) => ENTITIES[c] ?? c);

type Scope = ReadonlyMap<string, string>;

/** Declarations that an element needs beyond those in scope. */
function declare(node: Node, scope: Scope): Map<string, string> {
  const added = new Map<string, string>();
  const need = (prefix: string, namespace: string): void => {
    if (prefix === 'xml') return;
    if ((added.get(prefix) ?? scope.get(prefix) ?? '') !== namespace) added.set(prefix, namespace);
  };
  need(node.prefix, node.namespace);
  for (const { prefix, namespace } of node.attributes) if (prefix !== '') need(prefix, namespace);
  return added;
}

function write(node: Node, scope: Scope, added = declare(node, scope)): string {
  const inner = added.size === 0 ? scope : new Map([...scope, ...added]);
  const qualify = (prefix: string, name: string) => (prefix === '' ? name : `${prefix}:${name}`);
  const tag = qualify(node.prefix, node.name);
  const namespaces = [...added].map(
    ([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeValue(uri)}"`,
  );
  const attributes = node.attributes.map(
    ({ prefix, name, value }) => ` ${qualify(prefix, name)}="${escapeValue(value)}"`,
  );
  const content =
    escapeText(node.text) + node.children.map((child) => write(child, inner)).join('');
  return `<${tag}${namespaces.join('')}${attributes.join('')}>${content}</${tag}>`;
}

/** Bytes of the document, on one line; prefixes are declared at the root where that can be. */
export function toBytes(root: Node): Uint8Array {
  const declared = declare(root, new Map());
  for (const [{ prefix, namespace }] of walk(root)) {
    if (prefix !== '' && namespace !== '' && !declared.has(prefix)) declared.set(prefix, namespace);
  }
  return new TextEncoder().encode(write(root, new Map(), declared));
}

/** Every node with its parent, in document order. */
export function* walk(node: Node, parent?: Node): Generator<readonly [Node, Node | undefined]> {
  yield [node, parent];
  for (const child of node.children) yield* walk(child, node);
}
