/** Documents that show one rule each: the examples of our packs, one sound and one that breaks it by one edit. */
import { openBase } from '../../packages/formats/src/examples/bases.ts';
import { enExamples } from '../../packages/formats/src/examples/en16931.ts';
import { readTable } from '../../packages/formats/src/examples/read-table.ts';
import { applyEdits, writeTree } from '../../packages/formats/src/examples/tree.ts';
import { createXmlEngine } from '../../packages/xml/src/index.ts';
import { CII_HOLDING, UBL_HOLDING } from './holding.ts';
import type { RuleSet } from './rule-sets.ts';
import { type Node, toTree } from './tree.ts';

export interface Shown {
  readonly passing: Node;
  readonly failing: Node;
}

/** By code; rules that no document can show are not there. */
export function showRules(
  { name, syntax }: RuleSet,
  codes: Iterable<string>,
): ReadonlyMap<string, Shown> {
  const engine = createXmlEngine();
  const parse = (text: string): Node => {
    const parsed = engine.parse(new TextEncoder().encode(text));
    if (!parsed.ok) throw new Error(parsed.detail);
    const root = toTree(parsed.document.root);
    parsed.document.dispose();
    return root;
  };
  /** Something to hold of, where the example has nothing. */
  const holding = readTable(syntax === 'ubl' ? UBL_HOLDING : CII_HOLDING);
  const hold = (code: string): string | undefined => {
    const edit = holding.get(code);
    if (edit === undefined) return undefined;
    const { tree, grammar } = openBase(syntax, edit.base);
    applyEdits(tree, edit.edit, grammar);
    return writeTree(tree);
  };
  const examples = enExamples(syntax, name === syntax);
  const shown = new Map<string, Shown>();
  for (const code of codes) {
    const example = examples.example(code);
    if (example === undefined) continue;
    const { passing, failing } = example;
    shown.set(code, {
      passing: parse(hold(code) ?? passing.content),
      failing: parse(failing.content),
    });
  }
  return shown;
}
