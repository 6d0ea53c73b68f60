/**
 * The same tree told from two sides: from our tree, and from canonical XML that another program wrote.
 * Canonical XML has so few forms that it is read here without any parser.
 */
import type { XmlElement } from '../../packages/xml/src/index.ts';

/** One line an element, in document order: depth, name, attributes, text directly inside. */
type Outline = readonly string[];

interface Part {
  readonly namespace: string;
  readonly prefix: string;
  readonly name: string;
}

const nameOf = ({ namespace, prefix, name }: Part): string => `{${namespace}}${prefix}:${name}`;

const line = (depth: number, element: Part, attributes: readonly string[], text: string): string =>
  JSON.stringify([depth, nameOf(element), [...attributes].sort(), text]);

export function outlineOfTree(root: XmlElement): Outline {
  const lines: string[] = [];
  const visit = (element: XmlElement, depth: number): void => {
    const attributes = element.attributes.map((one) => `${nameOf(one)}=${one.value}`);
    lines.push(line(depth, element, attributes, element.text));
    for (const child of element.children) visit(child, depth + 1);
  };
  visit(root, 0);
  return lines;
}

const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<\/[^>]*>|<([^\s>/]+)((?:\s[^\s=]+="[^"]*")*)>|([^<]+)/g;
const ATTRIBUTE = /\s([^\s=]+)="([^"]*)"/g;
const REFERENCES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x9;': '\t',
  '&#xA;': '\n',
  '&#xD;': '\r',
};
const plain = (text: string): string =>
  text.replace(/&[^;]*;/g, (reference) => REFERENCES[reference] ?? reference);

type Scope = Readonly<Record<string, string>>;

function resolve(qualified: string, scope: Scope, isAttribute: boolean): Part {
  const at = qualified.indexOf(':');
  const prefix = qualified.slice(0, Math.max(at, 0));
  const namespace = isAttribute && prefix === '' ? '' : (scope[prefix] ?? '');
  return { namespace, prefix, name: qualified.slice(at + 1) };
}

interface Open {
  readonly element: Part;
  readonly attributes: readonly string[];
  readonly scope: Scope;
  readonly place: number;
  text: string;
}

const XML: Scope = { xml: 'http://www.w3.org/XML/1998/namespace' };

function open(name: string, written: string, outer: Scope, place: number): Open {
  const pairs = [...written.matchAll(ATTRIBUTE)].map(([, key = '', value = '']) => [key, value]);
  const declared = pairs.filter(([key = '']) => /^xmlns(:|$)/.test(key));
  const scope = {
    ...outer,
    ...Object.fromEntries(declared.map(([key = '', value = '']) => [key.slice(6), plain(value)])),
  };
  const attributes = pairs
    .filter((pair) => !declared.includes(pair))
    .map(([key = '', value = '']) => `${nameOf(resolve(key, scope, true))}=${plain(value)}`);
  return { element: resolve(name, scope, false), attributes, scope, place, text: '' };
}

export function outlineOfCanonical(canonical: string): Outline {
  const lines: string[] = [];
  const stack: Open[] = [];
  for (const [token, name, written = '', text] of canonical.matchAll(TOKEN)) {
    const top = stack.at(-1);
    if (text !== undefined) {
      if (top !== undefined) top.text += plain(text);
    } else if (name !== undefined) {
      stack.push(open(name, written, top?.scope ?? XML, lines.push('') - 1));
    } else if (token.startsWith('</') && top !== undefined) {
      stack.pop();
      lines[top.place] = line(stack.length, top.element, top.attributes, top.text);
    }
  }
  return lines;
}
