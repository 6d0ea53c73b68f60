/**
 * One walk over the tree that finds what the syntax rules of the UBL binding look for. The rules
 * themselves only hand over what was found under their code.
 */
import type { XmlElement } from '@ventanilla/xml';
import {
  addPath,
  createInspector,
  emptyTrie,
  type Inspect,
  type Trie,
} from '../xml-syntax/inspector.ts';
import { KEPT_FOR_TAX } from './category-uses.ts';
import { codeInspections } from './inspect-codes.ts';
import { inspectDocument, structureInspections } from './inspect-structure.ts';
import { attribute } from './tree.ts';
import { AGGREGATES } from './ubl-facts.ts';
import { ALIASES, BASIC_ELEMENTS } from './ubl-names.ts';
import { CAC_NS, CBC_NS, CREDIT_NOTE_NS, EXT_NS, INVOICE_NS, paragraphs } from './ubl-schema.ts';
import { UNUSED, UNUSED_ANYWHERE, UNUSED_ATTRIBUTES } from './unused-elements.ts';

const pairs = (words: readonly string[]): [string, string][] =>
  words.map((word) => word.split('=') as [string, string]);
const numbered = (table: string): [string, string][] => pairs(table.trim().split(/\s+/));

function buildTrie(): Trie {
  const root = emptyTrie();
  for (const [parent, words] of paragraphs(UNUSED)) {
    const starts = parent.startsWith('$line') ? ['InvoiceLine', 'CreditNoteLine'] : [''];
    for (const start of starts) {
      const steps = parent
        .replace('$line', start)
        .split('/')
        .filter((step) => step !== '.');
      for (const [number, name] of pairs(words))
        addPath(root, [...steps, name], `UBL-CR-${number}`);
    }
  }
  return root;
}

interface Anywhere {
  readonly code: string;
  /** From the element upwards. */
  readonly ancestors: readonly string[];
  readonly attribute: string | undefined;
}

function buildAnywhere(): ReadonlyMap<string, readonly Anywhere[]> {
  const byName = new Map<string, Anywhere[]>();
  for (const [number, path] of numbered(UNUSED_ANYWHERE)) {
    const steps = path.split('/').reverse();
    const unused = steps[0]?.startsWith('@') ? steps.shift()?.slice(1) : undefined;
    const [name = '', ...ancestors] = steps;
    const entry = { code: `UBL-CR-${number}`, ancestors, attribute: unused };
    byName.set(name, [...(byName.get(name) ?? []), entry]);
  }
  return byName;
}

const ANYWHERE = buildAnywhere();
const ATTRIBUTES: ReadonlyMap<string, string> = new Map(
  numbered(UNUSED_ATTRIBUTES).map(([number, name]) => [name, `UBL-${number}`]),
);

const isUnder = (element: XmlElement, ancestors: readonly string[]): boolean => {
  let at = element.parent;
  for (const name of ancestors) {
    if (at?.name !== name) return false;
    at = at.parent;
  }
  return true;
};

const inspectAnywhere =
  (entries: readonly Anywhere[]): Inspect =>
  (element, note) => {
    for (const { code, ancestors, attribute: unused } of entries) {
      if (!isUnder(element, ancestors)) continue;
      if (unused === undefined || attribute(element, unused) !== undefined) {
        note(code, element, { actual: unused ?? element.name });
      }
    }
  };

/** What there is to look at in an element of that name. */
function inspectionsFor(name: string): readonly Inspect[] {
  const anywhere = ANYWHERE.get(name);
  return [
    ...(anywhere === undefined ? [] : [inspectAnywhere(anywhere)]),
    ...structureInspections(name),
    ...codeInspections(name),
  ];
}

const OWN = new Set([CBC_NS, CAC_NS, EXT_NS, INVOICE_NS, CREDIT_NOTE_NS]);

/** Everything the syntax rules will report, by code. */
export const inspectUbl = createInspector({
  isOwn: (namespace) => OWN.has(namespace),
  unused: buildTrie(),
  attributes: ATTRIBUTES,
  // The payment means code is the one element whose name attribute is BT-82.
  isAttributeUsed: ({ name }, attributeName) =>
    attributeName === 'name' && name === 'PaymentMeansCode',
  inspectionsFor,
  names: [...`${AGGREGATES} ${ALIASES} ${BASIC_ELEMENTS}`.matchAll(/[A-Za-z]+/g)].map(
    ([name]) => name,
  ),
  inspectDocument,
  keep: KEPT_FOR_TAX,
  // The due date of a credit note has no other place in UBL.
  isExempt: (code, root) => code === 'UBL-CR-412' && root.name === 'CreditNote',
});
