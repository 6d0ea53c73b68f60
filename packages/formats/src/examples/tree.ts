/** Small XML trees of our own documents, and the edits that turn one example into another. */

export interface Node {
  /** With its prefix. */
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: Node[];
  text: string;
}

/** What may stand below an element, in order, and what a new one looks like. */
export interface Grammar {
  /** Names without prefix below the element at the end of a path of such names. */
  readonly order: (path: readonly string[]) => readonly string[];
  /** A new element, with the children it cannot be without. */
  readonly fresh: (path: readonly string[]) => Node;
}

const TOKEN = /<(\/?)([\w:]+)([^>]*?)(\/?)>|([^<]+)/g;
const ATTRIBUTE = /([\w:]+)="([^"]*)"/g;

const decode = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const encode = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const localName = ({ name }: Node): string => name.slice(name.indexOf(':') + 1);

/** Reads a document of ours: no declaration, comments or mixed content. */
export function parseTree(xml: string): Node {
  const top: Node = { name: '', attributes: new Map(), children: [], text: '' };
  const open: Node[] = [top];
  for (const [, end, name = '', attributes = '', empty, text] of xml.matchAll(TOKEN)) {
    const parent = open.at(-1) as Node;
    if (text !== undefined) {
      if (parent.children.length === 0 && text.trim() !== '') parent.text += decode(text.trim());
    } else if (end) open.pop();
    else {
      const pairs = [...attributes.matchAll(ATTRIBUTE)];
      const node: Node = {
        name,
        attributes: new Map(pairs.map(([, key = '', value = '']) => [key, decode(value)])),
        children: [],
        text: '',
      };
      parent.children.push(node);
      if (!empty) open.push(node);
    }
  }
  return top.children[0] as Node;
}

/** One element a line, so that two examples differ in few lines. */
export function writeTree(node: Node, indent = ''): string {
  const attributes = [...node.attributes]
    .map(([name, value]) => ` ${name}="${encode(value)}"`)
    .join('');
  const start = `${indent}<${node.name}${attributes}`;
  if (node.children.length === 0) {
    return node.text === '' ? `${start}/>` : `${start}>${encode(node.text)}</${node.name}>`;
  }
  const children = node.children.map((child) => writeTree(child, `${indent}  `));
  return `${start}>\n${children.join('\n')}\n${indent}</${node.name}>`;
}

export const copyTree = (node: Node): Node => ({
  ...node,
  attributes: new Map(node.attributes),
  children: node.children.map(copyTree),
});

const STEP = /^([^[]+)(?:\[(\d+)\])?$/;

interface Step {
  readonly name: string;
  readonly index: number;
}

const stepsOf = (path: string): readonly Step[] =>
  path === ''
    ? []
    : path.split('/').map((step) => {
        const [, name = '', index = '1'] = STEP.exec(step) ?? [];
        return { name, index: Number(index) - 1 };
      });

const childAt = (node: Node, { name, index }: Step): Node | undefined =>
  node.children.filter((child) => localName(child) === name)[index];

/** Puts a child where the grammar wants it, after those of its own name. */
function place(parent: Node, child: Node, order: readonly string[]): void {
  const rank = (node: Node): number => order.indexOf(localName(node));
  const next = parent.children.findIndex((other) => rank(other) > rank(child));
  parent.children.splice(next < 0 ? parent.children.length : next, 0, child);
}

function make(root: Node, path: readonly Step[], grammar: Grammar, isNew: boolean): Node {
  let at = root;
  const names: string[] = [];
  path.forEach((step, depth) => {
    const order = grammar.order(names);
    names.push(step.name);
    const isLast = depth === path.length - 1;
    let child = isLast && isNew ? undefined : childAt(at, step);
    if (child === undefined) {
      child = grammar.fresh(names);
      place(at, child, order);
    }
    at = child;
  });
  return at;
}

const EDIT = /^([-+*]?)([^:@]*?)(?:\/?@(\w+))?(?::(.*))?$/s;

interface Target {
  readonly steps: readonly Step[];
  readonly parent: Node | undefined;
  readonly found: Node | undefined;
}

function find(root: Node, steps: readonly Step[]): Target {
  const last = steps.at(-1);
  if (last === undefined) return { steps, parent: undefined, found: root };
  const parent = steps
    .slice(0, -1)
    .reduce<Node | undefined>((at, step) => at && childAt(at, step), root);
  return { steps, parent, found: parent && childAt(parent, last) };
}

function double({ parent, found }: Target): void {
  if (found && parent) parent.children.splice(parent.children.indexOf(found), 0, copyTree(found));
}

function remove({ parent, found }: Target, attribute: string | undefined): void {
  if (attribute !== undefined) found?.attributes.delete(attribute);
  else if (found && parent) parent.children.splice(parent.children.indexOf(found), 1);
}

/**
 * Applies edits joined by `&` to the tree:
 * `-a/b` takes out, `-a/@c` an attribute; `+a/b` adds another, `+a/b:text` with that text;
 * `a/b:text` and `a/@c:text` set, making what is missing; `*a/b` doubles.
 */
export function applyEdits(root: Node, edits: string, grammar: Grammar): void {
  for (const edit of edits.split('&')) {
    const [, sign, path = '', attribute, value] = EDIT.exec(edit) ?? [];
    const target = find(root, stepsOf(path));
    if (sign === '-') remove(target, attribute);
    else if (sign === '*') double(target);
    else {
      const node = make(root, target.steps, grammar, sign === '+' && attribute === undefined);
      if (attribute !== undefined) node.attributes.set(attribute, value ?? 'x');
      else if (value !== undefined) node.text = value;
    }
  }
}
