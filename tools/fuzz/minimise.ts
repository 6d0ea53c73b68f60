/** The smallest document that still shows a difference. */
import { copy, type Node, walk } from './tree.ts';

const ROUNDS_MAX = 6;

/** Takes elements and attributes away as long as `shows` holds. */
export async function minimise(root: Node, shows: (root: Node) => Promise<boolean>): Promise<Node> {
  let best = copy(root);
  for (let round = 0, isSmaller = true; isSmaller && round < ROUNDS_MAX; round += 1) {
    isSmaller = false;
    for (let index = 0; index < [...walk(best)].length; index += 1) {
      const attempt = copy(best);
      const [node, parent] = [...walk(attempt)][index]!;
      if (parent === undefined) continue;
      parent.children.splice(parent.children.indexOf(node), 1);
      if (!(await shows(attempt))) continue;
      best = attempt;
      isSmaller = true;
      index -= 1;
    }
  }
  return best;
}
