/** Takes a sound document apart: each operator makes one change to the tree and says which. */
import type { Dice } from './dice.ts';
import type { Pool } from './pool.ts';
import { copy, type Node, walk } from './tree.ts';
import { otherValue } from './values.ts';

export interface Workshop {
  readonly root: Node;
  readonly pool: Pool;
  readonly dice: Dice;
}

/** Undefined where there was nothing to change. */
type Operator = (workshop: Workshop) => string | undefined;

type Entry = readonly [Node, Node];

const inner = (root: Node): Entry[] =>
  [...walk(root)].flatMap(([node, parent]) =>
    parent === undefined ? [] : [[node, parent] as const],
  );

/** An element below the root; those near the root as likely as the many deep ones. */
function pickEntry({ root, dice }: Workshop): Entry | undefined {
  const all = inner(root);
  if (all.length === 0) return undefined;
  if (dice.roll(3) > 0) return dice.pick(all);
  return dice.pick(root.children.map((child) => [child, root] as const));
}

const drop: Operator = (workshop) => {
  const [node, parent] = pickEntry(workshop) ?? [];
  if (node === undefined || parent === undefined) return undefined;
  parent.children.splice(parent.children.indexOf(node), 1);
  return `drop ${parent.name}/${node.name}`;
};

const double: Operator = (workshop) => {
  const [node, parent] = pickEntry(workshop) ?? [];
  if (node === undefined || parent === undefined) return undefined;
  parent.children.splice(parent.children.indexOf(node), 0, copy(node));
  return `double ${parent.name}/${node.name}`;
};

const reorder: Operator = ({ root, dice }) => {
  const parents = [...walk(root)].map(([node]) => node).filter((node) => node.children.length > 1);
  if (parents.length === 0) return undefined;
  const parent = dice.pick(parents);
  const [moved] = parent.children.splice(dice.roll(parent.children.length), 1);
  parent.children.splice(dice.roll(parent.children.length + 1), 0, moved!);
  return `move ${parent.name}/${moved!.name}`;
};

const leaves = (root: Node): Entry[] => inner(root).filter(([node]) => node.children.length === 0);

/** Another value for one leaf. */
export function revalue(node: Node, parent: Node, { pool, dice }: Workshop): string {
  const path = `${parent.name}/${node.name}`;
  const before = node.text;
  node.text = otherValue(path, before, pool.values.get(path) ?? [], dice);
  return `${path} ${JSON.stringify(before)} -> ${JSON.stringify(node.text)}`;
}

const value: Operator = (workshop) => {
  const all = leaves(workshop.root);
  if (all.length === 0) return undefined;
  const [node, parent] = workshop.dice.pick(all);
  return revalue(node, parent, workshop);
};

/** The same new value in every element of that path: a category or currency changed throughout. */
const everywhere: Operator = (workshop) => {
  const all = leaves(workshop.root);
  if (all.length === 0) return undefined;
  const [node, parent] = workshop.dice.pick(all);
  const told = revalue(node, parent, workshop);
  for (const [other, holder] of all) {
    if (other.name === node.name && holder.name === parent.name) other.text = node.text;
  }
  return `everywhere ${told}`;
};

/** Changes, adds or drops an attribute of an element. */
export function reattribute(node: Node, { pool, dice }: Workshop, name: string): string {
  const found = node.attributes.find((attribute) => attribute.name === name);
  const key = `${node.name}@${name}`;
  const seen = pool.values.get(key) ?? [];
  if (found !== undefined && dice.roll(3) === 0) {
    node.attributes = node.attributes.filter((attribute) => attribute !== found);
    return `drop ${key}`;
  }
  const written = otherValue(key, found?.value ?? 'x', seen, dice);
  if (found === undefined)
    node.attributes.push({ name, namespace: '', prefix: '', value: written });
  else found.value = written;
  return `${key} -> ${JSON.stringify(written)}`;
}

const ATTRIBUTES = [
  'schemeID', 'schemeName', 'schemeAgencyID', 'schemeURI', 'listID', 'listAgencyID', 'listURI',
  'name', 'languageID', 'currencyID', 'unitCode', 'unitCodeListID', 'mimeCode', 'filename', 'format',
]; // biome-ignore format: a word list

const attribute: Operator = (workshop) => {
  const [node] = pickEntry(workshop) ?? [];
  if (node === undefined) return undefined;
  const own = node.attributes.map(({ name }) => name);
  const name = workshop.dice.pick(own.length > 0 && workshop.dice.roll(4) > 0 ? own : ATTRIBUTES);
  return reattribute(node, workshop, name);
};

/** Adds an element that some other document has there. */
const graft: Operator = ({ root, pool, dice }) => {
  const parents = [...walk(root)].map(([node]) => node).filter(({ name }) => pool.donors.has(name));
  if (parents.length === 0) return undefined;
  const parent = dice.roll(2) === 0 ? root : dice.pick(parents);
  const choices = [...(pool.donors.get(parent.name) ?? new Map<string, Node[]>()).values()];
  if (choices.length === 0) return undefined;
  const donor = dice.pick(dice.pick(choices));
  pool.insert(parent, donor);
  return `graft ${parent.name}/${donor.name}`;
};

const empty: Operator = (workshop) => {
  const [node, parent] = pickEntry(workshop) ?? [];
  if (node === undefined || parent === undefined) return undefined;
  node.children = [];
  node.text = workshop.dice.pick(['', ' ', '\n']);
  return `empty ${parent.name}/${node.name}`;
};

const rename: Operator = (workshop) => {
  const [node, parent] = pickEntry(workshop) ?? [];
  if (node === undefined || parent === undefined) return undefined;
  const before = node.name;
  if (workshop.dice.roll(2) === 0) {
    node.namespace = workshop.dice.pick(['', 'urn:x', parent.namespace]);
    node.prefix = node.namespace === '' ? '' : 'x';
    return `namespace ${parent.name}/${before} -> ${node.namespace}`;
  }
  node.name = workshop.dice.pick([`${before}X`, before.toLowerCase(), parent.name]);
  return `rename ${parent.name}/${before} -> ${node.name}`;
};

/** Each as often as it stands here: values and grafts break the most rules and the fewest structures. */
const OPERATORS: readonly Operator[] = [
  ...Array<Operator>(8).fill(value),
  ...Array<Operator>(4).fill(graft),
  ...Array<Operator>(2).fill(drop),
  ...Array<Operator>(3).fill(everywhere),
  ...Array<Operator>(3).fill(attribute),
  double,
  empty,
  reorder,
];

/** One change, chosen by the dice. */
export const changeAnything = (workshop: Workshop): string | undefined =>
  (workshop.dice.roll(100) === 0 ? rename : workshop.dice.pick(OPERATORS))(workshop);
