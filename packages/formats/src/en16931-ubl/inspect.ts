/**
 * One walk over the tree that finds what the syntax rules of the UBL binding look for. The rules
 * themselves only hand over what was found under their code.
 */
import type { XmlElement } from '@ventanilla/xml';
import { codeInspections } from './inspect-codes.ts';
import { inspectDocument, structureInspections } from './inspect-structure.ts';
import { positionsOf } from './locate.ts';
import { attribute } from './tree.ts';
import { AGGREGATES } from './ubl-facts.ts';
import { ALIASES, BASIC_ELEMENTS } from './ubl-names.ts';
import { CAC_NS, CBC_NS, EXT_NS, paragraphs } from './ubl-schema.ts';
import { UNUSED, UNUSED_ANYWHERE, UNUSED_ATTRIBUTES } from './unused-elements.ts';

export interface SyntaxFinding {
  readonly at: string;
  readonly expected?: string;
  readonly actual?: string;
}
export type SyntaxFindings = ReadonlyMap<string, readonly SyntaxFinding[]>;
/** Notes that a rule is broken at an element. */
export type Note = (
  code: string,
  element: XmlElement,
  values?: { readonly expected?: string; readonly actual?: string },
) => void;

export type Inspect = (element: XmlElement, note: Note) => void;

/** Kept of one rule: the engine keeps no more. */
const FINDINGS_MAX = 200;

interface Trie {
  readonly children: Map<string, Trie>;
  readonly attributes: Map<string, string>;
  code: string | undefined;
}
const emptyTrie = (): Trie => ({ children: new Map(), attributes: new Map(), code: undefined });

function childOf(trie: Trie, name: string): Trie {
  let child = trie.children.get(name);
  if (child === undefined) {
    child = emptyTrie();
    trie.children.set(name, child);
  }
  return child;
}

const pairs = (words: readonly string[]): [string, string][] =>
  words.map((word) => word.split('=') as [string, string]);
const numbered = (table: string): [string, string][] => pairs(table.trim().split(/\s+/));

/** One paragraph of the table, for one kind of line. */
function addParagraph(root: Trie, steps: readonly string[], words: readonly string[]): void {
  let trie = root;
  for (const step of steps) if (step !== '.') trie = childOf(trie, step);
  for (const [number, name] of pairs(words)) {
    const code = `UBL-CR-${number}`;
    if (name.startsWith('@')) trie.attributes.set(name.slice(1), code);
    else childOf(trie, name).code = code;
  }
}

function buildTrie(): Trie {
  const root = emptyTrie();
  for (const [parent, words] of paragraphs(UNUSED)) {
    const starts = parent.startsWith('$line') ? ['InvoiceLine', 'CreditNoteLine'] : [''];
    for (const start of starts) {
      addParagraph(root, parent.replace('$line', start).split('/'), words);
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

const TRIE = buildTrie();
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

function inspectAttributes(element: XmlElement, trie: Trie | undefined, note: Note): void {
  for (const { name, namespace } of element.attributes) {
    if (namespace !== '') continue;
    const code = ATTRIBUTES.get(name);
    // The payment means code is the one element whose name attribute is BT-82.
    if (code !== undefined && !(name === 'name' && element.name === 'PaymentMeansCode')) {
      note(code, element, { actual: name });
    }
    const unused = trie?.attributes.get(name);
    if (unused !== undefined) note(unused, element, { actual: name });
  }
}

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

/** Worked out once for every name of UBL, so that an element costs one look-up. */
const INSPECTIONS: ReadonlyMap<string, readonly Inspect[]> = new Map(
  [...`${AGGREGATES} ${ALIASES} ${BASIC_ELEMENTS}`.matchAll(/[A-Za-z]+/g)].map(([name]) => [
    name,
    inspectionsFor(name),
  ]),
);

function walk(element: XmlElement, trie: Trie | undefined, note: Note): void {
  const { children, namespace } = element;
  if (element.attributes.length > 0) inspectAttributes(element, trie, note);
  if (namespace === CAC_NS || namespace === CBC_NS) {
    const inspections = INSPECTIONS.get(element.name) ?? inspectionsFor(element.name);
    for (let index = 0; index < inspections.length; index += 1) inspections[index]!(element, note);
  }
  for (let index = 0; index < children.length; index += 1) {
    const child = children[index]!;
    const isUbl =
      child.namespace === CBC_NS || child.namespace === CAC_NS || child.namespace === EXT_NS;
    const next = trie !== undefined && isUbl ? trie.children.get(child.name) : undefined;
    if (next?.code !== undefined) note(next.code, child, { actual: child.name });
    walk(child, next, note);
  }
}

/** Everything the syntax rules will report, by code. */
export function inspectUbl(root: XmlElement): SyntaxFindings {
  const findings = new Map<string, SyntaxFinding[]>();
  const note: Note = (code, element, values) => {
    // The due date of a credit note has no other place in UBL.
    if (code === 'UBL-CR-412' && root.name === 'CreditNote') return;
    const found = findings.get(code);
    if (found !== undefined && found.length >= FINDINGS_MAX) return;
    const finding = { at: positionsOf(element), ...values };
    if (found === undefined) findings.set(code, [finding]);
    else found.push(finding);
  };
  walk(root, TRIE, note);
  inspectDocument(root, note);
  return findings;
}
