/** Which namespaces are declared at a place of the tree, and which the canonical form has written. */
import { CanonicalExcess } from './byte-writer.ts';
import type { Canonicalisation } from './document.ts';
import { NODE, NS } from './heap.ts';
import { compareText } from './name-order.ts';

/** Declarations in scope at one place; a document of business has a dozen. */
const NAMESPACES_MAX = 1_000;

export interface Declaration {
  readonly prefix: string;
  readonly href: string;
  /** The xmlNs on the heap. */
  readonly pointer: number;
}

/** Undoes what an element brought in. */
type Undo = readonly (readonly [string, Declaration | undefined])[];
const NOTHING: Undo = [];

/** What one element declares in the canonical form. */
export interface Writing {
  readonly declarations: readonly Declaration[];
  readonly undo: Undo;
}
const NOTHING_TO_WRITE: Writing = { declarations: [], undo: NOTHING };

export class NamespaceScope {
  readonly #words: Int32Array;
  readonly #text: (pointer: number) => string;
  readonly #exclusive: boolean;
  readonly #inclusivePrefixes: ReadonlySet<string>;
  readonly #declared = new Map<string, Declaration>();
  readonly #written = new Map<string, Declaration>();

  constructor(words: Int32Array, text: (pointer: number) => string, how: Canonicalisation) {
    this.#words = words;
    this.#text = text;
    this.#exclusive = how.exclusive;
    this.#inclusivePrefixes = new Set(how.inclusivePrefixes);
  }

  /** Brings the declarations of an element into scope. */
  enter(element: number): Undo {
    let pointer = this.#words[(element >> 2) + NODE.declarations]!;
    if (pointer === 0) return NOTHING;
    const undo: [string, Declaration | undefined][] = [];
    for (; pointer !== 0; pointer = this.#words[pointer >> 2]!) {
      const prefix = this.#text(this.#words[(pointer >> 2) + NS.prefix]!);
      const href = this.#text(this.#words[(pointer >> 2) + NS.href]!);
      undo.push([prefix, this.#declared.get(prefix)]);
      this.#declared.set(prefix, { prefix, href, pointer });
      if (this.#declared.size > NAMESPACES_MAX) throw new CanonicalExcess();
    }
    return undo;
  }

  leave(undo: Undo): void {
    restore(this.#declared, undo);
  }

  forget(undo: Undo): void {
    restore(this.#written, undo);
  }

  /**
   * What an element must declare in the canonical form, in its order. `used` are the prefixes of its
   * name and attributes, `entered` what it declares itself; the apex also takes what is in scope.
   */
  toWrite(used: readonly string[], entered: Undo, isApex: boolean): Writing {
    if (!isApex && entered.length === 0 && used.every((prefix) => this.#isWritten(prefix))) {
      return NOTHING_TO_WRITE;
    }
    const needed = new Set<string>();
    const take = (prefix: string): void => {
      if (!this.#exclusive || this.#inclusivePrefixes.has(prefix)) needed.add(prefix);
    };
    if (isApex) for (const prefix of this.#declared.keys()) take(prefix);
    else for (const [prefix] of entered) take(prefix);
    if (this.#exclusive) for (const prefix of used) needed.add(prefix);
    const declarations: Declaration[] = [];
    for (const prefix of needed) {
      if (this.#isWritten(prefix)) continue;
      declarations.push(this.#declared.get(prefix) ?? { prefix, href: '', pointer: 0 });
    }
    if (declarations.length > 1) declarations.sort((a, b) => compareText(a.prefix, b.prefix));
    const undo = declarations.map(({ prefix }) => [prefix, this.#written.get(prefix)] as const);
    for (const declaration of declarations) this.#written.set(declaration.prefix, declaration);
    return { declarations, undo };
  }

  /** True when an ancestor in the canonical form has written what is declared for this prefix. */
  #isWritten(prefix: string): boolean {
    if (prefix === 'xml') return true;
    const declared = this.#declared.get(prefix);
    const written = this.#written.get(prefix);
    return declared === written || (declared?.href ?? '') === (written?.href ?? '');
  }
}

function restore(map: Map<string, Declaration>, undo: Undo): void {
  for (const [prefix, before] of undo) {
    if (before === undefined) map.delete(prefix);
    else map.set(prefix, before);
  }
}
