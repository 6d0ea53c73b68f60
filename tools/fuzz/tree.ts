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

/** How a document is written where that is not the plain way. */
export interface Style {
  /** What stands for an escaped text. */
  readonly text?: (escaped: string) => string;
  /** Before each element below another. */
  readonly between?: string;
  /** Another prefix for one of the tree. */
  readonly prefix?: (prefix: string) => string;
  /** Elements without content as one tag. */
  readonly isShort?: boolean;
  readonly quote?: '"' | "'";
}

function write(node: Node, scope: Scope, style: Style, added = declare(node, scope)): string {
  const { text = (escaped: string) => escaped, between = '', quote = '"' } = style;
  const inner = added.size === 0 ? scope : new Map([...scope, ...added]);
  const qualify = (prefix: string, name: string) => (prefix === '' ? name : `${prefix}:${name}`);
  const quoted = (value: string) =>
    `${quote}${escapeValue(value).replaceAll("'", '&#39;')}${quote}`;
  const tag = qualify(node.prefix, node.name);
  const namespaces = [...added].map(
    ([prefix, uri]) => ` xmlns${prefix === '' ? '' : `:${prefix}`}=${quoted(uri)}`,
  );
  const attributes = node.attributes.map(
    ({ prefix, name, value }) => ` ${qualify(prefix, name)}=${quoted(value)}`,
  );
  const content =
    text(escapeText(node.text)) +
    node.children.map((child) => between + write(child, inner, style)).join('');
  const start = `<${tag}${namespaces.join('')}${attributes.join('')}`;
  return content === '' && style.isShort === true ? `${start}/>` : `${start}>${content}</${tag}>`;
}

/** Text of the document, on one line; prefixes are declared at the root where that can be. */
export function toText(root: Node, style: Style = {}): string {
  const renamed = style.prefix === undefined ? root : withPrefixes(root, style.prefix);
  const declared = declare(renamed, new Map());
  for (const [{ prefix, namespace }] of walk(renamed)) {
    if (prefix !== '' && namespace !== '' && !declared.has(prefix)) declared.set(prefix, namespace);
  }
  return write(renamed, new Map(), style, declared);
}

const withPrefixes = (node: Node, rename: (prefix: string) => string): Node => ({
  ...node,
  prefix: node.namespace === '' ? '' : rename(node.prefix),
  children: node.children.map((child) => withPrefixes(child, rename)),
});

export const toBytes = (root: Node): Uint8Array => new TextEncoder().encode(toText(root));

/** Every node with its parent, in document order. */
export function* walk(node: Node, parent?: Node): Generator<readonly [Node, Node | undefined]> {
  yield [node, parent];
  for (const child of node.children) yield* walk(child, node);
}
