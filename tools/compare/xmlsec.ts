/** xmlsec1 of the system: whether one signature of a file holds, by the key it brings. */
import { spawnSync } from 'node:child_process';
import type { XmlElement } from '../../packages/xml/src/index.ts';

export const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const SIGNATURES = `//*[local-name()='Signature' and namespace-uri()='${DSIG}']`;

export const isSignature = ({ name, namespace }: XmlElement): boolean =>
  name === 'Signature' && namespace === DSIG;

/** Every element in document order. */
export function elementsOf(root: XmlElement): readonly XmlElement[] {
  const all: XmlElement[] = [];
  const visit = (element: XmlElement): void => {
    all.push(element);
    for (const child of element.children) visit(child);
  };
  visit(root);
  return all;
}

/** Without a DTD it has to be told which attributes are identifiers. */
function identifiers(elements: readonly XmlElement[]): readonly string[] {
  const options = new Set<string>();
  for (const { name, namespace, attributes } of elements) {
    for (const attribute of attributes) {
      if (attribute.name.length !== 2 || attribute.name.toLowerCase() !== 'id') continue;
      options.add(`${attribute.name} ${namespace === '' ? '' : `${namespace}:`}${name}`);
    }
  }
  return [...options].flatMap((option) => {
    const [attribute = '', node = ''] = option.split(' ');
    return [`--id-attr:${attribute}`, node];
  });
}

export type Answer = 'holds' | 'fails' | 'not checked';

/** The nth signature of a file, counted from 1. */
export function askXmlsec(file: string, elements: readonly XmlElement[], nth: number): Answer {
  const { status, stderr, stdout, error } = spawnSync('xmlsec1', [
    ...['--verify', '--insecure', ...identifiers(elements)],
    ...['--node-xpath', `(${SIGNATURES})[${nth}]`, file],
  ]);
  if (error) throw new Error('xmlsec1 is not there (Debian: xmlsec1)', { cause: error });
  const told = `${stdout}${stderr}`;
  if (status === 0 && /^OK/m.test(told)) return 'holds';
  // Of the rest it says FAIL when it came to an end, and an error when it could not.
  return /^FAIL/m.test(told) ? 'fails' : 'not checked';
}
