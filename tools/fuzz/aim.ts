/**
 * Changes aimed at one assertion of the official set: whatever its test names is made, dropped,
 * doubled or given another value, in an element of the kind that it is about.
 */

import type { Assertion } from '../../packages/testing/src/official-rules/official.ts';
import type { Dice } from './dice.ts';
import { reattribute, revalue, type Workshop } from './mutate.ts';
import { copy, type Node, walk } from './tree.ts';

const PATH = /(?:\b(?:[a-z]+:)[A-Z]\w*|@[A-Za-z]\w*)(?:\/(?:[a-z]+:[A-Z]\w*|@[A-Za-z]\w*))*/g;
const STEP = /(?:([a-z]+):)?(@?[A-Za-z]\w*)/;

interface Step {
  readonly prefix: string;
  readonly name: string;
}

const toSteps = (path: string): Step[] =>
  path.split('/').map((word) => {
    const [, prefix = '', name = ''] = STEP.exec(word) ?? [];
    return { prefix, name };
  });

const withoutPredicates = (text: string): string => {
  let plain = text;
  for (let before = ''; before !== plain; ) {
    before = plain;
    plain = plain.replace(/\[[^[\]]*\]/g, '');
  }
  return plain;
};

export interface Aim {
  readonly code: string;
  /** It is about every element whose name ends so. */
  readonly suffix: string | undefined;
  /** Paths of the elements that it is about, each from somewhere up to the element itself. */
  readonly about: readonly (readonly Step[])[];
  readonly paths: readonly (readonly Step[])[];
  /** Those that the test names, not the context. */
  readonly tested: readonly (readonly Step[])[];
  readonly literals: readonly string[];
}

/** What an assertion is about, read out of its text. */
export function aimAt({ code, context, test }: Assertion): Aim {
  const all = `${context} ${test}`;
  const about = withoutPredicates(context)
    .split('|')
    .map((path) => toSteps((path.match(PATH) ?? []).join('/')))
    .filter((steps) => steps[0]?.name !== '');
  return {
    code,
    suffix: /ends-with\((?:local-)?name\(\), ?'(\w+)'\)/.exec(context)?.[1],
    about,
    paths: [...new Set(withoutPredicates(test).match(PATH) ?? []), ...(all.match(PATH) ?? [])].map(
      toSteps,
    ),
    tested: (test.match(PATH) ?? []).map(toSteps),
    literals: [...all.matchAll(/'([^']*)'/g)].flatMap(([, text = '']) =>
      text.length > 40 ? text.trim().split(/\s+/) : [text],
    ),
  };
}

const PREFIXES: Readonly<Record<string, string>> = {
  cac: 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
  cbc: 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
  ext: 'urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2',
  ram: 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
  udt: 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
  qdt: 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
  rsm: 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
};

function create({ prefix, name }: Step, parent: Node, { pool, dice }: Workshop): Node {
  const donors = pool.donors.get(parent.name)?.get(name);
  if (donors !== undefined) return copy(dice.pick(donors));
  const text = pool.values.get(`${parent.name}/${name}`)?.[0] ?? dice.pick(['x', '1', '20240101']);
  const namespace = PREFIXES[prefix] ?? parent.namespace;
  return { name, namespace, prefix, attributes: [], children: [], text };
}

/** The child of that name, made when it is not there; undefined where an element holds text. */
function reach(parent: Node, step: Step, workshop: Workshop): Node | undefined {
  const found = parent.children.filter(({ name }) => name === step.name);
  if (found.length > 0) return workshop.dice.pick(found);
  if (parent.children.length === 0 && !workshop.pool.donors.has(parent.name)) return undefined;
  workshop.pool.insert(parent, create(step, parent, workshop));
  return parent.children.find(({ name }) => name === step.name);
}

const ROOTS = new Set(['Invoice', 'CreditNote', 'CrossIndustryInvoice']);
const OTHER_KIND: Readonly<Record<string, string>> = {
  InvoiceLine: 'CreditNoteLine',
  InvoiceTypeCode: 'CreditNoteTypeCode',
  InvoicedQuantity: 'CreditedQuantity',
};

/** The steps below the root, in the words of this kind of document. */
const stepsIn = (root: Node, steps: readonly Step[]): Step[] =>
  steps.flatMap((step) => {
    if (ROOTS.has(step.name)) return [];
    const name = root.name === 'CreditNote' ? (OTHER_KIND[step.name] ?? step.name) : step.name;
    const isOther = root.name === 'Invoice' && Object.values(OTHER_KIND).includes(name);
    return [
      {
        ...step,
        name: isOther
          ? name.replace(/^Credit(Note|ed)/, 'Invoice').replace('InvoiceQ', 'InvoicedQ')
          : name,
      },
    ];
  });

/** An element that the assertion is about; made along its path when there is none. */
function findSubject(aim: Aim, workshop: Workshop): Node | undefined {
  const { root, dice } = workshop;
  const { suffix } = aim;
  if (suffix !== undefined) {
    const all = [...walk(root)].map(([node]) => node).filter(({ name }) => name.endsWith(suffix));
    return all.length === 0 ? undefined : dice.pick(all);
  }
  if (aim.about.length === 0) return root;
  const [first, ...rest] = stepsIn(root, dice.pick(aim.about));
  if (first === undefined) return root;
  const last = rest.at(-1) ?? first;
  if (last.name.startsWith('@')) return undefined;
  const found = [...walk(root)].map(([node]) => node).filter(({ name }) => name === last.name);
  if (found.length > 0) return dice.pick(found);
  const holders = [...walk(root)]
    .map(([node]) => node)
    .filter(({ name }) => workshop.pool.donors.get(name)?.has(first.name) === true);
  let at = holders.length > 0 ? reach(dice.pick(holders), first, workshop) : undefined;
  for (const step of rest) at = at === undefined ? undefined : reach(at, step, workshop);
  return at;
}

function change(node: Node, parent: Node, aim: Aim, workshop: Workshop): string {
  const { dice } = workshop;
  switch (dice.roll(6)) {
    case 0:
      parent.children.splice(parent.children.indexOf(node), 1);
      return `drop ${parent.name}/${node.name}`;
    case 1:
    case 2:
      parent.children.splice(parent.children.indexOf(node), 0, copy(node));
      return `double ${parent.name}/${node.name}`;
    case 3:
      if (node.children.length > 0 || aim.literals.length === 0) return `make ${node.name}`;
      node.text = dice.pick(aim.literals);
      return `${parent.name}/${node.name} -> ${JSON.stringify(node.text)}`;
    case 4:
      if (node.children.length > 0) return `make ${node.name}`;
      return revalue(node, parent, workshop);
    default:
      return `make ${parent.name}/${node.name}`;
  }
}

const isFound = (dice: Dice): boolean => dice.roll(4) > 0;

/** Drops everything that the test names, of the element or of the whole document. */
function wipe(within: Node, { tested }: Aim): string {
  const named = new Set(
    tested.flatMap((steps) => {
      const last = steps.at(-1);
      return last === undefined
        ? []
        : [`${steps.at(-2)?.name ?? ''}/${last.name}`, `/${last.name}`];
    }),
  );
  let dropped = 0;
  for (const [node] of [...walk(within)]) {
    const before = node.children.length + node.attributes.length;
    const isKept = ({ name }: { readonly name: string }) => !named.has(`${node.name}/${name}`);
    node.children = node.children.filter(isKept);
    if (node === within) node.children = node.children.filter(({ name }) => !named.has(`/${name}`));
    dropped += before - node.children.length - node.attributes.length;
  }
  return `wipe ${dropped} of ${[...named].join(' ')}`;
}

/** One change aimed at the assertion; undefined when there is no place for it. */
export function changeFor(aim: Aim, workshop: Workshop): string | undefined {
  const subject = findSubject(aim, workshop);
  if (subject === undefined) return undefined;
  const { dice, root } = workshop;
  const chance = dice.roll(8);
  if (chance < 2 && aim.tested.length > 0) return wipe(chance === 0 ? root : subject, aim);
  const parentOf = (node: Node) => [...walk(root)].find(([other]) => other === node)?.[1];
  if (aim.paths.length === 0 || !isFound(dice)) {
    const parent = parentOf(subject);
    return parent === undefined ? undefined : change(subject, parent, aim, workshop);
  }
  let parent = parentOf(subject);
  let at = subject;
  for (const step of stepsIn(root, dice.pick(aim.paths))) {
    if (step.name.startsWith('@')) return reattribute(at, workshop, step.name.slice(1));
    if (step.name === at.name) continue;
    const next = reach(at, step, workshop);
    if (next === undefined) return undefined;
    parent = at;
    at = next;
  }
  return parent === undefined ? undefined : change(at, parent, aim, workshop);
}
