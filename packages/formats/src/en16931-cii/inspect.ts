/** What the syntax rules of the CII binding find, in one walk. */
import type { XmlElement } from '@ventanilla/xml';
import {
  addPath,
  createInspector,
  emptyTrie,
  type Inspect,
  type Trie,
} from '../xml-syntax/inspector.ts';
import { attribute } from '../xml-syntax/read.ts';
import { AGGREGATES } from './cii-facts.ts';
import { paragraphs, QDT_NS, RAM_NS, RSM_NS, UDT_NS } from './cii-schema.ts';
import { codeInspections } from './inspect-codes.ts';
import { inspectDocument, structureInspections } from './inspect-structure.ts';
import {
  IDENTIFIER_ATTRIBUTES,
  PLAIN_IDENTIFIERS,
  UNUSED,
  UNUSED_BY_ELEMENT,
} from './unused-elements.ts';

const PARTS: Readonly<Record<string, string>> = {
  $line: 'SupplyChainTradeTransaction/IncludedSupplyChainTradeLineItem',
  $agreement: 'SupplyChainTradeTransaction/ApplicableHeaderTradeAgreement',
  $delivery: 'SupplyChainTradeTransaction/ApplicableHeaderTradeDelivery',
  $settlement: 'SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement',
};
const stepsOf = (path: string): string[] =>
  path === '.' ? [] : path.replace(/^\$\w+/, (part) => PARTS[part] ?? part).split('/');

const pairs = (words: readonly string[]): [rule: string, name: string][] =>
  words.map((word) => word.split('=') as [string, string]);

const PLAIN = PLAIN_IDENTIFIERS.trim().split(/\s+/).map(stepsOf);

function buildTrie(): Trie {
  const root = emptyTrie();
  for (const [parent, words] of paragraphs(UNUSED)) {
    for (const [rule, name] of pairs(words))
      addPath(root, [...stepsOf(parent), name], `CII-${rule}`);
  }
  for (const [rule, name] of pairs(IDENTIFIER_ATTRIBUTES.trim().split(/\s+/))) {
    for (const steps of PLAIN) addPath(root, [...steps, `@${name}`], `CII-${rule}`);
  }
  return root;
}

interface UnusedChild {
  readonly code: string;
  readonly steps: readonly string[];
}

const BY_ELEMENT: readonly {
  readonly matches: (name: string) => boolean;
  readonly unused: readonly UnusedChild[];
}[] = paragraphs(UNUSED_BY_ELEMENT).map(([pattern, words]) => ({
  matches: pattern.startsWith('*')
    ? (name: string) => name.endsWith(pattern.slice(1)) && name !== 'TaxTotalAmount'
    : (name: string) => name === pattern,
  unused: pairs(words).map(([rule, path]) => ({ code: `CII-${rule}`, steps: path.split('/') })),
}));

/** True where a path (elements, at last perhaps an attribute) leads somewhere. */
function leads(element: XmlElement, steps: readonly string[], depth = 0): boolean {
  const step = steps[depth];
  if (step === undefined) return true;
  if (step.startsWith('@')) return attribute(element, step.slice(1)) !== undefined;
  return element.children.some((child) => child.name === step && leads(child, steps, depth + 1));
}

const isPlainIdentifier = (element: XmlElement): boolean =>
  PLAIN.some((steps) => {
    let at: XmlElement | undefined = element;
    for (const step of steps.toReversed()) {
      if (at?.name !== step) return false;
      at = at.parent;
    }
    return at?.parent === undefined;
  });

const inspectUnused =
  (unused: readonly UnusedChild[]): Inspect =>
  (element, note) => {
    for (const { code, steps } of unused) {
      if (!leads(element, steps)) continue;
      // Where no attribute is allowed at all, CII-DT-001 to 007 say so.
      if (code.startsWith('CII-DT-10') && isPlainIdentifier(element)) continue;
      note(code, element, { actual: steps.join('/') });
    }
  };

function inspectionsFor(name: string): readonly Inspect[] {
  return [
    ...BY_ELEMENT.filter(({ matches }) => matches(name)).map(({ unused }) => inspectUnused(unused)),
    ...structureInspections(name),
    ...codeInspections(name),
  ];
}

const OWN = new Set([RSM_NS, RAM_NS, QDT_NS, UDT_NS]);

/** Everything the syntax rules will report, by code. */
export const inspectCii = createInspector({
  isOwn: (namespace) => OWN.has(namespace),
  unused: buildTrie(),
  attributes: new Map(),
  inspectionsFor,
  names: [...`${AGGREGATES} DateTimeString Indicator`.matchAll(/[A-Za-z]+/g)].map(([name]) => name),
  inspectDocument,
});
