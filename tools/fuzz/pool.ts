/** What the base documents hold, as material for mutants: values by name, children by parent, and their order. */
import { copy, type Node, walk } from './tree.ts';

const VALUES_MAX = 40;
const DONORS_MAX = 6;

export interface Pool {
  /** Values by `parent/name` of an element, `name@attribute` of an attribute. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Elements seen below a parent of that name, by their own name. */
  readonly donors: ReadonlyMap<string, ReadonlyMap<string, readonly Node[]>>;
  /** Puts `child` where documents of this syntax have it. */
  readonly insert: (parent: Node, child: Node) => void;
}

const entry = <K, V>(map: Map<K, V>, key: K, create: () => V): V => {
  let value = map.get(key);
  if (value === undefined) {
    value = create();
    map.set(key, value);
  }
  return value;
};

/** Learns a sequence of names: those not known yet go behind the one before them. */
function learnOrder(order: string[], children: readonly Node[]): void {
  let behind = -1;
  for (const { name } of children) {
    const at = order.indexOf(name);
    if (at < 0) order.splice(behind + 1, 0, name);
    behind = order.indexOf(name);
  }
}

export function gather(roots: readonly Node[]): Pool {
  const values = new Map<string, Set<string>>();
  const donors = new Map<string, Map<string, Node[]>>();
  const orders = new Map<string, string[]>();
  const see = (key: string, value: string): void => {
    const seen = entry(values, key, () => new Set<string>());
    if (seen.size < VALUES_MAX) seen.add(value);
  };
  for (const root of roots) {
    for (const [node, parent] of walk(root)) {
      for (const { name, value } of node.attributes) see(`${node.name}@${name}`, value);
      learnOrder(
        entry(orders, node.name, () => []),
        node.children,
      );
      if (parent === undefined) continue;
      if (node.children.length === 0) see(`${parent.name}/${node.name}`, node.text);
      const siblings = entry(donors, parent.name, () => new Map<string, Node[]>());
      const list = entry(siblings, node.name, () => []);
      if (list.length < DONORS_MAX) list.push(node);
    }
  }
  return {
    values: new Map([...values].map(([key, seen]) => [key, [...seen]])),
    donors,
    insert: (parent, child) => {
      const order = orders.get(parent.name) ?? [];
      const rank = order.indexOf(child.name);
      const at = parent.children.findIndex(({ name }) => order.indexOf(name) > rank);
      parent.children.splice(rank < 0 || at < 0 ? parent.children.length : at, 0, copy(child));
    },
  };
}
